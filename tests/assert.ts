// The assertion helpers of the tests. Values are compared by lib's own `assertClose`.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { difference } from "../lib/gradient/gradient_check.ts";
import { type Layer, numericalGradient, random, Tensor } from "../lib/mod.ts";

export { assertClose } from "../lib/mod.ts";
export { ok as assertTrue } from "node:assert/strict";

/** Both are the same, tensors in dtype, shape and data, wherever they are in arrays and objects. */
export function assertEquals(actual: unknown, expected: unknown, message?: string): void {
  deepStrictEqual(plain(actual), plain(expected), message);
}

/** Tensors keep what they are out of the reach of a comparison: getters are not compared. */
function plain(value: unknown): unknown {
  if (value instanceof Tensor) return { dtype: value.dtype, shape: value.shape, data: value.data };
  if (Array.isArray(value)) return value.map(plain);
  if (
    value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype
  ) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  }
  return value;
}

/** Runs `f` and compares the class and the whole message of what it throws. */
export function assertThrowsWith(
  f: () => unknown,
  errorClass: new (...args: never[]) => Error,
  message: string,
): void {
  let thrown: unknown;
  try {
    f();
  } catch (error) {
    thrown = error;
  }
  assertIsError(thrown, errorClass, message);
}

/** Awaits `f` and compares the class and the whole message of what it throws. */
export async function assertRejectsWith(
  f: () => Promise<unknown>,
  errorClass: new (...args: never[]) => Error,
  message: string,
): Promise<void> {
  let thrown: unknown;
  try {
    await f();
  } catch (error) {
    thrown = error;
  }
  assertIsError(thrown, errorClass, message);
}

/** Runs `f` and checks that it left the data of `tensors` as they were. */
export function assertUnchanged<T>(tensors: readonly Tensor[], f: () => T): T {
  const before = tensors.map((x) => x.data.slice());
  const result = f();
  tensors.forEach((x, i) => {
    const same = x.data.every((value, j) => Object.is(value, before[i][j]));
    strictEqual(same, true, `operand ${i} was changed`);
  });
  return result;
}

/**
 * Checks backward of a float64 layer against numerical gradients, of x and of the named parameters: the largest
 * difference is at most 1e-6 of the largest gradient.
 */
export function assertGradients(layer: Layer, x: Tensor, parameters: readonly string[] = []): void {
  const dout = random(99).normal(layer.forward(x, true).shape, 0, 1, "float64");
  const loss = (x: Tensor) => layer.forward(x, true).mul(dout).sum();
  const dx = layer.backward(dout);
  assertAgree("dx", dx, numericalGradient(loss, x));

  const entries = layer as unknown as Record<string, Tensor>;
  for (const name of parameters) {
    const own = entries[name];
    const numerical = numericalGradient((moved) => {
      entries[name] = moved;
      return loss(x);
    }, own);
    entries[name] = own;
    assertAgree(`d${name}`, entries[`d${name}`], numerical);
  }
}

function assertAgree(what: string, analytic: Tensor, numerical: Tensor): void {
  strictEqual(analytic.dtype, "float64");
  const { relative } = difference(analytic, numerical);
  ok(relative <= 1e-6, `${what}: relative difference ${relative}, allowed 1e-6`);
}

function assertIsError(
  thrown: unknown,
  errorClass: new (...args: never[]) => Error,
  message: string,
): void {
  if (!(thrown instanceof Error)) throw new Error(`nothing was thrown; expected: ${message}`);
  strictEqual(thrown.message, message);
  strictEqual(thrown.constructor.name, errorClass.name);
}
