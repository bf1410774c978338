// The fully connected layer.

import { checkDout, expectCalled } from "../tensor/arguments.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkParameters, rowsOf } from "./checks.ts";
import type { Layer } from "./layer.ts";
import { product } from "./product.ts";

/**
 * Affine layer: out = x · W + b. Backward: dx = dout · Wᵀ, dW = xᵀ · dout, db = Σ dout over the batch.
 *
 * @example the same in plain tensor operations
 * ```ts
 * import { Affine, assertClose, random } from "../mod.ts";
 * const rng = random(0);
 * const [x, W, b, dout] = [[2, 3], [3, 4], [4], [2, 4]].map((shape) => rng.normal(shape));
 * const affine = new Affine(W, b);
 * assertClose(affine.forward(x), x.dot(W).add(b));
 * assertClose(affine.backward(dout), dout.dot(W.T));
 * assertClose(affine.dW, x.T.dot(dout));
 * assertClose(affine.db, dout.sum(0));
 * ```
 * @see §5.6
 */
export class Affine implements Layer {
  /** weights (D, M) */
  W: Tensor;
  /** biases (M,) */
  b: Tensor;
  #x: Tensor | undefined;
  #dW: Tensor | undefined;
  #db: Tensor | undefined;

  /**
   * A layer that owns `W` and `b`; an optimizer changes them in place.
   *
   * @param W (D, M)
   * @param b (M,)
   * @throws TypeError if b does not fit W, or their dtypes differ
   */
  constructor(W: Tensor, b: Tensor) {
    checkParameters("Affine", { W, b }, "(D, M)");
    this.W = W;
    this.b = b;
  }

  /** Gradient of W, (D, M), of the last backward. */
  get dW(): Tensor {
    return expectCalled("backward", this.#dW, "Affine.dW");
  }

  set dW(dW: Tensor) {
    this.#dW = dW;
  }

  /** Gradient of b, (M,), of the last backward. */
  get db(): Tensor {
    return expectCalled("backward", this.#db, "Affine.db");
  }

  set db(db: Tensor) {
    this.#db = db;
  }

  /**
   * x · W + b
   *
   * @param x (N, D), or (N, C, H, W), which is flattened to (N, C·H·W)
   * @returns (N, M)
   * @throws TypeError if x does not fit W: `Affine.forward: x (100, 784) does not fit W (700, 50): 784 ≠ 700`
   */
  forward(x: Tensor): Tensor {
    const call = "Affine.forward";
    checkParameters(call, this, "(D, M)");
    const out = product(call, rowsOf(call, x, this.W), this.W, { bias: this.b });
    this.#x = x;
    return out;
  }

  /**
   * dout · Wᵀ; leaves `dW` and `db`.
   *
   * @param dout (N, M)
   * @returns dx in the shape of x
   */
  backward(dout: Tensor): Tensor {
    const call = "Affine.backward";
    const x = expectCalled("forward", this.#x, call);
    const rows = rowsOf(call, x, this.W);
    checkDout(call, dout, [rows.shape[0], this.W.shape[1]]);
    this.#dW = product(call, rows, dout, { transposeA: true }); // xᵀ · dout
    this.#db = dout.sum(0);
    return product(call, dout, this.W, { transposeB: true }).reshape(...x.shape); // dout · Wᵀ
  }
}
