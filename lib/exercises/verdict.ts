// A sentence that a cell shows about a number.

import { escapeHtml } from "../host/escape.ts";

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
        `<div${this.attributesHtml()} style="border-left:3px solid ${color};padding:2px 10px;overflow-wrap:anywhere">` +
        `<b style="color:${color}">${this.agrees ? "✓" : "○"}</b> ${escapeHtml(this.text)}` +
        `${this.detailsHtml()}</div>`,
    };
  }

  /** Attributes of the element, for a page that wants to know the verdict; each with a space before it. */
  protected attributesHtml(): string {
    return "";
  }

  /** What a cell shows beneath the sentence. */
  protected detailsHtml(): string {
    return "";
  }
}
