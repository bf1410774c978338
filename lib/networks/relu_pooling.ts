// ReLU and max pooling may change places: the largest of a window, cut off at 0, is the largest of what is cut off at 0. The
// one behind a pooling of 2 × 2 has a quarter of the elements to look at.

import type { Layer } from "../layers/layer.ts";
import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import type { Tensor } from "../tensor.ts";

/** The layers as a network walks through them: where a Relu comes before a Pooling, they change places. */
export function inQuickOrder(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer, i) => {
    const [before, next] = [layers[i - 1], layers[i + 1]];
    if (isPair(layer, next)) return [new ReluPooling(layer as Relu, next as Pooling)];
    return isPair(before, layer) ? [] : [layer];
  });
}

/** Not for classes that a reader has derived from these: they may compute something else. */
function isPair(first?: Layer, second?: Layer): boolean {
  return first?.constructor === Relu && second?.constructor === Pooling;
}

/** Computes what a Relu and the Pooling behind it compute; both can then be walked back by hand as well. */
class ReluPooling implements Layer {
  readonly #relu: Relu;
  readonly #pooling: Pooling;
  readonly #behind = new Relu();

  constructor(relu: Relu, pooling: Pooling) {
    this.#relu = relu;
    this.#pooling = pooling;
  }

  forward(x: Tensor): Tensor {
    const pooled = this.#pooling.forward(x);
    this.#relu.remember(x);
    return this.#behind.forward(pooled);
  }

  backward(dout: Tensor): Tensor {
    return this.#pooling.backward(this.#behind.backward(dout));
  }
}
