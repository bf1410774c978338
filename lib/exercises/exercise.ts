// The verdict on a reader's answer. It never throws, so that a notebook runs with its exercises unsolved, and shows the
// right answer only to those who unfold it.

import { checkOptions } from "../errors/options.ts";
import { show } from "./should_see.ts";
import { Verdict } from "./verdict.ts";
import { escapeHtml } from "../host/escape.ts";
import { likelyMistake } from "./likely_mistake.ts";
import type { NestedNumbers } from "../tensor/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";

const SHORT = 60; // characters; a longer answer is not repeated

/** What a page that counts solved exercises looks for: `data-verdict` beside `data-exercise`. */
type State = "right" | "wrong" | "missing";

class Judgement extends Verdict {
  readonly #attributes: string;
  readonly #details: string;

  constructor(what: string, state: State, text: string, details = "") {
    super(`${what}: ${text}`, state === "right");
    this.#attributes = ` data-exercise="${escapeHtml(what)}" data-verdict="${state}"`;
    this.#details = details;
  }

  protected override attributesHtml(): string {
    return this.#attributes;
  }

  protected override detailsHtml(): string {
    return this.#details;
  }
}

/** What an exercise should give. */
export interface Solution {
  /** the right answer */
  answer: Tensor | NestedNumbers | string;
  /** allowed absolute difference, by default that of {@linkcode assertClose} */
  tolerance?: number;
  /** answers that are often given, and what was overlooked */
  mistakes?: [wrong: NestedNumbers | string, why: string][];
}

/**
 * The answer to an exercise: "Right", or "not yet", with the mistake if it can be recognised (shape, dtype, sign,
 * transposed, a factor, off by one, …) and `hint`. The right answer is in a fold of the HTML. Never throws for a
 * wrong one.
 *
 * @param what name of the answer
 * @param yours what the reader's code gives
 * @param expected what it should give, or one of `solutions`
 * @param options `tolerance`: allowed absolute difference (by default that of {@linkcode assertClose}); `hint`: a
 *   sentence; `mistakes`: as in {@linkcode Solution}
 *
 * @example
 * ```ts
 * import { exercise } from "../mod.ts";
 * exercise("7 · 6", 42, 42); // ✓ 7 · 6: 42. Right.
 * exercise("7 · 6", -42, 42); // ○ 7 · 6: not yet, yours is -42: the sign is the wrong way round.
 * ```
 */
export function exercise(
  what: string,
  yours: Tensor | NestedNumbers | string,
  expected: Tensor | NestedNumbers | string | Solution,
  options: { tolerance?: number; hint?: string; mistakes?: Solution["mistakes"] } = {},
): Verdict {
  checkOptions("exercise", options, ["tolerance", "hint", "mistakes"]);
  const solution = isSolution(expected) ? expected : { answer: expected };
  const { answer, tolerance, mistakes = [] } = { ...solution, ...options };
  const problem = likelyMistake(yours, answer, tolerance);
  if (problem === null) return new Judgement(what, "right", `${show(yours)}. Right.`);

  const known = mistakes.find(([wrong]) => likelyMistake(yours, wrong, tolerance) === null);
  const mistake = known?.[1] ?? problem;
  const shown = isValue(yours) ? show(yours) : "";
  const isShort = shown !== "" && shown.length <= SHORT && !shown.includes("\n");
  const sentences = [
    "not yet" + (isShort ? `, yours is ${shown}` : "") + (mistake && `: ${mistake}`),
    ...options.hint ? [`Hint: ${options.hint}`] : [],
  ];
  const folded = `<details><summary>show the answer 答えを見る</summary>` +
    `<pre style="margin:0">${escapeHtml(show(answer))}</pre></details>`;
  const state = mistake.startsWith("nothing ") ? "missing" : "wrong";
  return new Judgement(what, state, sentences.map(ended).join(" "), folded);
}

function isSolution(expected: unknown): expected is Solution {
  return typeof expected === "object" && expected !== null && "answer" in expected;
}

function isValue(value: unknown): boolean {
  return value instanceof Tensor || typeof value === "number" || typeof value === "string" ||
    (Array.isArray(value) && value.every(isValue));
}

function ended(sentence: string): string {
  return /[.?!。？！]$/.test(sentence) ? sentence : `${sentence}.`;
}
