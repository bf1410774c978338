// The layer that slides filters over images.

import { checkDout, commonDType, expectCalled } from "../tensor/arguments.ts";
import { backend } from "../backend/mod.ts";
import { arraysOf, empty, type Tensor } from "../tensor/creation.ts";
import { checkParameters, checkWindow, filterWindows } from "./checks.ts";
import type { Layer } from "./layer.ts";

/**
 * Convolution layer: each output pixel is the sum of what a filter sees times the filter, plus its bias. The filter
 * is not rotated, so mathematics would call it a cross-correlation.
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
  /** images of the last forward, which backward needs */
  x: Tensor | undefined;
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
    checkParameters("Convolution", { W, b }, "(FN, C, FH, FW)");
    checkWindow("Convolution", { stride }, pad);
    this.W = W;
    this.b = b;
    this.stride = stride;
    this.pad = pad;
  }

  /** Gradient of W, (FN, C, FH, FW), of the last backward. */
  get dW(): Tensor {
    return expectCalled("backward", this.#dW, "Convolution.dW");
  }

  set dW(dW: Tensor) {
    this.#dW = dW;
  }

  /** Gradient of b, (FN,), of the last backward. */
  get db(): Tensor {
    return expectCalled("backward", this.#db, "Convolution.db");
  }

  set db(db: Tensor) {
    this.#db = db;
  }

  /**
   * The map of each filter.
   *
   * @param x (N, C, H, W)
   * @returns (N, FN, OH, OW)
   * @throws TypeError if x has other channels than W; RangeError if the filter does not fit into the images
   */
  forward(x: Tensor): Tensor {
    const { W, b } = this;
    const call = "Convolution.forward";
    checkParameters(call, this, "(FN, C, FH, FW)");
    const windows = filterWindows(call, x, this);
    const out = empty([windows.N, b.size, windows.OH, windows.OW], commonDType(call, x, W));
    backend.convolution({ ...arraysOf({ x, filters: W, b, out }), windows });
    this.x = x;
    return out;
  }

  /**
   * The gradient with respect to x; leaves `dW` and `db`.
   *
   * @param dout (N, FN, OH, OW)
   * @returns (N, C, H, W)
   */
  backward(dout: Tensor): Tensor {
    const call = "Convolution.backward";
    const x = expectCalled("forward", this.x, call);
    const { W, b } = this;
    const windows = filterWindows(call, x, this);
    checkDout(call, dout, [windows.N, b.size, windows.OH, windows.OW]);
    commonDType(call, dout, W);
    const [dx, dW, db] = [x, W, b].map(({ shape }) => empty(shape, W.dtype));
    backend.convolutionBackward({
      ...arraysOf({ x, filters: W, dout, dx, dfilters: dW, db }),
      windows,
    });
    this.#dW = dW;
    this.#db = db;
    return dx;
  }
}
