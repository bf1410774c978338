// The outputs of a run, drawn as the report draws those that it was made with. What has not changed since the last time
// stays as it is, so that a bar that counts does not flicker.

import { type Output, renameIds, type Text, textOf } from "../nbformat.ts";
import { type FigurePlace, isFigure } from "../report/figures.ts";
import { label } from "../report/html.ts";
import { linesHtml, rejectFetching, renderOutput } from "../report/outputs.ts";

/** Characters of a text; of a longer one the end is shown. */
const LONGEST = 100_000;

/** Draws outputs into one box. */
export class OutputsView {
  readonly box: HTMLElement = document.createElement("div");
  readonly #id: string;
  readonly #placeOf: (figure: number) => FigurePlace;
  #drawn: { key: string; nodes: ChildNode[] }[] = [];

  /** `id`: that of the cell; `placeOf`: where its figures stand, from 0 */
  constructor(id: string, placeOf: (figure: number) => FigurePlace) {
    this.box.className = "outputs";
    this.#id = id;
    this.#placeOf = placeOf;
  }

  show(outputs: readonly Output[]): void {
    for (const { nodes } of this.#drawn.splice(outputs.length)) {
      nodes.forEach((node) => node.remove());
    }
    outputs.forEach((output, i) => {
      const key = JSON.stringify(output);
      const old = this.#drawn[i];
      if (old?.key === key) return;
      const template = document.createElement("template");
      template.innerHTML = this.#html(output, i, outputs.slice(0, i).filter(isFigure).length);
      const nodes = Array.from(template.content.childNodes);
      const next = this.#drawn.slice(i + 1).find(({ nodes }) => nodes.length > 0)?.nodes[0] ?? null;
      for (const node of nodes) {
        this.box.insertBefore(node, next);
        if (node instanceof HTMLElement) bringToLife(node);
      }
      old?.nodes.forEach((node) => node.remove());
      this.#drawn[i] = { key, nodes };
    });
  }

  #html(output: Output, i: number, before: number): string {
    try {
      let count = 0;
      const own = withOwnIds(shortened(output), () => `yours-${this.#id}-${i}-${++count}`);
      const html = renderOutput(own, () => this.#placeOf(before));
      rejectFetching(html);
      return html;
    } catch (error) {
      return `<pre class="stderr">${linesHtml((error as Error).message)}</pre>`;
    }
  }
}

/** Asks the scripts of the page that know such a figure, where it has them; else its picture stands. */
function bringToLife(element: HTMLElement): void {
  for (const kind of ["play", "vega"]) {
    for (const place of element.querySelectorAll(`.${kind}`)) {
      place.dispatchEvent(new Event(`new-${kind}`, { bubbles: true }));
      if (kind === "play" && !document.getElementById("play-script")) place.after(stillOnly());
    }
  }
}

/** Pages whose own figures do not move do not carry what moves them, 0.3 MB. */
function stillOnly(): HTMLElement {
  const line = document.createElement("p");
  line.className = "live-still";
  line.innerHTML = label(
    "A still picture: this page does not carry the script that moves such a figure; those of chapters 2 to 8 do.",
    "静止画です。このページには、操作できる図を動かすスクリプトがありません。2 章から 8 章のページにはあります。",
  );
  return line;
}

function shortened(output: Output): Output {
  if (output.output_type !== "stream") return output;
  const text = textOf(output.text ?? "");
  return text.length > LONGEST ? { ...output, text: `…\n${text.slice(-LONGEST)}` } : output;
}

/** In a page no picture may have the ids of another. */
function withOwnIds(output: Output, newId: () => string): Output {
  if (!output.data) return output;
  const data = Object.entries(output.data).map(([mime, content]) => [
    mime,
    /svg|html/.test(mime) ? renameIds(textOf(content as Text), newId) : content,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}
