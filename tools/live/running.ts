// Which cell runs, and which wait: one after the other, and none goes on after one that failed.

import type { CellView } from "./cell_view.ts";
import type { Output } from "../nbformat.ts";
import type { Session, Status } from "./session.ts";

export class Running {
  running: CellView | undefined;
  readonly #session: Session;
  readonly #cells: readonly CellView[];
  readonly #tell: () => void;
  readonly #isInLib: (name: string) => boolean;
  #waiting: CellView[] = [];
  /** Cells whose variables are there, and the code that made them. */
  #done = new Map<CellView, string>();
  /** Cells that the reader wants to run, alone or after others. */
  #asked = new Set<CellView>();
  /** What a cell needs that has failed for want of it. */
  #needed = new Map<CellView, CellView[]>();
  /** What draws the outputs of a cell's last run. */
  #shown = new Map<CellView, () => void>();

  /** `tell` is called when something has begun or ended; `isInLib`: whether the library has something of that name. */
  constructor(
    session: Session,
    cells: readonly CellView[],
    tell: () => void,
    isInLib: (name: string) => boolean,
  ) {
    this.#session = session;
    this.#cells = cells;
    this.#tell = tell;
    this.#isInLib = isInLib;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Runs cells after those that wait already; `asked`: the one that is told what has stopped them. */
  run(cells: readonly CellView[], asked?: CellView): void {
    if (asked) this.#asked.add(asked);
    asked?.notice(undefined);
    for (const cell of cells) {
      if (cell === this.running || this.#waiting.includes(cell)) continue;
      this.#waiting.push(cell);
      cell.state = "waiting";
    }
    if (!this.running) this.#work();
  }

  runAbove(cell: CellView): void {
    this.run(this.#above(cell), cell);
  }

  /** Runs those above whose variables are not there. */
  runMissing(cell: CellView): void {
    this.run(this.#above(cell).filter((one) => !this.#isDone(one)), cell);
  }

  /** Runs what a cell needs, then the cell. */
  runWithNeeded(cell: CellView): void {
    const needed = this.#needed.get(cell) ?? [];
    this.run([...needed.filter((one) => !this.#isDone(one)), cell], cell);
  }

  /** Gives the cells a file. */
  give(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.#session.addFile(name, bytes);
  }

  stop(): void {
    this.#asked.clear();
    this.#drop();
    this.#session.stop();
    this.#tell();
  }

  /** Ends what runs, and forgets the variables of all cells. */
  restart(): void {
    this.#asked.clear();
    this.#drop();
    this.#done.clear();
    this.#session.end();
  }

  async #work(): Promise<void> {
    for (let cell; (cell = this.#waiting.shift());) {
      this.running = cell;
      cell.state = "running";
      this.#tell();
      const { source } = cell;
      const started = performance.now();
      const status = await this.#runOne(cell);
      const isShown = this.#shown.has(cell); // it may have been reset meanwhile
      if (isShown) cell.markYours((performance.now() - started) / 1000);
      cell.state = "";
      if (this.#asked.has(cell)) cell.showError();
      this.running = undefined;
      if (status === "ok") this.#done.set(cell, source);
      else this.#stopOthers(cell);
      if (status === "lost") this.#done.clear();
      if (isShown) this.#explain(cell, status);
      this.#asked.delete(cell);
      this.#tell();
    }
    this.#asked.clear();
  }

  /** What a cell has shown may change later too: a timer ends, a bar that it made is moved by another cell. */
  async #runOne(cell: CellView): Promise<Status> {
    let outputs: Output[] = [];
    let frame = 0;
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = 0;
      if (this.#shown.get(cell) === draw) cell.show(outputs);
    };
    this.#shown.set(cell, draw);
    const { id, number, source } = cell;
    const status = await this.#session.run({ id, number, source }, (now) => {
      outputs = now;
      frame ||= requestAnimationFrame(draw);
    });
    draw();
    return status;
  }

  /** What a cell was reset to is not drawn over. */
  forget(cell: CellView): void {
    this.#shown.delete(cell);
  }

  /** Those that wait do not run after one that failed; the reader is told which. */
  #stopOthers(by: CellView): void {
    this.#drop("stopped");
    this.#asked.delete(by);
    for (const cell of this.#asked) {
      cell.notice({
        words: [`Cell ${by.number} stopped it.`, `セル ${by.number} で止まりました。`],
        to: by.element.id,
      });
    }
    this.#asked.clear();
  }

  /** What the reader can do when a cell has not ended well. */
  async #explain(cell: CellView, status: Status): Promise<void> {
    const { error } = cell;
    const unknown = error?.ename === "ReferenceError" &&
      String(error.evalue).match(/^(\S+) is not defined/)?.[1];
    if (status === "lost") {
      cell.notice({
        words: ["The variables of all cells are gone.", "すべてのセルの変数が失われました。"],
        button: { words: ["Run all above again", "上をすべて再実行"], what: "missing above" },
      });
      return;
    }
    if (!unknown) return;
    const needed = await this.#neededBy(cell, unknown);
    if (cell.isBusy) return; // it has been run again
    this.#needed.set(cell, needed);
    if (needed.length > 0) {
      const numbers = needed.map(({ number }) => number);
      cell.notice({
        words: [
          `It needs cells above that have not run: ${numbers.join(", ")}.`,
          `上の、まだ実行していないセルが必要です: ${numbers.join("、")}。`,
        ],
        button: {
          words: ["Run them, then this one", "実行してから、このセルも実行"],
          what: "with needed",
        },
      });
    } else if (this.#isInLib(unknown)) {
      const line = `import { ${unknown} } from "../lib/mod.ts";`;
      cell.notice({
        words: [`The library has it: ${line}`, `ライブラリにあります。${line}`],
      });
    }
  }

  /** The cells above that have not run of which a cell has names, and those of which they have; none if `unknown` is in none. */
  async #neededBy(cell: CellView, unknown: string): Promise<CellView[]> {
    const cells = [...this.#above(cell), cell];
    const names = await this.#session.namesOf(cells.map(({ source }) => source));
    const needed = new Set<CellView>();
    const look = (name: string, before: number): boolean => {
      const at = names.slice(0, before).findLastIndex(({ declared }) => declared.includes(name));
      const one = cells[at];
      if (!one || this.#isDone(one)) return false;
      if (!needed.has(one)) {
        needed.add(one);
        names[at]!.mentioned.forEach((name) => look(name, at));
      }
      return true;
    };
    const last = cells.length - 1;
    if (!look(unknown, last)) return [];
    names[last]!.mentioned.forEach((name) => look(name, last));
    return cells.filter((one) => needed.has(one));
  }

  #isDone(cell: CellView): boolean {
    return this.#done.get(cell) === cell.source;
  }

  #above(cell: CellView): CellView[] {
    return this.#cells.slice(0, this.#cells.indexOf(cell));
  }

  #drop(state: "" | "stopped" = ""): void {
    for (const cell of this.#waiting) cell.state = state;
    this.#waiting = [];
  }
}
