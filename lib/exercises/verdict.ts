// What a notebook says about its own numbers. `assertClose` compares two tensors, `shouldSee` compares a
// result with what the book or its Python gives. Both throw when it is wrong, so that a wrong number fails
// the cell, the report and the test.

import { variable } from "../host/environment.ts";
import { jupyter } from "../host/jupyter.ts";
import { checkOptions } from "../errors/options.ts";
import { escapeHtml } from "../host/escape.ts";
import { formatIndex, formatShape, sameShape } from "../tensor/shape.ts";
import type { DType } from "../tensor/dtype.ts";
import type { NestedNumbers } from "../tensor/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";
import { tensor } from "../tensor/from_values.ts";

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
 * A sentence about numbers that agree; a cell shows it as text.
 *
 * @example
 * ```ts
 * import { assertClose, tensor } from "../mod.ts";
 * assertClose(tensor([1, 2]).mul(2), [2, 4]).agrees; // true
 * ```
 */
export class Verdict {
  /** the sentence without its sign */
  readonly text: string;
  /** false for an unsolved exercise, and for a result of synthetic data, which is not expected to agree */
  readonly agrees: boolean;

  /** A verdict in words. */
  constructor(text: string, agrees = true) {
    this.text = text;
    this.agrees = agrees;
  }

  /** The sentence with its sign. */
  toString(): string {
    return `${this.agrees ? "✓" : "○"} ${this.text}`;
  }

  /** What `console.log` prints in Deno. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /** What a notebook cell shows. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const color = this.agrees ? "var(--verdict-right, #1a7f4b)" : "var(--verdict-open, #8a6d00)";
    return {
      "text/plain": this.toString(),
      "text/html":
        `<div style="border-left:3px solid ${color};padding:2px 10px;overflow-wrap:anywhere">` +
        `<b style="color:${color}">${this.agrees ? "✓" : "○"}</b> ${escapeHtml(this.text)}` +
        `${this.detailsHtml()}</div>`,
    };
  }

  /** What a cell shows beneath the sentence. */
  protected detailsHtml(): string {
    return "";
  }
}

/**
 * Throws unless every element of `actual` is close to that of `expected`; else says how close they are.
 *
 * @param options `rtol`, `atol`: by default 1.3e-6, 1e-5 in float32 and 1e-7, 1e-7 in float64; `what`: a name for the message
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
  let wrong = 0;
  let worst = 0;
  let worstAt = -1;
  let difference = 0;
  for (let i = 0; i < a.size; i++) {
    const [x, y] = [a.data[i], e.data[i]];
    if (x === y || (equalNaN && Number.isNaN(x) && Number.isNaN(y))) continue;
    const gap = Number.isNaN(x) || Number.isNaN(y) ? Infinity : Math.abs(x - y);
    difference = Math.max(difference, gap);
    if (gap <= atol + rtol * Math.abs(y) && gap !== Infinity) continue;
    wrong++;
    if (worstAt < 0 || gap > worst) [worst, worstAt] = [gap, i];
  }
  if (wrong > 0) {
    const share = Number((100 * wrong / a.size).toPrecision(2));
    const allowed = atol + rtol * Math.abs(e.data[worstAt]);
    if (a.ndim === 0) {
      const [x, y] = [a.data[0], e.data[0]];
      throw new Error(
        `${what}: ${x} instead of ${y}, a difference of ${short(worst)} (allowed ${
          short(allowed)
        })`,
      );
    }
    throw new Error(
      `${what}: ${wrong} of ${a.size} elements differ (${share} %)\n` +
        `greatest absolute difference ${short(worst)} at ${formatIndex(worstAt, a.shape)}: ` +
        `${a.data[worstAt]} instead of ${e.data[worstAt]} (allowed ${short(allowed)})`,
    );
  }
  const close = difference === 0 ? "exactly equal" : `equal to ${short(difference)}`;
  const kind = a.ndim === 0 ? "a number" : `${a.dtype} ${formatShape(a.shape)}`;
  return new Verdict(`${what}: ${close}, ${kind}`);
}

/**
 * "You should see 0.9352 (the book's Python)": compares a result with the book's and throws when it is wrong.
 * In an open notebook it only says so: whoever tries another learning rate sees another number.
 *
 * @param what name of the result
 * @param value what this notebook computed
 * @param expected what the book, or its Python, gave; with a band, null if no single run is meant
 * @param options `tolerance`: allowed absolute difference (by default that of {@linkcode assertClose});
 *   `band`: allowed range of a result that depends on the seed; `source`: who says so;
 *   `data`: the `source` of the data set; with "synthetic" a different result is told, not thrown
 * @throws Error when the value is wrong
 *
 * @example
 * ```ts
 * import { shouldSee, tensor } from "../mod.ts";
 * shouldSee("w · x", tensor([1, 2]).dot(tensor([3, 4])).item(), 11); // ✓ w · x: 11. You should see 11 (the book).
 * ```
 */
export function shouldSee<T extends Tensor | NestedNumbers | string>(
  what: string,
  value: T,
  expected: T | null,
  options: {
    tolerance?: number;
    band?: readonly [lo: number, hi: number];
    source?: string;
    data?: string;
  } = {},
): Verdict {
  checkOptions("shouldSee", options, ["tolerance", "band", "source", "data"]);
  const { tolerance, band, source = "the book", data } = options;
  if (expected === undefined || (expected === null && !band)) {
    throw new TypeError("shouldSee: needs an expected value or a band");
  }
  const target = band
    ? `${band[0]} to ${band[1]} (${source}${expected === null ? "" : `: ${show(expected)}`})`
    : `${show(expected!)} (${source})`;
  const problem = band
    ? bandProblem(value, band)
    : typeof value === "string" || typeof expected === "string"
    ? (value === expected ? null : "they differ")
    : closeProblem(value, expected!, tolerance === undefined ? {} : { rtol: 0, atol: tolerance });
  const seen = show(value);
  if (problem === null) {
    const isRepeated = seen.length > 20 && target.startsWith(seen); // a matrix, say
    const wanted = isRepeated ? target.replace(seen, "the same") : target;
    return new Verdict(`${what}: ${seen}. You should see ${wanted}.`);
  }
  if (data === "synthetic") {
    return new Verdict(
      `${what}: ${seen} on synthetic digits. On real MNIST you should see ${target}.`,
      false,
    );
  }
  if (isLive()) {
    const text = `${what}: ${seen}. As the chapter is written, you should see ${target}.`;
    return new Verdict(text, false);
  }
  throw new Error(`${what}: ${seen}, but you should see ${target}: ${problem}`);
}

/** In a notebook that a reader works with; where our tools execute it, DLFS_STRICT is set. */
function isLive(): boolean {
  return jupyter() !== undefined && variable("DLFS_STRICT") === undefined;
}

function bandProblem(value: unknown, [lo, hi]: readonly [number, number]): string | null {
  if (typeof value !== "number") return "a band needs a number";
  return value >= lo && value <= hi ? null : "outside the band";
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

/** Both as tensors; plain numbers take the other's dtype, or float64, as both do where int32 would change the numbers. */
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

/** A value as a sentence names it. */
export function show(value: Tensor | NestedNumbers | string): string {
  if (value instanceof Tensor) return value.toString();
  return Array.isArray(value) ? `[${value.map(show).join(", ")}]` : String(value);
}

/** A number to two digits. */
export function short(value: number): string {
  return value === Infinity ? "infinite" : String(Number(value.toPrecision(2)));
}
