// Compares a result with what the book or its Python gives.

import { checkOptions } from "../errors/options.ts";
import { isLive } from "../host/jupyter.ts";
import type { NestedNumbers } from "../tensor/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";
import { closeProblem } from "./assert_close.ts";
import { Verdict } from "./verdict.ts";

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

function bandProblem(value: unknown, [lo, hi]: readonly [number, number]): string | null {
  if (typeof value !== "number") return "a band needs a number";
  return value >= lo && value <= hi ? null : "outside the band";
}

/** A value as a sentence names it. */
export function show(value: Tensor | NestedNumbers | string): string {
  if (value instanceof Tensor) return value.toString();
  return Array.isArray(value) ? `[${value.map(show).join(", ")}]` : String(value);
}
