// What the exercises of the notebooks should give, chapter by chapter. It stands here and not in their cells, so that
// nobody reads the answer before having thought about the question.

import { ch01 } from "./solutions/ch01.ts";
import { ch02 } from "./solutions/ch02.ts";
import { ch03 } from "./solutions/ch03.ts";
import { ch04 } from "./solutions/ch04.ts";
import { ch05 } from "./solutions/ch05.ts";
import { ch06 } from "./solutions/ch06.ts";
import { ch07 } from "./solutions/ch07.ts";
import { ch08 } from "./solutions/ch08.ts";
import { appendixA } from "./solutions/appendix_a.ts";
import { appendixB } from "./solutions/appendix_b.ts";
import { appendixC } from "./solutions/appendix_c.ts";

/**
 * What the exercises should give: `exercise("counted", yours, solutions.ch01.counted)`.
 *
 * @example
 * ```ts
 * import { exercise, solutions } from "../mod.ts";
 * exercise("counted", 42, solutions.ch01.counted).agrees; // false
 * ```
 */
export const solutions = {
  ch01,
  ch02,
  ch03,
  ch04,
  ch05,
  ch06,
  ch07,
  ch08,
  appendixA,
  appendixB,
  appendixC,
};
