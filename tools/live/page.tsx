// The script of a report in which cells run, loaded when the reader first presses a button.

import { render } from "preact";
import { type Notebook, textOf } from "../nbformat.ts";
import { Bar } from "./bar.tsx";
import { CellView } from "./cell_view.ts";
import { isKept } from "./data.ts";
import { drawAhead } from "./drawn.ts";
import type { openEditor } from "./editor.ts";
import { changedNotebook, changedPage, download, summaryOf } from "./files.ts";
import { Given } from "./given.ts";
import { Keeper, type Kept } from "./kept.ts";
import type { LibDocs } from "./lib_docs.ts";
import { textIn } from "./packed.ts";
import { Running } from "./running.ts";
import { Session } from "./session.ts";
import { plain, type Words } from "./words.tsx";

/** What loader.js hands over. */
interface Start {
  /** the page as it came */
  page: Node;
  /** loads another script of the page */
  load: (id: string) => Promise<{ openEditor: typeof openEditor }>;
  storage: Storage | undefined;
  /** under which the storage has what the reader has made of this page */
  key: string;
}

const sure: Words = [
  "Take back all that you have changed and run in this page?",
  "このページでの変更と実行結果をすべて取り消しますか?",
];

/** Makes the page live; what it gives is called with what the reader presses and drops. */
export async function begin(start: Start) {
  const live = new LivePage(start, JSON.parse((await textIn("live-notebook"))!));
  await live.recall();
  return {
    press: (element: HTMLElement, what: string) => live.press(element, what),
    take: (files: FileList) => live.take(files),
    chooseFiles: () => document.getElementById("live-files")!.showPopover(),
  };
}

/** What the first cell would have to wait for: digits in MNIST's place, unless its own are kept, and the worker. */
export async function prepare(): Promise<void> {
  if (!await isKept()) drawAhead();
  session.prepare();
}

const session = new Session();

class LivePage {
  readonly #start: Start;
  readonly #notebook: Notebook;
  readonly #name = document.getElementById("live-tools")!.dataset.name!;
  readonly #keeper: Keeper;
  readonly #cells: CellView[];
  readonly #running: Running;
  readonly #bar = document.createElement("section");
  /** Ids of the cells whose exercises are solved. */
  readonly #solved: Set<string>;
  /** Of the cells that have exercises. */
  readonly #exercises: Set<string>;
  readonly #given = new Given((name, bytes) => this.#running.give(name, bytes));
  #messages: Words[] = [];
  #editors: ReturnType<Start["load"]> | undefined;

