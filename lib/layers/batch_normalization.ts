// The layer that keeps the distribution of activations steady.

import { backend } from "../backend/mod.ts";
import { checkDout, expectCalled } from "../tensor/arguments.ts";
import { arrayOf, empty, type Tensor } from "../tensor/creation.ts";
import { type BatchNormalizationOptions, checkNormalization, featuresOf } from "./checks.ts";
import type { Layer } from "./layer.ts";
import { learnMoments } from "./moments.ts";

// The book writes 10e-7, which is 1e-6, §6.3.2. It keeps a feature that never varies from a division by 0.
export const EPSILON = 10e-7;

/**
 * Batch normalization: out = γ · x̂ + β with x̂ = (x − μ) / √(σ² + 1e-6), each feature by itself.
 *
 * While training, μ and σ² are mean and variance of the batch (of the population: divided by N), and the running
 * statistics move towards them. Otherwise μ and σ² are the running statistics.
 *
 * Images (N, C, H, W) are flattened to (N, C·H·W), so every pixel is a feature. With `perChannel` every channel is
 * one, and gamma and beta are (C,).
 *
 * @example the same in plain tensor operations
 * ```ts
 * import { assertClose, BatchNormalization, random } from "../mod.ts";
 * const rng = random(0);
 * const [x, dout, gamma, beta] = [[8, 3], [8, 3], [3], [3]].map((shape) => rng.normal(shape));
 * const layer = new BatchNormalization(gamma, beta);
 * const std = x.var(0).add(10e-7).sqrt();
 * const normalized = x.sub(x.mean(0)).div(std);
 * assertClose(layer.forward(x), normalized.mul(gamma).add(beta));
 *
 * const dx = layer.backward(dout);
 * assertClose(layer.dbeta, dout.sum(0));
 * assertClose(layer.dgamma, dout.mul(normalized).sum(0));
 * // mean and variance depend on x too: what all samples have in common is taken out
 * const common = normalized.mul(layer.dgamma).add(layer.dbeta).div(8);
 * assertClose(dx, dout.sub(common).mul(gamma).div(std));
 * ```
 * @see §6.3
 */
export class BatchNormalization implements Layer {
  /** scale of each feature, (D,) */
  gamma: Tensor;
  /** shift of each feature, (D,) */
  beta: Tensor;
  /** mean for prediction, (D,); forward writes into it while training */
  readonly runningMean: Tensor;
  /** variance for prediction, (D,); forward writes into it while training */
  readonly runningVar: Tensor;
  /** share of the old value that running statistics keep */
  readonly momentum: number;
  /** whether a channel is one feature, or each of its pixels */
  readonly perChannel: boolean;
  #batch: { normalized: Tensor; variance: Tensor } | undefined;
  #dgamma: Tensor | undefined;
  #dbeta: Tensor | undefined;

  /**
   * A layer that owns `gamma` and `beta`; an optimizer changes them in place.
   *
   * @param gamma (D,)
   * @param beta (D,)
   * @param options running statistics are copied
   * @throws TypeError if the shapes or dtypes of gamma, beta and the statistics differ; RangeError for the momentum
   */
  constructor(gamma: Tensor, beta: Tensor, options: BatchNormalizationOptions = {}) {
    const checked = checkNormalization("BatchNormalization", gamma, beta, options);
    this.gamma = gamma;
    this.beta = beta;
    this.runningMean = checked.runningMean.clone();
    this.runningVar = checked.runningVar.clone();
    this.momentum = checked.momentum;
    this.perChannel = checked.perChannel;
  }

  /** Gradient of gamma, (D,), of the last backward. */
  get dgamma(): Tensor {
    return expectCalled("backward", this.#dgamma, "BatchNormalization.dgamma");
  }

  /** Gradient of beta, (D,), of the last backward. */
  get dbeta(): Tensor {
    return expectCalled("backward", this.#dbeta, "BatchNormalization.dbeta");
  }

  /**
   * γ · x̂ + β
   *
   * @param x (N, D), or (N, C, H, W)
   * @param trainFlag whether to use the batch's statistics and to learn from them
   * @returns the shape of x
   * @throws TypeError if x has another number of features than gamma, or no sample
   */
  forward(x: Tensor, trainFlag = true): Tensor {
    const { gamma, beta } = this;
    const features = featuresOf("BatchNormalization.forward", x, this, EPSILON);
    const [mean, variance] = trainFlag
      ? learnMoments(x, features, this)
      : [this.runningMean, this.runningVar];
    const [normalized, out] = [x, x].map(({ shape }) => empty(shape, gamma.dtype));
    // deno-fmt-ignore
    backend.normalize(
      arrayOf(x), arrayOf(mean), arrayOf(variance), arrayOf(gamma), arrayOf(beta),
      arrayOf(normalized), arrayOf(out), features);
    this.#batch = trainFlag ? { normalized, variance } : undefined;
    return out;
  }

  /**
   * The gradient with respect to x, after a forward with `trainFlag`; leaves `dgamma` and `dbeta`.
   *
   * @param dout the shape of x
   * @returns the shape of x
   */
  backward(dout: Tensor): Tensor {
    const { gamma } = this;
    const call = "BatchNormalization.backward";
    const { normalized, variance } = expectCalled("forward with trainFlag", this.#batch, call);
    checkDout(call, dout, normalized.shape);
    const features = featuresOf(call, dout, this, EPSILON);
    const [dx, dgamma, dbeta] = [dout, gamma, gamma].map(({ shape }) => empty(shape, gamma.dtype));
    // deno-fmt-ignore
    backend.normalizeBackward(
      arrayOf(dout), arrayOf(normalized), arrayOf(variance), arrayOf(gamma),
      arrayOf(dx), arrayOf(dgamma), arrayOf(dbeta), features);
    this.#dgamma = dgamma;
    this.#dbeta = dbeta;
    return dx;
  }
}
