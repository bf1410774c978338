// The layer that keeps the largest value of each window.

import { checkDout, checkTensors, leftBy } from "../arguments.ts";
import type { Windows } from "../backend/contract.ts";
import { backend } from "../backend/mod.ts";
import { formatShape, sameShape, type Shape } from "../shape.ts";
import { commonDType, empty, type Tensor } from "../tensor.ts";
import { checkIntegers, slide } from "./im2col.ts";
import type { Layer } from "./layer.ts";

/**
 * Max pooling: each output pixel is the largest that its window sees, channel by channel. Backward gives dout to
 * that element alone, to the first of equals. The border never wins, not even over negative numbers.
 *
 * @example the same in plain tensor operations
 * ```ts
 * import { assertClose, im2col, Pooling, random } from "../mod.ts";
 * const x = random(0).normal([2, 3, 4, 6]);
 * const windows = im2col(x, 2, 2, 2).reshape(-1, 2 * 2); // a row per window and channel
 * assertClose(
 *   new Pooling(2, 2, 2).forward(x),
 *   windows.max(1).reshape(2, 2, 3, 3).transpose(0, 3, 1, 2),
 * );
 * ```
 * @see §7.3, §7.4.4
 */
export class Pooling implements Layer {
  /** height of the window */
  readonly poolH: number;
  /** width of the window */
  readonly poolW: number;
  /** distance from one place of the window to the next */
  readonly stride: number;
  /** width of the border around each image */
  readonly pad: number;
  #last: { windows: Windows; out: Tensor; indices: Tensor } | undefined;

  /**
   * A layer without parameters.
   *
   * @param poolH an integer of at least 1
   * @param poolW an integer of at least 1
   * @param stride an integer of at least 1; the book's networks use 2 with a window of 2 × 2
   * @param pad an integer of at least 0, smaller than the window, which would else see the border only
   * @throws RangeError for other sizes
   */
  constructor(poolH: number, poolW: number, stride = 1, pad = 0) {
    checkIntegers("Pooling", { poolH, poolW, stride }, 1);
    checkIntegers("Pooling", { pad }, 0);
    if (pad >= Math.min(poolH, poolW)) {
      throw new RangeError(
        `Pooling: pad needs to be smaller than the window of ${poolH} × ${poolW}, got ${pad}`,
      );
    }
    this.poolH = poolH;
    this.poolW = poolW;
    this.stride = stride;
    this.pad = pad;
  }

  /**
   * The largest of each window; NaN if it sees one.
   *
   * @param x (N, C, H, W)
   * @returns (N, C, OH, OW)
   * @throws TypeError unless x has 4 axes; RangeError if the window does not fit into the images
   */
  forward(x: Tensor): Tensor {
    const call = "Pooling.forward";
    checkTensors(call, { x });
    const windows = slide(call, "x", x.shape, this.poolH, this.poolW, this.stride, this.pad);
    const out = empty([windows.N, windows.C, windows.OH, windows.OW], x.dtype);
    const indices = empty(out.shape, "int32");
    backend.pooling(x.data, out.data, indices.data as Int32Array, windows);
    this.#last = { windows, out, indices };
    return out;
  }

  /**
   * dout where the largest elements were, 0 elsewhere.
   *
   * @param dout (N, C, OH, OW)
   * @returns (N, C, H, W)
   */
  backward(dout: Tensor): Tensor {
    const call = "Pooling.backward";
    const { windows, out, indices } = leftBy("forward", this.#last, call);
    checkDout(call, dout, out.shape);
    commonDType(call, dout, out);
    const { N, C, H, W } = windows;
    const dx = empty([N, C, H, W], dout.dtype);
    backend.poolingBackward(dout.data, indices.data as Int32Array, dx.data, windows);
    return dx;
  }

  /**
   * Where in the maps that a convolution has given, of this shape (N, C, H, W), the largest elements of the last forward
   * are: their indices, int32, in the shape of the output. So the convolution needs no `backward` of this layer.
   *
   * @throws TypeError if forward took images of another shape
   */
  indicesIn(call: string, shape: Shape): Tensor {
    const { windows: { N, C, H, W }, indices } = leftBy("forward", this.#last, call);
    if (!sameShape([N, C, H, W], shape)) {
      throw new TypeError(
        `${call}: the pooling took ${formatShape([N, C, H, W])}, not the output ${
          formatShape(shape)
        } of forward`,
      );
    }
    return indices;
  }
}
