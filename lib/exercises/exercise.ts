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

/**
 * The answer to an exercise: "Right", or "not yet", with the mistake if it can be recognised (shape, dtype, sign,
 * transposed, a factor, off by one, …) and `hint`. The right answer is in a fold of the HTML. Never throws for a
 * wrong one.
 *
 * @param what name of the answer
 * @param yours what the reader's code gives
 * @param expected what it should give
 * @param options `tolerance`: allowed absolute difference (by default that of {@linkcode assertClose}); `hint`: a
 *   sentence
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
  expected: Tensor | NestedNumbers | string,
  options: { tolerance?: number; hint?: string } = {},
): Verdict {
  checkOptions("exercise", options, ["tolerance", "hint"]);
  const mistake = likelyMistake(yours, expected, options.tolerance);
  if (mistake === null) return new Judgement(what, "right", `${show(yours)}. Right.`);
  const shown = isValue(yours) ? show(yours) : "";
  const isShort = shown !== "" && shown.length <= SHORT && !shown.includes("\n");
  const sentences = [
    "not yet" + (isShort ? `, yours is ${shown}` : "") + (mistake && `: ${mistake}`),
    ...options.hint ? [`Hint: ${options.hint}`] : [],
  ];
  const answer = `<details><summary>show the answer 答えを見る</summary>` +
    `<pre style="margin:0">${escapeHtml(show(expected))}</pre></details>`;
  const state = mistake.startsWith("nothing ") ? "missing" : "wrong";
  return new Judgement(what, state, sentences.map(ended).join(" "), answer);
}

function isValue(value: unknown): boolean {
  return value instanceof Tensor || typeof value === "number" || typeof value === "string" ||
    (Array.isArray(value) && value.every(isValue));
}

function ended(sentence: string): string {
  return /[.?!。？！]$/.test(sentence) ? sentence : `${sentence}.`;
}
