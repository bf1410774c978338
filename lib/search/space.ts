// Ranges of settings, and what is drawn from them.

import { describe } from "../errors/describe.ts";
import { type Random, random } from "../tensor/random.ts";

/** Where the values of one setting come from. */
export type Range<Value = unknown> =
  & { /** such a value, for types only */ readonly value?: Value }
  & ({ readonly kind: "uniform" | "log"; readonly from: number; readonly to: number } | {
    readonly kind: "one of";
    readonly options: readonly Value[];
  });

/** Ranges by the names of the settings. */
export type Space = Record<string, Range>;

/** What is drawn from the ranges: a value for each name. */
export type Settings<S extends Space = Space> = {
  [Name in keyof S]: S[Name] extends Range<infer Value> ? Value : never;
};

/**
 * Every number from `from` to `to` is as likely as any other.
 *
 * @throws RangeError unless `from` is below `to`
 * @example
 * ```ts
 * import { uniform } from "../mod.ts";
 * uniform(0, 0.5).kind; // uniform
 * ```
 */
export function uniform(from: number, to: number): Range<number> {
  if (!(from < to) || !Number.isFinite(to - from)) {
    throw new RangeError(`uniform: needs two numbers, the smaller first, got ${from} and ${to}`);
  }
  return { kind: "uniform", from, to };
}

/**
 * Every power of ten from `from` to `to` gets its share: for learning rates (§6.5.2).
 *
 * @throws RangeError unless both are above 0, the smaller first
 * @example
 * ```ts
 * import { logUniform } from "../mod.ts";
 * logUniform(1e-6, 1e-2).kind; // log
 * ```
 */
export function logUniform(from: number, to: number): Range<number> {
  if (!(0 < from && from < to && to < Infinity)) {
    throw new RangeError(
      `logUniform: needs two numbers above 0, the smaller first, got ${from} and ${to}`,
    );
  }
  return { kind: "log", from, to };
}

/**
 * One of several values, each as likely as the others.
 *
 * @throws RangeError without values
 * @example
 * ```ts
 * import { oneOf } from "../mod.ts";
 * oneOf("relu", "sigmoid");
 * ```
 */
export function oneOf<const Value extends number | string | boolean>(
  ...options: Value[]
): Range<Value> {
  if (options.length === 0) throw new RangeError("oneOf: needs at least 1 value, got none");
  return { kind: "one of", options };
}

/** The settings of each trial, drawn one after the other, so that more trials begin with the same ones. */
export function drawSettings<S extends Space>(
  space: S,
  trials: number,
  seed: number,
): Settings<S>[] {
  for (const [name, range] of Object.entries(space)) {
    if (!["uniform", "log", "one of"].includes(range?.kind)) {
      throw new TypeError(
        `search: ${name} needs to be a range such as logUniform(1e-4, 1), got ${describe(range)}`,
      );
    }
  }
  const rng = random(seed);
  return Array.from({ length: trials }, () => {
    const drawn = Object.entries(space).map(([name, range]) => [name, draw(range, rng)]);
    return Object.fromEntries(drawn) as Settings<S>;
  });
}

function draw(range: Range, rng: Random): unknown {
  if (range.kind === "one of") return range.options[rng.choice(range.options.length, 1)[0]!];
  const [from, to] = range.kind === "log"
    ? [Math.log10(range.from), Math.log10(range.to)]
    : [range.from, range.to];
  const value = rng.uniform(1, from, to, "float64").at(0);
  return range.kind === "log" ? 10 ** value : value;
}
