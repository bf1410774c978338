// The layer that keeps the distribution of activations steady.

import { checkDout, checkTensors, leftBy } from "../arguments.ts";
import { formatShape, sameShape, type Shape } from "../shape.ts";
import { commonDType, type Tensor, zerosLike } from "../tensor.ts";
import type { Layer } from "./layer.ts";

// The book writes 10e-7, which is 1e-6, §6.3.2. It keeps a feature that never varies from being divided by 0.
const EPSILON = 10e-7;

/** What {@linkcode BatchNormalization} takes besides gamma and beta. */
export interface BatchNormalizationOptions {
  /** share of the old value that running statistics keep, 0 to 1; by default 0.9 */
  momentum?: number;
  /** mean of the features, (D,); by default 0 */
  runningMean?: Tensor;
  /** variance of the features, (D,); by default 0, as in the book */
  runningVar?: Tensor;
  /** statistics over samples and pixels, one per channel, as is usual today; by default one per pixel, as in the book */
  perChannel?: boolean;
}

/**
 * Batch normalization: out = γ · (x − μ) / √(σ² + 1e-6) + β, each feature by itself.
 *
 * While training, μ and σ² are mean and variance of the batch (of the population: divided by N), and the running
 * statistics move towards them. Otherwise μ and σ² are the running statistics.
 *
 * Images (N, C, H, W) are flattened to (N, C·H·W), so every pixel is a feature. With `perChannel` every channel is
 * one, and gamma and beta are (C,).
 *
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
  #batch: { normalized: Tensor; std: Tensor; shape: Shape } | undefined;
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
    const { momentum = 0.9, perChannel = false } = options;
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new RangeError(
        `BatchNormalization: momentum needs to be a number from 0 to 1, got ${momentum}`,
      );
    }
    checkTensors("BatchNormalization", { gamma });
    const { runningMean = zerosLike(gamma), runningVar = zerosLike(gamma) } = options;
    checkFeatures("BatchNormalization", gamma, { beta, runningMean, runningVar });
    this.gamma = gamma;
    this.beta = beta;
    this.runningMean = runningMean.clone();
    this.runningVar = runningVar.clone();
    this.momentum = momentum;
    this.perChannel = perChannel;
  }

  /** Gradient of gamma, (D,), of the last backward. */
  get dgamma(): Tensor {
    return leftBy("backward", this.#dgamma, "BatchNormalization.dgamma");
  }

  /** Gradient of beta, (D,), of the last backward. */
  get dbeta(): Tensor {
    return leftBy("backward", this.#dbeta, "BatchNormalization.dbeta");
  }

  /**
   * γ · (x − μ) / √(σ² + 1e-6) + β
   *
   * @param x (N, D), or (N, C, H, W)
   * @param trainFlag whether to use the batch's statistics and to learn from them
   * @returns the shape of x
   * @throws TypeError if x has another number of features than gamma, or no sample
   */
  forward(x: Tensor, trainFlag = true): Tensor {
    const call = "BatchNormalization.forward";
    const { gamma, beta } = this;
    checkTensors(call, { x, gamma, beta });
    checkFeatures(call, gamma, { beta });
    const rows = this.#toRows(call, x);
    if (!trainFlag) {
      this.#batch = undefined;
      const std = this.runningVar.add(EPSILON).sqrt();
      const normalized = rows.sub(this.runningMean).div(std);
      return this.#fromRows(normalized.mul(gamma).add(beta), x.shape);
    }
    const mean = rows.mean(0);
    const centered = rows.sub(mean);
    const variance = centered.mul(centered).mean(0);
    const std = variance.add(EPSILON).sqrt();
    const normalized = centered.div(std);
    this.#learn(this.runningMean, mean);
    this.#learn(this.runningVar, variance);
    this.#batch = { normalized, std, shape: x.shape };
    return this.#fromRows(normalized.mul(gamma).add(beta), x.shape);
  }

  /**
   * The gradient by x, after a forward with `trainFlag`: mean and variance depend on x too, so what all samples of the
   * batch have in common is taken out of it. Leaves `dgamma` and `dbeta`.
   *
   * @param dout the shape of x
   * @returns the shape of x
   */
  backward(dout: Tensor): Tensor {
    const call = "BatchNormalization.backward";
    const { normalized, std, shape } = leftBy("forward with trainFlag", this.#batch, call);
    checkDout(call, dout, shape);
    const rows = this.#toRows(call, dout);
    this.#dbeta = rows.sum(0);
    this.#dgamma = rows.mul(normalized).sum(0);
    const dnormalized = rows.mul(this.gamma);
    const common = normalized.mul(dnormalized.mul(normalized).mean(0)).add(dnormalized.mean(0));
    return this.#fromRows(dnormalized.sub(common).div(std), shape);
  }

  /** running = momentum · running + (1 − momentum) · batch, in place. */
  #learn(running: Tensor, batch: Tensor): void {
    for (let i = 0; i < running.size; i++) {
      running.data[i] = this.momentum * running.data[i] + (1 - this.momentum) * batch.data[i];
    }
  }

  /** x as a matrix with a column per feature: a row is a sample, or a pixel if the features are channels. */
  #toRows(call: string, x: Tensor): Tensor {
    if ((x.ndim !== 2 && x.ndim !== 4) || x.size === 0) {
      throw new TypeError(
        `${call}: needs (N, D) or (N, C, H, W) with at least 1 sample, got ${formatShape(x.shape)}`,
      );
    }
    commonDType(call, x, this.gamma);
    const features = this.perChannel ? x.shape[1] : x.size / x.shape[0];
    if (features !== this.gamma.size) {
      throw new TypeError(
        `${call}: x ${formatShape(x.shape)} does not fit gamma ${formatShape(this.gamma.shape)}: ` +
          `${features} ≠ ${this.gamma.size}` +
          (x.shape[1] === this.gamma.size
            ? "; perChannel: true takes a channel for a feature"
            : ""),
      );
    }
    const ordered = this.#hasPixels(x.shape) ? x.transpose(0, 2, 3, 1) : x;
    return ordered.reshape(x.size / features, features);
  }

  /** The way back. */
  #fromRows(rows: Tensor, shape: Shape): Tensor {
    if (!this.#hasPixels(shape)) return rows.reshape(...shape);
    const [N, C, H, W] = shape;
    return rows.reshape(N, H, W, C).transpose(0, 3, 1, 2);
  }

  /** Whether a feature has several elements per sample. */
  #hasPixels(shape: Shape): boolean {
    return this.perChannel && shape.length === 4;
  }
}

/** Throws unless gamma has one axis, and the others are like it. */
function checkFeatures(call: string, gamma: Tensor, others: Record<string, Tensor>): void {
  checkTensors(call, others);
  for (const [name, value] of Object.entries(others)) {
    if (gamma.ndim !== 1 || !sameShape(value.shape, gamma.shape)) {
      throw new TypeError(
        `${call}: needs gamma and ${name} of one shape (D,), got ${formatShape(gamma.shape)} and ` +
          formatShape(value.shape),
      );
    }
    commonDType(`${call}: ${name}`, gamma, value);
  }
}
