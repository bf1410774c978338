// What is wrong with the answer to an exercise, in words that do not give the right one away. Each entry of the table
// knows one mistake; most of them undo it and look whether the answer is right then.

import { closeProblem, defaultTolerance, short } from "./assert_close.ts";
import { formatIndex, formatShape, sameShape } from "../tensor/shape.ts";
import { describe } from "../errors/describe.ts";
import type { NestedNumbers } from "../tensor/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";
import { tensor } from "../tensor/from_values.ts";

type Agree = (a: Tensor, b: Tensor) => boolean;

/** The mistake in words, or false; both tensors are float64, of one shape, and not empty. */
type Recogniser = (yours: Tensor, expected: Tensor, agree: Agree) => string | false;

const undoneBy =
  (undo: (yours: Tensor) => Tensor, mistake: string): Recogniser => (yours, expected, agree) =>
    isSome(expected) && agree(undo(yours), expected) && mistake;

/** The first that knows the mistake is heard: what is likelier stands earlier. */
const recognisers: readonly Recogniser[] = [
  (y) =>
    y.data.some(Number.isNaN) &&
    "it has NaN: 0 divided by 0, the log of a negative number, or undefined in a sum?",
  (y) =>
    !y.data.every(Number.isFinite) && "it is infinite: divided by 0, or exp of a large number?",
  (y) => y.data.every((value) => value === 0) && "nothing is computed yet",
  undoneBy((y) => y.neg(), "the sign is the wrong way round"),
  (y, e, agree) => isBinary(y) && agree(y.neg().add(1), e) && "0 and 1 are the wrong way round",
  undoneBy((y) => y.pow(-1), "it is upside down, 1 divided by the answer"),
  wrongFactor,
  wrongPlaces,
  undoneBy((y) => y.sub(1), "it is 1 too large: off by one?"),
  undoneBy((y) => y.add(1), "it is 1 too small: off by one?"),
  undoneBy((y) => y.neg().add(1), "it is 1 minus the answer"),
  undoneBy((y) => y.mul(y), "it is the square root of the answer"),
  undoneBy((y) => y.abs().sqrt(), "it is the square of the answer"),
  undoneBy((y) => y.exp(), "it is the log of the answer: is an exp missing?"),
  undoneBy((y) => y.log(), "it is the exp of the answer: is a log missing?"),
  wrongConstant,
  undoneBy((y) => y.mul(Math.PI / 180), "it is in degrees, radians are needed"),
  undoneBy((y) => y.mul(180 / Math.PI), "it is in radians, degrees are needed"),
  nearly,
  partly,
  farthest,
];

/**
 * Why `yours` is not yet `expected`: its kind, shape and dtype first, then the likely mistake, or "" if none is known.
 *
 * @returns null for a right answer
 */
export function likelyMistake(
  yours: unknown,
  expected: Tensor | NestedNumbers | string,
  tolerance?: number,
): string | null {
  if (yours === undefined) return "nothing comes back: is a return missing?";
  if (yours instanceof Promise) return "it is a Promise: write await before it";
  if (typeof yours === "function") return "it is a function: call it";
  if (typeof expected === "string") return textMistake(yours, expected);

  const e = expected instanceof Tensor ? expected : tensor(expected, { dtype: "float64" });
  let y: Tensor;
  try {
    y = yours instanceof Tensor ? yours : tensor(yours as NestedNumbers, { dtype: "float64" });
  } catch (error) {
    return (error as Error).message.replace("tensor: ", "");
  }
  const { dtype } = expected instanceof Tensor ? e : y;
  const limits = tolerance === undefined ? defaultTolerance[dtype] : { rtol: 0, atol: tolerance };
  const agree: Agree = (a, b) => sameShape(a.shape, b.shape) && closeProblem(a, b, limits) === null;

  const [yours64, expected64] = [y.astype("float64"), e.astype("float64")];
  if (!sameShape(y.shape, e.shape)) return shapeMistake(yours64, expected64, agree);
  if (yours instanceof Tensor && expected instanceof Tensor && y.dtype !== e.dtype) {
    return `it is ${y.dtype}, ${e.dtype} is needed`;
  }
  if (agree(yours64, expected64)) return null;
  for (const recognise of recognisers) {
    const mistake = recognise(yours64, expected64, agree);
    if (mistake) return mistake;
  }
  return "";
}

function textMistake(yours: unknown, expected: string): string | null {
  if (yours === expected) return null;
  if (yours === "") return "nothing is written yet";
  if (typeof yours !== "string") return `it is ${describe(yours)}, text is needed`;
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  if (letters(yours) === letters(expected)) return "only capitals, spaces or signs differ";
  const [own, right] = [yours, expected].map((text) => text.split(/\s+/));
  if (own.length !== right.length) return `${right.length} words are needed, with spaces between`;
  const agreeing = own.filter((word, i) => word === right[i]).length;
  return agreeing > 0 ? `${agreeing} of ${right.length} words are right` : "";
}

