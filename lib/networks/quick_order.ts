// How a network walks through its layers: for the same numbers, with less work than one after the other. ReLU and max
// pooling change places, for the largest of a window, cut off at 0, is the largest of what is cut off at 0, and behind a
// pooling of 2 × 2 there is a quarter of the elements to look at. On the way back, a convolution before them looks at those
// alone, in the order of the pooling's windows: its dW and db may have other last digits for it. Other ReLUs beside a
// convolution are computed along with it, on the way back too. All layers can be walked back by hand afterwards.

import { Affine } from "../layers/affine.ts";
import { Convolution } from "../layers/convolution.ts";
import type { Layer } from "../layers/layer.ts";
import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import type { Tensor } from "../tensor.ts";

/** The layers as a network walks through them. Those of classes that a reader has derived stay as they are. */
export function inQuickOrder(layers: readonly Layer[]): Layer[] {
  const quick: Layer[] = [];
  for (let i = 0; i < layers.length; i++) {
    const [layer, next, afterNext] = layers.slice(i, i + 3);
    if (isA(layer, Relu) && isA(next, Pooling)) {
      quick.push(new ReluPooling(layer, next));
      i++;
    } else if (isA(layer, Convolution)) {
      const before = quick.at(-1);
      const gate = before instanceof ReluPooling || before instanceof GatedConvolution
        ? before.gate
        : undefined;
      const relu = isA(next, Relu) ? next : undefined;
      const pooling = relu && isA(afterNext, Pooling) ? afterNext : undefined;
      quick.push(gate || relu ? new GatedConvolution(layer, gate, relu, pooling) : layer);
      if (relu) i++;
      if (pooling) i++;
    } else {
      quick.push(layer);
    }
  }
  return quick;
}

function isA<L extends Layer>(
  layer: Layer | undefined,
  Class: new (...options: never[]) => L,
): layer is L {
  return layer?.constructor === Class && isUnchanged(layer);
}

/** Whether forward and backward are still those of this library: a reader may have wrapped them. */
export function isUnchanged(layer: Layer): boolean {
  const methods = unchanged.get(layer.constructor);
  return methods === undefined
    ? layer instanceof GatedConvolution
    : layer.forward === methods.forward && layer.backward === methods.backward;
}

const unchanged = new Map<unknown, Layer>(
  [Affine, Convolution, Pooling, Relu].map((Class) => {
    const { forward, backward } = Class.prototype as Layer;
    return [Class, { forward, backward }];
  }),
);

/** A ReLU that a layer ends in. On the way back, whoever comes after it can do its work. */
class Gate {
  readonly relu: Relu;
  isDoneLater = false;

  constructor(relu: Relu) {
    this.relu = relu;
  }

  backward(dout: Tensor): Tensor {
    return this.isDoneLater ? dout : this.relu.backward(dout);
  }
}

/** Computes what a Relu and the Pooling behind it compute. */
class ReluPooling implements Layer {
  readonly gate = new Gate(new Relu());
  readonly pooling: Pooling;
  readonly #relu: Relu;

  constructor(relu: Relu, pooling: Pooling) {
    this.#relu = relu;
    this.pooling = pooling;
  }

  forward(x: Tensor): Tensor {
    const pooled = this.pooling.forward(x);
    this.#relu.remember(x);
    return this.gate.relu.forward(pooled);
  }

  backward(dout: Tensor): Tensor {
    return this.pooling.backward(this.gate.backward(dout));
  }
}

/**
 * Computes what a Convolution computes, and the Relu and the Pooling behind it; on the way back also what the ReLU before
 * it does.
 */
class GatedConvolution implements Layer {
  readonly gate: Gate | undefined;
  readonly #convolution: Convolution;
  readonly #isAfterRelu: boolean;
  readonly #reluPooling: ReluPooling | undefined;

  constructor(
    convolution: Convolution,
    before: Gate | undefined,
    relu: Relu | undefined,
    pooling: Pooling | undefined,
  ) {
    this.#convolution = convolution;
    this.#isAfterRelu = before !== undefined;
    if (before) before.isDoneLater = true;
    this.#reluPooling = relu && pooling && new ReluPooling(relu, pooling);
    this.gate = this.#reluPooling?.gate ?? (relu && new Gate(relu));
  }

  forward(x: Tensor): Tensor {
    if (this.#reluPooling) return this.#reluPooling.forward(this.#convolution.forward(x));
    if (this.gate === undefined) return this.#convolution.forward(x);
    const out = this.#convolution.forwardRelu(x);
    this.gate.relu.remember(out); // it is positive where its input was
    return out;
  }

  backward(dout: Tensor): Tensor {
    const pooling = this.#reluPooling?.pooling;
    return this.#isAfterRelu
      ? this.#convolution.backwardRelu(this.#stop(dout), pooling)
      : this.#convolution.backward(this.#stop(dout), pooling);
  }

  backwardParams(dout: Tensor): void {
    this.#convolution.backwardParams(this.#stop(dout), this.#reluPooling?.pooling);
  }

  #stop(dout: Tensor): Tensor {
    return this.gate?.backward(dout) ?? dout;
  }
}
