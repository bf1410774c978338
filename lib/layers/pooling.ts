// The layer that keeps the largest value of each window.

import { checkDout, checkTensors, expectCalled } from "../tensor/arguments.ts";
import type { Windows } from "../backend/contract.ts";
import { backend } from "../backend/mod.ts";
import { commonDType } from "../tensor/dtype.ts";
import { arrayOf, empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkWindow, slide } from "./checks.ts";
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
  /** images of the last forward */
  x: Tensor | undefined;
  /** of the last forward: where in x the largest of each window is, int32 (N, C, OH, OW) */
  argMax: Tensor | undefined;

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
    checkWindow("Pooling", { poolH, poolW, stride }, pad);
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
    checkTensors("Pooling.forward", { x });
    const windows = this.#slide("Pooling.forward", x);
    const out = empty([windows.N, windows.C, windows.OH, windows.OW], x.dtype);
    const argMax = empty(out.shape, "int32");
    backend.pooling(arrayOf(x), arrayOf(out), arrayOf(argMax) as Int32Array, windows);
    this.x = x;
    this.argMax = argMax;
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
    const x = expectCalled("forward", this.x, call);
    const argMax = expectCalled("forward", this.argMax, call);
    checkDout(call, dout, argMax.shape);
    commonDType(call, dout, x);
    const dx = empty(x.shape, dout.dtype);
    const indices = arrayOf(argMax) as Int32Array;
    backend.poolingBackward(arrayOf(dout), indices, arrayOf(dx), this.#slide(call, x));
    return dx;
  }

  #slide(call: string, x: Tensor): Windows {
    return slide(call, "x", x.shape, this.poolH, this.poolW, this.stride, this.pad);
  }
}