  constructor(start: Start, notebook: Notebook) {
    this.#start = start;
    this.#notebook = notebook;
    const sources = new Map(this.#notebook.cells.map((cell) => [cell.id, textOf(cell.source)]));
    this.#cells = Array.from(
      document.querySelectorAll<HTMLElement>("[data-cell]"),
      (element) => new CellView(element, sources.get(element.dataset.cell!)!.trim()),
    );
    const { names }: LibDocs = JSON.parse(document.getElementById("live-docs")!.textContent);
    const exported = new Set(names.filter(({ kind }) => kind !== "type").map(({ name }) => name));
    this.#running = new Running(
      session,
      this.#cells,
      () => this.#update(),
      (name) => exported.has(name),
    );
    this.#exercises = new Set(
      this.#cells.filter(({ verdicts }) => verdicts.length > 0).map(({ id }) => id),
    );
    this.#keeper = new Keeper(start.key, start.storage);
    const kept = this.#keeper.read();
    this.#solved = new Set(kept.solved);
    for (const cell of this.#cells) {
      const { source, outputs } = kept.cells[cell.id] ?? {};
      if (source !== undefined) cell.edit(source);
      if (outputs) cell.show(outputs);
      if (outputs) cell.markYours();
    }
    this.#bar.className = "live-bar";
    this.#bar.ariaLabel = "Cells that run in this page このページで動くセル";
    document.body.append(this.#bar);
    document.body.classList.add("with-live-bar");
    this.#update();
  }

  press(element: HTMLElement, what: string): void {
    this.#messages = [];
    const cell = this.#cells.find((cell) => cell.element === element)!;
    if (what === "run") this.#running.run([cell], cell);
    else if (what === "run and go on") this.#goOn(cell);
    else if (what === "above") this.#running.runAbove(cell);
    else if (what === "missing above") this.#running.runMissing(cell);
    else if (what === "with needed") this.#running.runWithNeeded(cell);
    else if (what === "stop") this.#running.stop();
    else if (what === "edit") this.#edit(cell);
    else if (what === "done") this.#leave(cell);
    else if (what === "reset") this.#reset(cell);
    this.#update();
  }

  /** Gives the cells what the reader has given them at an earlier visit. */
  async recall(): Promise<void> {
    await this.#given.recall();
    this.#update();
  }

  async take(files: Iterable<File>): Promise<void> {
    this.#messages = await this.#given.take(files);
    this.#update();
  }

  async #forget(): Promise<void> {
    this.#messages = await this.#given.forget();
    this.#update();
  }

  #goOn(cell: CellView): void {
    this.#running.run([cell], cell);
    const next = this.#cells[this.#cells.indexOf(cell) + 1];
    if (!next) return;
    next.element.scrollIntoView({ block: "nearest" });
    if (next.editor) next.editor.focus();
    else next.element.querySelector<HTMLElement>("[data-do=run]")!.focus();
  }

  async #edit(cell: CellView): Promise<void> {
    const { openEditor } = await (this.#editors ??= this.#start.load("live-editor"));
    if (cell.editor) return cell.editor.focus();
    const fold = cell.element.querySelector<HTMLDetailsElement>(".figure-code");
    if (fold) fold.open = true;
    cell.editor = openEditor(cell.listing, cell.source, {
      name: `Code of cell ${cell.number} セル ${cell.number} のコード`,
      above: this.#cells.slice(0, this.#cells.indexOf(cell)).map(({ source }) => source),
      onChange: (source) => {
        cell.edit(source);
        this.#update();
      },
      onRun: (goOn) => this.press(cell.element, goOn ? "run and go on" : "run"),
      onLeave: () => this.#leave(cell),
    });
    cell.editor.focus();
  }

  #leave(cell: CellView): void {
    cell.editor?.close();
    cell.editor = undefined;
    cell.element.querySelector<HTMLElement>("[data-do=edit]")!.focus();
  }

  #reset(cell: CellView): void {
    cell.reset();
    this.#running.forget(cell);
    this.#solved.delete(cell.id);
  }

  #do(what: "notebook" | "page" | "reset" | "run all" | "forget"): void {
    const views = new Map(this.#cells.map((cell) => [cell.id, cell]));
    if (what === "run all") this.#running.run(this.#cells);
    if (what === "notebook") {
      const text = JSON.stringify(changedNotebook(this.#notebook, views), null, 1);
      download(`${this.#name}.ipynb`, "application/x-ipynb+json", `${text}\n`);
    }
    if (what === "page") {
      const date = localTime();
      const summary = summaryOf(this.#cells, this.#exercises, this.#solved, date);
      const html = changedPage(this.#start.page, this.#kept(true), summary, date);
      download(`${this.#name}-${date.slice(0, 10)}.html`, "text/html", html);
    }
    if (what === "reset" && confirm(plain(sure))) {
      this.#running.restart();
      this.#cells.forEach((cell) => this.#reset(cell));
    }
    if (what === "forget") this.#forget();
    document.getElementById("live-menu")?.hidePopover();
    document.getElementById("live-files")?.hidePopover();
    this.#update();
  }

  /** What the reader has made; for the browser without outputs, for which it has no room. */
  #kept(withOutputs: boolean): Kept {
    const cells = this.#cells.filter(({ isChanged, outputs }) =>
      isChanged || (withOutputs && outputs)
    )
      .map((cell) => [cell.id, {
        ...cell.isChanged && { source: cell.source },
        ...withOutputs && cell.outputs && { outputs: cell.outputs },
      }]);
    return { cells: Object.fromEntries(cells), solved: [...this.#solved] };
  }

  /** Ticks what is solved, keeps what is made, and draws the bar. */
  #update(): void {
    for (const cell of this.#cells) {
      const { id, outputs, verdicts } = cell;
      if (outputs && cell !== this.#running.running && this.#exercises.has(id)) {
        const isSolved = verdicts.length > 0 && verdicts.every((verdict) => verdict === "right");
        isSolved ? this.#solved.add(id) : this.#solved.delete(id);
      }
      cell.element.toggleAttribute("data-solved", this.#solved.has(id));
    }
    this.#keeper.write(this.#kept(false));
    const { running, waiting } = this.#running;
    render(
      <Bar
        running={running?.number}
        waiting={waiting}
        threads={session.threads}
        given={this.#given.names}
        keepsFiles={this.#given.areKept}
        messages={this.#messages}
        exercises={this.#exercises.size}
        solved={this.#cells.filter(({ id }) => this.#exercises.has(id) && this.#solved.has(id))
          .length}
        hasChanges={this.#cells.some(({ isChanged, outputs }) => isChanged || outputs)}
        onStop={() => this.#running.stop()}
        onTake={(files) => this.take(files)}
        onDo={(what) => this.#do(what)}
      />,
      this.#bar,
    );
  }
}

/** 2026-04-01T09:30:00 where the reader is. */
function localTime(): string {
  const now = new Date();
  now.setMinutes(now.getMinutes() - now.getTimezoneOffset());
  return now.toISOString().slice(0, 19);
}
