// Compares two tensors, and throws where they differ: a wrong number fails the cell, the report and the test.

import { checkOptions } from "../errors/options.ts";
import type { DType } from "../tensor/dtype.ts";
import { tensor } from "../tensor/from_values.ts";
import { hostArrayOf, type NestedNumbers } from "../tensor/ndarray.ts";
import { formatIndex, formatShape, sameShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Verdict } from "./verdict.ts";

/** How much two values may differ: |actual − expected| ≤ atol + rtol · |expected|. */
export interface Tolerance {
  /** relative part, by default that of the dtype */
  rtol?: number;
  /** absolute part, by default that of the dtype */
  atol?: number;
}

/** PyTorch's defaults: a few units of the last digit, for results of a few dozen operations. */
export const defaultTolerance: Record<DType, Required<Tolerance>> = {
  float32: { rtol: 1.3e-6, atol: 1e-5 },
  float64: { rtol: 1e-7, atol: 1e-7 },
  int32: { rtol: 0, atol: 0 },
};

/**
 * Throws unless every element of `actual` is close to that of `expected`; else says how close they are.
 *
 * @param options `rtol`, `atol`: by default 1.3e-6, 1e-5 in float32 and 1e-7, 1e-7 in float64; `what`: a name for the
 *   message
 * @throws TypeError if shape or dtype differ
 * @throws Error if elements differ: how many, where and by how much
 *
 * @example
 * ```ts
 * import { assertClose, tensor } from "../mod.ts";
 * assertClose(tensor([1, 2]).mul(2), [2, 4], { what: "double" }); // ✓ double: exactly equal, float32 (2,)
 * ```
 */
export function assertClose(
  actual: Tensor | NestedNumbers,
  expected: Tensor | NestedNumbers,
  options: Tolerance & { what?: string; equalNaN?: boolean } = {},
): Verdict {
  checkOptions("assertClose", options, ["rtol", "atol", "what", "equalNaN"]);
  const { what = "result", equalNaN = false } = options;
  const [a, e] = comparable(actual, expected);
  if (!sameShape(a.shape, e.shape)) {
    throw new TypeError(
      `${what}: shape ${formatShape(a.shape)} instead of ${formatShape(e.shape)}`,
    );
  }
  if (a.dtype !== e.dtype) throw new TypeError(`${what}: ${a.dtype} instead of ${e.dtype}`);

  const { rtol, atol } = { ...defaultTolerance[a.dtype], ...withoutUndefined(options) };
  const [values, right] = [a, e].map(hostArrayOf);
  let wrong = 0;
  let worst = 0;
  let worstAt = -1;
  let difference = 0;
  for (let i = 0; i < a.size; i++) {
    const [x, y] = [values[i], right[i]];
    if (x === y || (equalNaN && Number.isNaN(x) && Number.isNaN(y))) continue;
    const gap = Number.isNaN(x) || Number.isNaN(y) ? Infinity : Math.abs(x - y);
    difference = Math.max(difference, gap);
    if (gap <= atol + rtol * Math.abs(y) && gap !== Infinity) continue;
    wrong++;
    if (worstAt < 0 || gap > worst) [worst, worstAt] = [gap, i];
  }
  if (wrong > 0) {
    const share = Number((100 * wrong / a.size).toPrecision(2));
    const allowed = atol + rtol * Math.abs(right[worstAt]);
    if (a.ndim === 0) {
      const [x, y] = [values[0], right[0]];
      throw new Error(
        `${what}: ${x} instead of ${y}, a difference of ${short(worst)} (allowed ${
          short(allowed)
        })`,
      );
    }
    throw new Error(
      `${what}: ${wrong} of ${a.size} elements differ (${share} %)\n` +
        `greatest absolute difference ${short(worst)} at ${formatIndex(worstAt, a.shape)}: ` +
        `${values[worstAt]} instead of ${right[worstAt]} (allowed ${short(allowed)})`,
    );
  }
  const close = difference === 0 ? "exactly equal" : `equal to ${short(difference)}`;
  const kind = a.ndim === 0 ? "a number" : `${a.dtype} ${formatShape(a.shape)}`;
  return new Verdict(`${what}: ${close}, ${kind}`);
}

/** The message of {@linkcode assertClose}, or null. */
export function closeProblem(
  value: Tensor | NestedNumbers,
  expected: Tensor | NestedNumbers,
  limits: Tolerance,
): string | null {
  try {
    assertClose(value, expected, limits);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Both as tensors; plain numbers take the other's dtype, or float64, as both do where int32 would change them. */
function comparable(
  actual: Tensor | NestedNumbers,
  expected: Tensor | NestedNumbers,
): [Tensor, Tensor] {
  const [a, e] = [actual, expected].map((values) =>
    values instanceof Tensor ? values : tensor(values, { dtype: "float64" })
  );
  if (actual instanceof Tensor === expected instanceof Tensor) return [a, e];
  const [own, plain] = actual instanceof Tensor ? [a, e] : [e, a];
  const fits = own.dtype !== "int32" || plain.data.every((value) => value === (value | 0));
  const dtype = fits ? own.dtype : "float64";
  return [a.astype(dtype), e.astype(dtype)];
}

function withoutUndefined({ rtol, atol }: Tolerance): Tolerance {
  return { ...(rtol !== undefined && { rtol }), ...(atol !== undefined && { atol }) };
}

/** A number to two digits. */
export function short(value: number): string {
  return value === Infinity ? "infinite" : String(Number(value.toPrecision(2)));
}
