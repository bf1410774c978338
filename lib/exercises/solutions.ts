// What the exercises of the notebooks should give, chapter by chapter. It stands here and not in their cells, so that
// nobody reads the answer before having thought about the question.

import { ch01 } from "./solutions/ch01.ts";
import { ch02 } from "./solutions/ch02.ts";

/**
 * What the exercises should give: `exercise("counted", yours, solutions.ch01.counted)`.
 *
 * @example
 * ```ts
 * import { exercise, solutions } from "../mod.ts";
 * exercise("counted", 42, solutions.ch01.counted).agrees; // false
 * ```
 */
export const solutions = { ch01, ch02 };
