// The layer that slides filters over images.

import { checkDout, checkTensors, leftBy } from "../arguments.ts";
import type { Windows } from "../backend/contract.ts";
import { backend, type TypedArray } from "../backend/mod.ts";
import { formatShape } from "../shape.ts";
import { commonDType, empty, type Tensor } from "../tensor.ts";
import { checkIntegers, slide } from "./im2col.ts";
import type { Layer } from "./layer.ts";
import type { Pooling } from "./pooling.ts";

/**
 * Convolution layer: each output pixel is the sum of what a filter sees times the filter, plus its bias. The filter
 * is not turned round, so it is what mathematics calls a cross-correlation.
 *
 * @example the same in plain tensor operations
 * ```ts
 * import { assertClose, Convolution, im2col, random } from "../mod.ts";
 * const rng = random(0);
 * const [x, W, b] = [[2, 3, 5, 4], [6, 3, 3, 3], [6]].map((shape) => rng.normal(shape));
 * const col = im2col(x, 3, 3, 1, 1); // (2·5·4, 3·3·3)
 * const out = col.dot(W.reshape(6, -1).T).add(b); // (2·5·4, 6)
 * assertClose(
 *   new Convolution(W, b, 1, 1).forward(x),
 *   out.reshape(2, 5, 4, 6).transpose(0, 3, 1, 2),
 * );
 * ```
 * @see §7.2, §7.4.3
 */
export class Convolution implements Layer {
  /** filters (FN, C, FH, FW) */
  W: Tensor;
  /** biases (FN,) */
  b: Tensor;
  /** distance from one place of the filter to the next */
  readonly stride: number;
  /** width of the border of zeros around each image */
  readonly pad: number;
  #last: { x: Tensor; windows: Windows } | undefined;
  #dW: Tensor | undefined;
  #db: Tensor | undefined;

  /**
   * A layer that owns `W` and `b`; an optimizer changes them in place.
   *
   * @param W (FN, C, FH, FW)
   * @param b (FN,)
   * @param stride an integer of at least 1
   * @param pad an integer of at least 0
   * @throws TypeError if b does not fit W, or their dtypes differ; RangeError for stride and pad
   */
  constructor(W: Tensor, b: Tensor, stride = 1, pad = 0) {
    checkParameters("Convolution", W, b);
    checkIntegers("Convolution", { stride }, 1);
    checkIntegers("Convolution", { pad }, 0);
    this.W = W;
    this.b = b;
    this.stride = stride;
    this.pad = pad;
  }

  /** Gradient of W, (FN, C, FH, FW), of the last backward. */
  get dW(): Tensor {
    return leftBy("backward", this.#dW, "Convolution.dW");
  }

  /** Gradient of b, (FN,), of the last backward. */
  get db(): Tensor {
    return leftBy("backward", this.#db, "Convolution.db");
  }

  /**
   * The map of each filter.
   *
   * @param x (N, C, H, W)
   * @returns (N, FN, OH, OW)
   * @throws TypeError if x has other channels than W; RangeError if the filter does not fit into the images
   */
  forward(x: Tensor): Tensor {
    return this.#forward(x, false);
  }

  /** relu(forward(x)) in one go: what a network asks for where a Relu comes next. */
  forwardRelu(x: Tensor): Tensor {
    return this.#forward(x, true);
  }

  #forward(x: Tensor, withRelu: boolean): Tensor {
    const call = "Convolution.forward";
    const { W, b } = this;
    checkTensors(call, { x });
    checkParameters(call, W, b);
    const [FN, C, FH, FW] = W.shape;
    const windows = slide(call, "x", x.shape, FH, FW, this.stride, this.pad);
    if (windows.C !== C) {
      throw new TypeError(
        `${call}: x ${formatShape(x.shape)} does not fit W ${formatShape(W.shape)}: ` +
          `${windows.C} channels ≠ ${C}`,
      );
    }
    const dtype = commonDType(call, x, W);
    const out = empty([windows.N, FN, windows.OH, windows.OW], dtype);
    backend.convolution(x.data, W.data, b.data, out.data, FN, windows, withRelu);
    this.#last = { x, windows };
    return out;
  }

  /**
   * The gradient by x; leaves `dW` and `db`.
   *
   * @param dout (N, FN, OH, OW)
   * @param pooling a network's, where it comes behind: dout is then the one that its backward would get
   * @returns (N, C, H, W)
   */
  backward(dout: Tensor, pooling?: Pooling): Tensor {
    return this.#backwardToX(dout, false, pooling);
  }

  /** Backward for an x that is relu(z): the gradient by z, which a network asks for where a Relu comes before. */
  backwardRelu(dout: Tensor, pooling?: Pooling): Tensor {
    return this.#backwardToX(dout, true, pooling);
  }

  #backwardToX(dout: Tensor, withRelu: boolean, pooling: Pooling | undefined): Tensor {
    const { x } = leftBy("forward", this.#last, "Convolution.backward");
    const dx = empty(x.shape, this.W.dtype);
    this.#backward(dout, dx.data, withRelu, pooling);
    return dx;
  }

  /**
   * Leaves `dW` and `db` as `backward` does, without the work for dx: the first layer of a network hands it to nobody.
   *
   * @param dout (N, FN, OH, OW)
   * @param pooling as for `backward`
   */
  backwardParams(dout: Tensor, pooling?: Pooling): void {
    this.#backward(dout, undefined, false, pooling);
  }

  #backward(
    dout: Tensor,
    dx: TypedArray | undefined,
    withRelu: boolean,
    pooling: Pooling | undefined,
  ): void {
    const call = "Convolution.backward";
    const { x, windows } = leftBy("forward", this.#last, call);
    const { W, b } = this;
    const FN = b.size;
    const maps = [windows.N, FN, windows.OH, windows.OW];
    const indices = pooling?.indicesIn(call, maps);
    checkDout(call, dout, indices?.shape ?? maps);
    commonDType(call, dout, W);
    const [dW, db] = [W, b].map(({ shape, dtype }) => empty(shape, dtype));
    // deno-fmt-ignore
    backend.convolutionBackward(
      x.data, W.data, dout.data, dx, dW.data, db.data, FN, windows, withRelu,
      indices?.data as Int32Array | undefined,
    );
    this.#dW = dW;
    this.#db = db;
  }
}

function checkParameters(call: string, W: Tensor, b: Tensor): void {
  checkTensors(call, { W, b });
  if (W.ndim !== 4 || b.ndim !== 1 || b.size !== W.shape[0]) {
    throw new TypeError(
      `${call}: needs W (FN, C, FH, FW) and b (FN,), got W ${formatShape(W.shape)} and b ${
        formatShape(b.shape)
      }`,
    );
  }
  commonDType(call, W, b);
}
