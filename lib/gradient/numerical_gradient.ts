// Derivatives by trying: a little to the right, a little to the left, and the slope between, chapter 4. Slow, but
// independent of every formula, so the formulas of backward are checked against it. Always in float64: in float32, a
// step of 1e-4 leaves three digits of a gradient.

import { checkNumbers, checkTensors } from "../tensor/arguments.ts";
import { describe, numberOr } from "../errors/describe.ts";
import type { DType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { zerosLike } from "../tensor/creation.ts";

/**
 * The derivative of f at x: (f(x + h) − f(x − h)) / 2h.
 *
 * @example
 * ```ts
 * import { numericalDiff } from "../mod.ts";
 * numericalDiff((x) => 0.01 * x ** 2 + 0.1 * x, 5).toFixed(6); // 0.200000
 * ```
 * @see §4.3.1
 */
export function numericalDiff(f: (x: number) => number, x: number, h = 1e-4): number {
  checkNumbers("numericalDiff", { x });
  checkStep("numericalDiff", h);
  checkFunction("numericalDiff", f);
  const [above, below] = [f(x + h), f(x - h)];
  checkResult("numericalDiff", above);
  return (above - below) / (2 * h);
}

/**
 * The gradient of f at x: its derivative with respect to each element in turn.
 *
 * @param f gets x in float64; it is the same tensor each time, with one element moved
 * @param x any shape and dtype; left as it is
 * @param h the distance of a step
 * @returns float64, in the shape of x
 * @throws TypeError if f returns anything but a number; RangeError unless h > 0
 * @example
 * ```ts
 * import { numericalGradient, tensor } from "../mod.ts";
 * numericalGradient((x) => x.mul(x).sum(), tensor([3, 4]));   // [6. 8.]
 * ```
 * @see §4.4
 */
export function numericalGradient(f: (x: Tensor) => number, x: Tensor, h = 1e-4): Tensor {
  checkTensors("numericalGradient", { x });
  checkFunction("numericalGradient", f);
  checkStep("numericalGradient", h);
  const moved = x.astype("float64");
  return slopes("numericalGradient", moved, () => f(moved), h);
}

/**
 * The gradients of a loss with respect to every parameter of a network: {@linkcode numericalGradient} of each in turn.
 *
 * @param params replaced by float64 copies meanwhile, so whatever else `loss` reads must be float64 too
 * @param loss computes the loss from what is in `params`
 * @returns float64, with the keys of params
 *
 * @example
 * ```ts
 * import { numericalGradients, tensor } from "../mod.ts";
 * const params = { w: tensor([3, 4]) };
 * const loss = () => params.w.mul(params.w).sum();
 * numericalGradients(params, loss).w; // [6. 8.]
 * ```
 * @see §4.4.2, §5.7.3
 */
export function numericalGradients(
  params: Record<string, Tensor>,
  loss: () => number,
  h = 1e-4,
): Record<string, Tensor> {
  checkStep("numericalGradients", h);
  checkFunction("numericalGradients", loss);
  if (params instanceof Tensor || typeof params !== "object" || params === null) {
    throw new TypeError(
      `numericalGradients: params needs to be an object such as { W }, got ${describe(params)}`,
    );
  }
  checkTensors("numericalGradients", params);
  return inDType(params, "float64", () => {
    const grads: Record<string, Tensor> = {};
    for (const [key, param] of Object.entries(params)) {
      grads[key] = slopes("numericalGradients", param, loss, h);
    }
    return grads;
  });
}

/** Runs `run` with copies in `params` that have this dtype, and puts the parameters back, even if it throws. */
export function inDType<T>(params: Record<string, Tensor>, dtype: DType, run: () => T): T {
  const own = { ...params };
  try {
    for (const [key, param] of Object.entries(own)) params[key] = param.astype(dtype);
    return run();
  } finally {
    Object.assign(params, own);
  }
}

/** The slope of `value` along each element of `x`, which is moved for the time of two calls. */
function slopes(call: string, x: Tensor, value: () => number, h: number): Tensor {
  const grad = zerosLike(x);
  for (let i = 0; i < x.size; i++) {
    const here = x.data[i];
    x.data[i] = here + h;
    const above = value();
    x.data[i] = here - h;
    const below = value();
    x.data[i] = here;
    checkResult(call, above);
    grad.data[i] = (above - below) / (2 * h);
  }
  return grad;
}

function checkFunction(call: string, f: unknown): void {
  if (typeof f !== "function") {
    throw new TypeError(`${call}: needs a function that returns a number, got ${describe(f)}`);
  }
}

function checkResult(call: string, result: unknown): void {
  if (typeof result !== "number") {
    throw new TypeError(`${call}: f needs to return a number, got ${describe(result)}`);
  }
}

function checkStep(call: string, h: number): void {
  if (!(Number.isFinite(h) && h > 0)) {
    throw new RangeError(`${call}: h needs to be a number above 0, got ${numberOr(h)}`);
  }
}
