// The optimizers of chapter 6: how parameters follow their gradients. `update` writes into the data of the parameters,
// which the layers hold too; it makes no new tensors. The formulas run in the backend.

import { numberOr } from "../errors/describe.ts";
import { backend, type TypedArray } from "../backend/mod.ts";
import { inBackend, Optimizer } from "./optimizer.ts";
import { checkOptions } from "../errors/options.ts";

/**
 * Stochastic gradient descent: w −= lr·g.
 *
 * @example
 * ```ts
 * import { SGD } from "../mod.ts";
 * const optimizer = new SGD({ lr: 0.1 });
 * const params = { x: 8 }; // of f(x) = x²
 * for (let i = 0; i < 3; i++) optimizer.update(params, { x: 2 * params.x });
 * params.x.toFixed(3); // 4.096
 * ```
 * @see §6.1.2
 */
export class SGD extends Optimizer {
  /** Takes a positive learning rate; another is a RangeError. */
  constructor(options: { lr?: number } = {}) {
    const { lr = 0.01 } = checkOptions("SGD", options, ["lr"]);
    super("SGD", lr);
  }

  /** The formula above, in the backend. */
  protected override updateOne(w: TypedArray, g: TypedArray): void {
    backend.sgd(w, g, this.lr);
  }
}

/**
 * Momentum, a ball that rolls: v = momentum·v − lr·g, w += v.
 *
 * @example
 * ```ts
 * import { Momentum } from "../mod.ts";
 * const optimizer = new Momentum({ lr: 0.1 });
 * const params = { x: 8 }; // of f(x) = x²
 * for (let i = 0; i < 3; i++) optimizer.update(params, { x: 2 * params.x });
 * params.x.toFixed(3); // 0.496
 * ```
 * @see §6.1.4
 */
export class Momentum extends Optimizer {
  /** share of v that is kept, from 0 to below 1 */
  readonly momentum: number;

  /** Takes numbers in range; others are a RangeError. */
  constructor(options: { lr?: number; momentum?: number } = {}) {
    const { lr = 0.01, momentum = 0.9 } = checkOptions("Momentum", options, ["lr", "momentum"]);
    super("Momentum", lr, ["v"]);
    this.momentum = checkShare("Momentum", "momentum", momentum);
  }

  /** The formula above, in the backend. */
  protected override updateOne(w: TypedArray, g: TypedArray, v: TypedArray): void {
    backend.momentum(w, g, v, this.lr, this.momentum);
  }
}

/**
 * Nesterov's accelerated gradient, which looks where the ball will be: w += momentum²·v − (1 + momentum)·lr·g, then
 * v = momentum·v − lr·g.
 *
 * @example
 * ```ts
 * import { Nesterov } from "../mod.ts";
 * const optimizer = new Nesterov({ lr: 0.1 });
 * const params = { x: 8 }; // of f(x) = x²
 * for (let i = 0; i < 3; i++) optimizer.update(params, { x: 2 * params.x });
 * params.x.toFixed(3); // -0.867
 * ```
 * @see https://arxiv.org/abs/1212.0901
 */
export class Nesterov extends Optimizer {
  /** share of v that is kept, from 0 to below 1 */
  readonly momentum: number;

  /** Takes numbers in range; others are a RangeError. */
  constructor(options: { lr?: number; momentum?: number } = {}) {
    const { lr = 0.01, momentum = 0.9 } = checkOptions("Nesterov", options, ["lr", "momentum"]);
    super("Nesterov", lr, ["v"]);
    this.momentum = checkShare("Nesterov", "momentum", momentum);
  }

  /** The formula above, in the backend. */
  protected override updateOne(w: TypedArray, g: TypedArray, v: TypedArray): void {
    backend.nesterov(w, g, v, this.lr, this.momentum);
  }
}

/**
 * AdaGrad, smaller steps where gradients were large: h += g², w −= lr·g / (√h + 1e-7).
 *
 * @example
 * ```ts
 * import { AdaGrad } from "../mod.ts";
 * const optimizer = new AdaGrad({ lr: 0.1 });
 * const params = { x: 8 }; // of f(x) = x²
 * for (let i = 0; i < 3; i++) optimizer.update(params, { x: 2 * params.x });
 * params.x.toFixed(3); // 7.773
 * ```
 * @see §6.1.5
 */
