// The controls that a reader asks for: descriptions, which parts/own.tsx draws.

import { describe, numberOr } from "../errors/describe.ts";
import { checkFlags, checkOptions } from "../errors/options.ts";

/** A control, and the value that it starts with. */
export type Control =
  & { value: number | string | boolean }
  & (
    | { kind: "slider"; min: number; max: number; step?: number; isLog: boolean }
    | { kind: "choice"; options: readonly string[] }
    | { kind: "toggle" }
  );

/** A control whose value has the type `T`. */
export type ControlOf<T> = Control & { value: T };

/** The values of controls, by their names. */
export type ValuesOf<C> = { [Name in keyof C]: C[Name] extends ControlOf<infer T> ? T : never };

/**
 * A number between two others, for {@linkcode play}.
 *
 * @param options `value`: where it starts, in the middle by default; `step`: by default a hundredth of the way
 * @throws RangeError unless min < max, and value is between them
 *
 * @example
 * ```ts
 * import { slider } from "../mod.ts";
 * slider(0, 10, { value: 3, step: 1 }).value; // 3
 * ```
 */
export function slider(
  min: number,
  max: number,
  options: { value?: number; step?: number } = {},
): ControlOf<number> {
  checkOptions("slider", options, ["value", "step"]);
  const { value = (min + max) / 2, step } = options;
  checkRange("slider", min, value, max);
  if (step !== undefined && !(Number.isFinite(step) && step > 0)) {
    throw new RangeError(`slider: step needs to be a number above 0, got ${numberOr(step)}`);
  }
  return { kind: "slider", min, max, isLog: false, value, ...(step !== undefined && { step }) };
}

/**
 * A number between two others above 0, where equal ways are equal factors: a learning rate, say. For {@linkcode play}.
 *
 * @param options `value`: where it starts, by default the geometric mean
 * @throws RangeError unless 0 < min < max, and value is between them
 *
 * @example
 * ```ts
 * import { logSlider } from "../mod.ts";
 * logSlider(1e-4, 1).value; // 0.01
 * ```
 */
export function logSlider(
  min: number,
  max: number,
  options: { value?: number } = {},
): ControlOf<number> {
  checkOptions("logSlider", options, ["value"]);
  if (!(min > 0)) {
    throw new RangeError(`logSlider: min needs to be more than 0, got ${numberOr(min)}`);
  }
  const { value = Math.sqrt(min * max) } = options;
  checkRange("logSlider", min, value, max);
  return { kind: "slider", min, max, isLog: true, value };
}

/**
 * One of a few names, for {@linkcode play}; the first at the start.
 *
 * @throws RangeError without names; TypeError for something else, such as an array of them
 *
 * @example
 * ```ts
 * import { choice } from "../mod.ts";
 * choice("relu", "sigmoid").value; // relu
 * ```
 */
export function choice<T extends string>(...options: readonly T[]): ControlOf<T> {
  const [value] = options;
  if (value === undefined) throw new RangeError("choice: needs at least one name");
  const other = options.find((name) => typeof name !== "string");
  if (other !== undefined) {
    throw new TypeError(`choice: needs names such as "relu", "sigmoid", got ${describe(other)}`);
  }
  return { kind: "choice", options, value };
}

/**
 * Something on or off, for {@linkcode play}.
 *
 * @throws TypeError unless value is true or false
 *
 * @example
 * ```ts
 * import { toggle } from "../mod.ts";
 * toggle(true).value; // true
 * ```
 */
export function toggle(value = false): ControlOf<boolean> {
  checkFlags("toggle", { value });
  return { kind: "toggle", value };
}

function checkRange(call: string, min: number, value: number, max: number): void {
  const isRight = [min, value, max].every(Number.isFinite) && min < max && min <= value &&
    value <= max;
  if (!isRight) {
    const [low, high, between] = [min, max, value].map(numberOr);
    throw new RangeError(
      `${call}: needs min < max and a value between them, got ${low}, ${high} and ${between}`,
    );
  }
}
