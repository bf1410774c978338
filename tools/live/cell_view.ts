// One cell as the reader sees it: its listing or the editor in its place, its outputs, its buttons and marks. It knows
// nothing of how cells run.

import type { Output } from "../nbformat.ts";
import type { FigurePlace } from "../report/figures.ts";
import { sourceCode } from "../report/highlight.ts";
import { label } from "../report/html.ts";
import type { Editor } from "./editor.ts";
import { OutputsView } from "./outputs_view.ts";
import type { Words } from "./words.tsx";

/** A line under the outputs of a cell, the place that it leads to, and what a press on its button does. */
export interface Notice {
  words: Words;
  to?: string;
  button?: { words: Words; what: string };
}

export class CellView {
  readonly id: string;
  readonly number: number;
  /** The code that the page came with. */
  readonly stored: string;
  /** The reader's own outputs, of a run in this page. */
  outputs: Output[] | undefined;
  #editor: Editor | undefined;
  #source: string;
  #view: OutputsView | undefined;
  readonly #storedBox: HTMLElement | null;

  constructor(readonly element: HTMLElement, stored: string) {
    this.id = element.dataset.cell!;
    this.number = Number(element.id.replace("cell-", ""));
    this.stored = this.#source = stored;
    // in a page that the browser itself has saved, what is run is what is seen
    if (element.hasAttribute("data-changed")) {
      this.#source = element.querySelector(".source")!.textContent.trim();
    }
    this.#storedBox = element.querySelector(":scope > .outputs");
  }

  get source(): string {
    return this.#source;
  }

  /** Whether the listing is another than that of the page. */
  get isChanged(): boolean {
    return this.#source !== this.stored;
  }

  /** The editor, while it is open. */
  get editor(): Editor | undefined {
    return this.#editor;
  }

  set editor(editor: Editor | undefined) {
    this.#editor = editor;
    this.#mark("data-editing", editor && "");
    if (!editor) this.edit(this.#source);
  }

  get listing(): HTMLElement {
    return this.element.querySelector(".listing")!;
  }

  /** Takes the reader's code, which the listing shows once there is no editor in its place. */
  edit(source: string): void {
    this.#source = source;
    this.#mark("data-changed", this.isChanged ? "" : undefined);
    if (!this.editor) {
      this.listing.querySelector(".source")!.outerHTML = sourceCode(source, "typescript");
    }
  }

  /** Says that the cell waits, runs, was to run and has not, or none of these. */
  set state(state: "waiting" | "running" | "stopped" | "") {
    this.#mark("data-state", state);
    if (state === "running") this.notice(undefined);
  }

  get isBusy(): boolean {
    return this.element.matches("[data-state=waiting], [data-state=running]");
  }

  /** Sets a mark, which shows and hides buttons: the keyboard must not be left on one that is gone. */
  #mark(name: string, value: string | undefined): void {
    if (this.element.getAttribute(name) === (value ?? null)) return;
    const focused = document.activeElement;
    if (value === undefined) this.element.removeAttribute(name);
    else this.element.setAttribute(name, value);
    const buttons = Array.from(this.element.querySelectorAll<HTMLElement>(".live-tools button"));
    const shown = buttons.filter((button) => button.offsetParent);
    if (!shown.some(({ tabIndex }) => tabIndex === 0) && shown[0]) shown[0].tabIndex = 0;
    if (buttons.some((button) => button === focused && !button.offsetParent)) shown[0]?.focus();
  }

  /** Puts the reader's outputs into the place of the stored ones. */
  show(outputs: Output[]): void {
    this.outputs = outputs;
    if (!this.#view) {
      this.#view = new OutputsView(this.id, (figure) => this.#placeOf(figure));
      if (this.#storedBox) this.#storedBox.replaceWith(this.#view.box);
      else this.element.querySelector(".live-row")!.after(this.#view.box);
    }
    this.#view.show(outputs);
    this.#mark("data-failed", this.error && this.error.ename !== "Stopped" ? "" : undefined);
  }

  /** The first error that the reader's run has shown. */
  get error(): Output | undefined {
    return this.outputs?.find(({ output_type }) => output_type === "error");
  }

  /** Brings an error of the last run into sight. */
  showError(): void {
    if (!this.element.hasAttribute("data-failed")) return;
    this.element.querySelector(":scope > .outputs > .stderr:last-of-type")
      ?.scrollIntoView({ block: "nearest" });
  }

  /** Where the page has a figure of this cell; what is said of it holds for the code that the page came with. */
  #placeOf(figure: number): FigurePlace {
    const stored = this.#storedBox?.querySelectorAll<HTMLElement>("[data-place]")[figure];
    if (!stored) return { id: `yours-${this.id}-${figure}`, number: "", caption: {} };
    const place: FigurePlace = JSON.parse(stored.dataset.place!);
    return this.isChanged ? { ...place, caption: {} } : place;
  }

  /** Marks the outputs as the reader's own; `seconds`: how long they took. */
  markYours(seconds?: number): void {
    this.element.querySelector(".live-yours > span:last-child")!.textContent = seconds === undefined
      ? ""
      : ` · ${time(seconds)}`;
    this.#mark("data-yours", "");
  }

  /** Brings back the code and the outputs that the page came with. */
  reset(): void {
    this.edit(this.stored);
    this.editor?.setSource(this.stored);
    this.notice(undefined);
    if (this.#view) {
      if (this.#storedBox) this.#view.box.replaceWith(this.#storedBox);
      else this.#view.box.remove();
    }
    this.outputs = this.#view = undefined;
    this.#mark("data-yours", undefined);
    this.#mark("data-failed", undefined);
  }

  /** A line that says what can be done now, or none. */
  notice(notice: Notice | undefined): void {
    this.element.querySelector(".live-notice")?.remove();
    if (!notice) return;
    const { words, to, button } = notice;
    const line = document.createElement("p");
    line.className = "live-notice";
    const said = label(...words);
    line.innerHTML = (to === undefined ? `${said} ` : `<a href="#${to}">${said}</a>`) +
      (button
        ? `<button type="button" data-do="${button.what}">${label(...button.words)}</button>`
        : "");
    const code = this.element.querySelector(":scope > .figure-code"); // below the outputs, and long
    if (code) code.before(line);
    else this.element.append(line);
  }

  /** The verdicts on exercises that the cell shows now. */
  get verdicts(): string[] {
    return Array.from(
      this.element.querySelectorAll<HTMLElement>(".outputs [data-exercise]"),
      (verdict) => verdict.dataset.verdict!,
    );
  }
}

const time = (seconds: number) =>
  seconds < 1 ? `${Math.round(1000 * seconds)} ms` : `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
