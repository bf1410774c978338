// The fully connected layer.

import { checkDout, checkTensors, leftBy } from "../arguments.ts";
import { backend } from "../backend/mod.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import { commonDType, empty, type Tensor } from "../tensor.ts";
import type { Layer } from "./layer.ts";

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
  #x: { shape: Shape; rows: Tensor } | undefined;
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
    checkParameters("Affine", W, b);
    this.W = W;
    this.b = b;
  }

  /** Gradient of W, (D, M), of the last backward. */
  get dW(): Tensor {
    return leftBy("backward", this.#dW, "Affine.dW");
  }

  /** Gradient of b, (M,), of the last backward. */
  get db(): Tensor {
    return leftBy("backward", this.#db, "Affine.db");
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
    const { W, b } = this;
    checkTensors(call, { x });
    checkParameters(call, W, b);
    const N = x.shape[0];
    const [D, M] = W.shape;
    const columns = sizeOf(x.shape.slice(1));
    if (x.ndim < 2 || columns !== D) {
      throw new TypeError(
        `${call}: x ${formatShape(x.shape)} does not fit W ${formatShape(W.shape)}: ` +
          (x.ndim < 2 ? "needs a batch, (N, D)" : `${columns} ≠ ${D}`),
      );
    }
    const out = empty([N, M], commonDType(call, x, W));
    backend.gemm(x.data, W.data, out.data, N, D, M, false, false, b.data);
    this.#x = { shape: x.shape, rows: x.reshape(N, D) };
    return out;
  }

  /**
   * dout · Wᵀ; leaves `dW` and `db`.
   *
   * @param dout (N, M)
   * @returns dx in the shape of x
   */
  backward(dout: Tensor): Tensor {
    this.backwardParams(dout);
    const [N, M] = dout.shape;
    const D = this.W.shape[0];
    const dx = empty(this.#x!.shape, this.dW.dtype);
    backend.gemm(dout.data, this.W.data, dx.data, N, M, D, false, true); // dout · Wᵀ
    return dx;
  }

  /**
   * Leaves `dW` and `db` as `backward` does, without the work for dx: the first layer of a network hands it to nobody.
   *
   * @param dout (N, M)
   */
  backwardParams(dout: Tensor): void {
    const call = "Affine.backward";
    const x = leftBy("forward", this.#x, call);
    const { W } = this;
    const [N, D] = x.rows.shape;
    const M = W.shape[1];
    checkDout(call, dout, [N, M]);
    const dW = empty(W.shape, commonDType(call, dout, W));
    backend.gemm(x.rows.data, dout.data, dW.data, D, N, M, true, false); // xᵀ · dout
    this.#dW = dW;
    this.#db = dout.sum(0);
  }
}

function checkParameters(call: string, W: Tensor, b: Tensor): void {
  checkTensors(call, { W, b });
  if (W.ndim !== 2 || b.ndim !== 1 || b.size !== W.shape[1]) {
    throw new TypeError(
      `${call}: needs W (D, M) and b (M,), got W ${formatShape(W.shape)} and b ${
        formatShape(b.shape)
      }`,
    );
  }
  commonDType(call, W, b);
}