function shapeMistake(y: Tensor, e: Tensor, agree: Agree): string {
  const number = "a single number";
  const needed = y.ndim === 0
    ? `it is ${number}, shape ${formatShape(e.shape)} is needed`
    : `its shape is ${formatShape(y.shape)}, ${
      e.ndim === 0 ? number : formatShape(e.shape)
    } is needed`;
  if (agree(y.T, e)) return `${needed}: transposed?`;
  if (agree(y.flatten(), e.flatten())) return `${needed}: the numbers are right, reshape it`;
  if (y.size === 1 && agree(tensor([e.sum()], { dtype: "float64" }), y.flatten())) {
    return `${needed}: it is the sum of all, an axis is missing`;
  }
  for (let axis = 0; axis < y.ndim && y.size > 0; axis++) {
    if (agree(y.sum(axis), e)) return `${needed}: sum it along axis ${axis}`;
    if (agree(y.mean(axis), e)) return `${needed}: average it along axis ${axis}`;
  }
  return needed;
}

/** yours ≈ k · expected. */
function wrongFactor(y: Tensor, e: Tensor, agree: Agree): string | false {
  const k = y.mul(e).sum() / e.mul(e).sum();
  const times = Math.round(Math.max(Math.abs(k), 1 / Math.abs(k)));
  const sign = k < 0 ? "the sign is the wrong way round, and " : "";
  // one number is some multiple of almost every other
  if (times >= 2 && (y.size > 1 || (times <= 100 && Math.abs(y.data[0]) !== 1))) {
    const signed = k < 0 ? -times : times;
    if (agree(y.div(signed), e)) {
      return `${sign}it is ${times} times too large: is a 1/${times} missing?`;
    }
    if (agree(y.mul(signed), e)) {
      return `${sign}it is ${times} times too small: is a factor missing, or one 1/${times} too many?`;
    }
  }
  return distinct(e) >= 3 && agree(y.div(k), e) &&
    `it is ${Number(k.toPrecision(3))} times what it should be: is a factor wrong?`;
}

/** yours ≈ expected + c. */
function wrongConstant(y: Tensor, e: Tensor, agree: Agree): string | false {
  const c = y.sub(e).mean();
  return distinct(e) >= 3 && agree(y.sub(c), e) &&
    `it is ${short(Math.abs(c))} too ${c > 0 ? "large" : "small"} everywhere`;
}

/** The right numbers in wrong places. Short answers of zeros and ones have too few different ones to tell. */
function wrongPlaces(y: Tensor, e: Tensor, agree: Agree): string | false {
  if (distinct(e) < 3 && (e.ndim < 2 || e.size < 16)) return false;
  if (agree(y.T, e)) return "it is transposed";
  for (let axis = 0; axis < y.ndim; axis++) {
    const backwards = Array.from({ length: y.shape[axis] }, (_, i) => -1 - i);
    if (agree(y.take(backwards, axis), e)) return `axis ${axis} is in reversed order`;
  }
  const [first, last] = [[0, -1], [1, null]] as const;
  const shifted = agree(y.slice(last), e.slice(first)) || agree(y.slice(first), e.slice(last));
  if (shifted && distinct(e.slice(last)) >= 3 && distinct(e.slice(first)) >= 3) {
    return "it is shifted by one place";
  }
  const sorted = (x: Tensor) => tensor(x.data.slice().sort());
  return distinct(e) >= 3 && agree(sorted(y), sorted(e)) &&
    "the numbers are right, but in another order";
}

function nearly(y: Tensor, e: Tensor): string | false {
  const gap = y.sub(e).abs().max();
  return gap <= 0.01 * e.abs().max() && !e.data.every(Number.isInteger) &&
    `it is close, but up to ${short(gap)} off: rounded too early?`;
}

function partly(y: Tensor, e: Tensor, agree: Agree): string | false {
  const isRight = Array.from(y.data, (_, i) => agree(y.flatten().slice(i), e.flatten().slice(i)));
  const right = isRight.filter(Boolean).length;
  return 2 * right >= y.size && `${right} of ${y.size} are right, the first that is not is at ` +
      formatIndex(isRight.indexOf(false), y.shape);
}

/** When all else fails: for one number only which way, since more would tell the answer. */
function farthest(y: Tensor, e: Tensor): string {
  const gaps = y.sub(e);
  const at = gaps.abs().argmax();
  const way = gaps.data[at] > 0 ? "large" : "small";
  if (y.size === 1) return `it is too ${way}`;
  return `it is farthest off at ${formatIndex(at, y.shape)}: ${
    short(Math.abs(gaps.data[at]))
  } too ${way}`;
}

function distinct(x: Tensor): number {
  return new Set(x.data).size;
}

/** Whether there is anything but 0: of 0 all is some multiple, root or power. */
function isSome(x: Tensor): boolean {
  return x.data.some((value) => value !== 0);
}

function isBinary(x: Tensor): boolean {
  return x.data.every((value) => value === 0 || value === 1);
}
