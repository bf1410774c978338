// The assertion helpers of the tests. Values are compared by lib's own `assertClose`.

import { strictEqual } from "node:assert/strict";
import type { Tensor } from "../lib/mod.ts";

export { assertClose } from "../lib/mod.ts";
export { deepStrictEqual as assertEquals, ok as assertTrue } from "node:assert/strict";

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

function assertIsError(
  thrown: unknown,
  errorClass: new (...args: never[]) => Error,
  message: string,
): void {
  if (!(thrown instanceof Error)) throw new Error(`nothing was thrown; expected: ${message}`);
  strictEqual(thrown.message, message);
  strictEqual(thrown.constructor.name, errorClass.name);
}