export class AdaGrad extends Optimizer {
  /** Takes a positive learning rate; another is a RangeError. */
  constructor(options: { lr?: number } = {}) {
    const { lr = 0.01 } = checkOptions("AdaGrad", options, ["lr"]);
    super("AdaGrad", lr, ["h"]);
  }

  /** The formula above, in the backend. */
  protected override updateOne(w: TypedArray, g: TypedArray, h: TypedArray): void {
    backend.adaGrad(w, g, h, this.lr);
  }
}

/**
 * RMSprop, AdaGrad that forgets: h = decayRate·h + (1 − decayRate)·g², w −= lr·g / (√h + 1e-7).
 *
 * @example
 * ```ts
 * import { RMSprop } from "../mod.ts";
 * const optimizer = new RMSprop({ lr: 0.1 });
 * const params = { x: 8 }; // of f(x) = x²
 * for (let i = 0; i < 3; i++) optimizer.update(params, { x: 2 * params.x });
 * params.x.toFixed(3); // 5.824
 * ```
 * @see §6.1.5
 */
export class RMSprop extends Optimizer {
  /** share of h that is kept, from 0 to below 1 */
  readonly decayRate: number;

  /** Takes numbers in range; others are a RangeError. */
  constructor(options: { lr?: number; decayRate?: number } = {}) {
    const { lr = 0.01, decayRate = 0.99 } = checkOptions("RMSprop", options, ["lr", "decayRate"]);
    super("RMSprop", lr, ["h"]);
    this.decayRate = checkShare("RMSprop", "decayRate", decayRate);
  }

  /** The formula above, in the backend. */
  protected override updateOne(w: TypedArray, g: TypedArray, h: TypedArray): void {
    backend.rmsProp(w, g, h, this.lr, this.decayRate);
  }
}

/**
 * Adam, momentum and AdaGrad together. In update t, lrₜ = lr·√(1 − beta2ᵗ) / (1 − beta1ᵗ);
 * m += (1 − beta1)·(g − m), v += (1 − beta2)·(g² − v), w −= lrₜ·m / (√v + 1e-7).
 * The book adds 1e-7 to √v before the correction of v, PyTorch after it: early steps differ.
 *
 * @example
 * ```ts
 * import { Adam } from "../mod.ts";
 * const optimizer = new Adam({ lr: 0.1 });
 * const params = { x: 8 }; // of f(x) = x²
 * for (let i = 0; i < 3; i++) optimizer.update(params, { x: 2 * params.x });
 * params.x.toFixed(3); // 7.700
 * ```
 * @see §6.1.6
 */
export class Adam extends Optimizer {
  /** share of m that is kept, from 0 to below 1 */
  readonly beta1: number;
  /** share of v that is kept, from 0 to below 1 */
  readonly beta2: number;

  /** Takes numbers in range; others are a RangeError. */
  constructor(options: { lr?: number; beta1?: number; beta2?: number } = {}) {
    const { lr = 0.001, beta1 = 0.9, beta2 = 0.999 } = checkOptions("Adam", options, [
      "lr",
      "beta1",
      "beta2",
    ]);
    super("Adam", lr, ["m", "v"]);
    this.beta1 = checkShare("Adam", "beta1", beta1);
    this.beta2 = checkShare("Adam", "beta2", beta2);
  }

  /** The formula above, in the backend. */
  protected override updateOne(w: TypedArray, g: TypedArray, m: TypedArray, v: TypedArray): void {
    const t = this.updates;
    const lrT = this.lr * Math.sqrt(1 - this.beta2 ** t) / (1 - this.beta1 ** t);
    backend.adam(w, g, m, v, lrT, this.beta1, this.beta2);
  }
}

for (const Class of [SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam]) {
  inBackend.add(Reflect.get(Class.prototype, "updateOne"));
}

function checkShare(name: string, what: string, share: number): number {
  if (!(Number.isFinite(share) && share >= 0 && share < 1)) {
    throw new RangeError(
      `${name}: ${what} needs to be from 0 to below 1, got ${numberOr(share)}`,
    );
  }
  return share;
}
