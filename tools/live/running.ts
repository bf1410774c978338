// Which cell runs, and which wait: one after the other, and none goes on after one that failed.

import type { CellView } from "./cell_view.ts";
import type { Output } from "../nbformat.ts";
import { Session, type Status } from "./session.ts";

export class Running {
  /** Made when the first cell runs. */
  session: Session | undefined;
  running: CellView | undefined;
  readonly #cells: readonly CellView[];
  readonly #tell: () => void;
  readonly #isInLib: (name: string) => boolean;
  #waiting: CellView[] = [];
  /** Cells whose variables are there. */
  #done = new Set<CellView>();
  /** What draws the outputs of a cell's last run. */
  #shown = new Map<CellView, () => void>();

  /** `tell` is called when something has begun or ended; `isInLib`: whether the library has something of that name. */
  constructor(
    cells: readonly CellView[],
    tell: () => void,
    isInLib: (name: string) => boolean,
  ) {
    this.#cells = cells;
    this.#tell = tell;
    this.#isInLib = isInLib;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Runs cells after those that wait already. */
  run(cells: readonly CellView[]): void {
    for (const cell of cells) {
      if (cell === this.running || this.#waiting.includes(cell)) continue;
      this.#waiting.push(cell);
      cell.state = "waiting";
    }
    if (!this.running) this.#work();
  }

  runAbove(cell: CellView): void {
    this.run(this.#above(cell));
  }

  /** Runs those above whose variables are not there. */
  runMissing(cell: CellView): void {
    this.run(this.#above(cell).filter((one) => !this.#done.has(one)));
  }

  runWithMissing(cell: CellView): void {
    this.runMissing(cell);
    this.run([cell]);
  }

  /** Gives the cells a file. */
  give(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.session ??= new Session();
    this.session.addFile(name, bytes);
  }

  stop(): void {
    this.#drop();
    this.session?.stop();
    this.#tell();
  }

  /** Ends what runs, and forgets the variables of all cells. */
  restart(): void {
    this.#drop();
    this.#done.clear();
    this.session?.end();
  }

  async #work(): Promise<void> {
    this.session ??= new Session();
    for (let cell; (cell = this.#waiting.shift());) {
      this.running = cell;
      cell.state = "running";
      this.#tell();
      const started = performance.now();
      const status = await this.#runOne(cell, this.session);
      const isShown = this.#shown.has(cell); // it may have been reset meanwhile
      if (isShown) cell.markYours((performance.now() - started) / 1000);
      cell.state = "";
      this.running = undefined;
      if (status === "ok") this.#done.add(cell);
      else this.#drop();
      if (status === "lost") this.#done.clear();
      if (isShown) this.#explain(cell, status);
      this.#tell();
    }
  }

  /** What a cell has shown may change later too: a timer ends, a bar that it made is moved by another cell. */
  async #runOne(cell: CellView, session: Session): Promise<Status> {
    let outputs: Output[] = [];
    let frame = 0;
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = 0;
      if (this.#shown.get(cell) === draw) cell.show(outputs);
    };
    this.#shown.set(cell, draw);
    const { id, number, source } = cell;
    const status = await session.run({ id, number, source }, (now) => {
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

  /** What the reader can do when a cell has not ended well. */
  #explain(cell: CellView, status: Status): void {
    const error = cell.outputs?.find(({ output_type }) => output_type === "error");
    const unknown = error?.ename === "ReferenceError" &&
      String(error.evalue).match(/^(\S+) is not defined/)?.[1];
    if (status === "lost") {
      cell.notice({
        words: ["The variables of all cells are gone.", "すべてのセルの変数が失われました。"],
        button: { words: ["Run all above again", "上をすべて再実行"], what: "missing above" },
      });
    } else if (unknown && this.#above(cell).some((one) => !this.#done.has(one))) {
      cell.notice({
        words: ["Some cells above have not run.", "上に、まだ実行していないセルがあります。"],
        button: {
          words: ["Run them, then this one", "実行してから、このセルも実行"],
          what: "with missing",
        },
      });
    } else if (unknown && this.#isInLib(unknown)) {
      const line = `import { ${unknown} } from "../lib/mod.ts";`;
      cell.notice({
        words: [`The library has it: ${line}`, `ライブラリにあります。${line}`],
      });
    }
  }

  #above(cell: CellView): CellView[] {
    return this.#cells.slice(0, this.#cells.indexOf(cell));
  }

  #drop(): void {
    for (const cell of this.#waiting) cell.state = "";
    this.#waiting = [];
  }
}
