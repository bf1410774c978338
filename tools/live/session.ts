// A cell of a page as it runs, in a worker that has the variables of all. running.ts has those that wait.

import manifest from "../../data/manifest.json" with { type: "json" };
import type { RedrawRequest } from "../../lib/play/parts/own.tsx";
import type { Output } from "../notebooks.ts";
import { takeDrawn } from "./drawn.ts";
import type { Names } from "./names.ts";
import type { Change, LiveCell, Report } from "./messages.ts";
import { Outputs } from "./outputs.ts";
import { bytesIn } from "./packed.ts";
import { type CellWorker, startWorker } from "./start.ts";
import { plain } from "./words.tsx";

export type { LiveCell } from "./messages.ts";

/** How a run ended; "lost": the worker had to be ended, and the variables are gone. */
export type Status = "ok" | "error" | "stopped" | "lost";

const GONE = plain([
  "run the cell again: its variables are gone.",
  "変数が失われました。セルをもう一度実行してください。",
]);
const PATIENCE = 1000; // ms from Stop to the end of the worker

interface Run {
  number: number;
  cell: LiveCell;
  outputs: Outputs;
  onOutputs: (outputs: Output[]) => void;
  end: (status: Status) => void;
}

/** Runs the cells of this page, with the script and the files that it carries (script.ts). */
export class Session {
  /** whether the page was served such that threads can share memory */
  readonly isIsolated: boolean = globalThis.crossOriginIsolated;
  /** how many threads compute */
  readonly threads: number = this.isIsolated ? Math.min(navigator.hardwareConcurrency, 8) : 1;
  #worker: Promise<CellWorker> | undefined;
  #runs = 0;
  #running: Run | undefined;
  #shown = new Map<string, Run>(); // id of a cell → its last run
  #dropped: { path: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  #names = new Map<number, (names: Names[]) => void>();
  #redraws = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();

  /** Answers the figures of this page that draw with a function of the reader's. */
  constructor() {
    addEventListener("play-redraw", (event) => {
      const { detail } = event as CustomEvent<RedrawRequest>;
      detail.answer = this.redraw(detail.id, detail.values);
    });
  }

  /** Starts the worker, for which the first cell would have to wait. */
  prepare(): void {
    this.#worker ??= this.#start();
    this.#worker.catch(() => this.#worker = undefined); // the first cell tells
  }

  /**
   * Runs a cell; the one before has to have ended.
   *
   * @param onOutputs gets all outputs of the run so far, each time they change: also after its end, and from later cells
   *   that change what this one has shown
   */
  async run(cell: LiveCell, onOutputs: (outputs: Output[]) => void): Promise<Status> {
    const { promise, resolve } = Promise.withResolvers<Status>();
    const run = { number: ++this.#runs, cell, outputs: new Outputs(), onOutputs, end: resolve };
    this.#running = run;
    this.#shown.set(cell.id, run);
    try {
      const worker = await (this.#worker ??= this.#start());
      if (this.#running === run) worker.ask({ is: "run", run: run.number, cell });
    } catch (error) {
      this.#worker = undefined;
      this.#fail(run, "Error", `cells cannot run here: ${(error as Error).message}`);
      resolve("error");
    }
    const status = await promise;
    if (this.#running === run) this.#running = undefined;
    return status;
  }

  /** Ends the cell that runs, in order if it looks for that, else with the worker after a second. */
  async stop(): Promise<void> {
    const run = this.#running;
    if (!run) return;
    const worker = await this.#worker!;
    worker.ask({ is: "stop" });
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    if (this.#running === run) this.#lose(worker, "Stopped", "the cell did not listen to Stop");
  }

  /** Ends the worker with all variables; the next cell gets another. */
  async end(): Promise<void> {
    const worker = await this.#worker?.catch(() => undefined);
    if (worker) this.#lose(worker, "Stopped", "the page was reset");
  }

  /** A file that the reader has dropped, for loadMnist and the like, and for cells under its name. */
  addFile(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    const group = (["mnist", "book"] as const).find((group) => name in manifest[group].files);
    const file = { path: group ? `data/cache/${group}/${name}` : `notebooks/${name}`, bytes };
    this.#dropped.push(file);
    this.#worker?.then((worker) => worker.ask({ is: "file", ...file }));
  }

  /** The names that cells declare and mention; none once the worker has ended. */
  async namesOf(sources: string[]): Promise<Names[]> {
    const worker = await this.#worker;
    if (!worker) return [];
    const request = ++this.#runs;
    const { promise, resolve } = Promise.withResolvers<Names[]>();
    this.#names.set(request, resolve);
    worker.ask({ is: "names", request, sources });
    return await promise;
  }

  /** What a function of the reader's, given to `play(controls, fn)`, draws for these values. */
  async redraw(id: string, values: Record<string, unknown>): Promise<Record<string, unknown>> {
    if (!this.#worker) throw new Error(GONE);
    const worker = await this.#worker;
    const request = ++this.#runs;
    const answer = Promise.withResolvers<Record<string, unknown>>();
    this.#redraws.set(request, answer);
    worker.ask({ is: "redraw", request, id, values });
    return await answer.promise;
  }

  #fail(run: Run, ename: string, evalue: string): void {
    const output: Output = {
      output_type: "error",
      ename,
      evalue,
      traceback: [`${ename}: ${evalue}`],
    };
    run.outputs.apply({ output });
    run.onOutputs(run.outputs.list);
  }

  /** The worker ends, with all variables. */
  #lose(worker: CellWorker, ename: string, why: string): void {
    worker.end();
    this.#worker = undefined;
    this.#redraws.forEach(({ reject }) => reject(new Error(GONE)));
    this.#redraws.clear();
    this.#names.forEach((answer) => answer([]));
    this.#names.clear();
    const run = this.#running;
    if (!run) return;
    this.#fail(run, ename, `${why}; the variables of all cells are gone`);
    run.end("lost");
  }

  async #start(): Promise<CellWorker> {
    const script = document.getElementById("live-script")?.textContent;
    if (!script) throw new Error("this page carries no script for its cells");
    const files = Array.from(document.querySelectorAll<HTMLElement>("[data-live-file]"), fileIn);
    const ready = Promise.withResolvers<void>();
    const worker = startWorker(script, this.isIsolated, {
      hear: (report) => {
        if (report.is === "ready") ready.resolve();
        else if (report.is === "broken") this.#broken(worker);
        else if (report.is === "draw") this.#draw(worker);
        else this.#hear(report, worker);
      },
      lost: (why) => {
        ready.reject(new Error(why));
        this.#lose(worker, "Error", why);
      },
    });
    await ready.promise;
    for (const file of await Promise.all(files)) worker.ask({ is: "file", ...file });
    for (const file of this.#dropped) worker.ask({ is: "file", ...file });
    return worker;
  }

  /** Gives the worker the digits that take MNIST's place, or leaves it to draw them. */
  async #draw(worker: CellWorker): Promise<void> {
    const drawn = await takeDrawn().catch(() => undefined);
    const parts = drawn ? [drawn.train, drawn.test] : [];
    worker.ask({ is: "drawn", drawn }, parts.map(({ images }) => images.buffer as ArrayBuffer));
  }

  #broken(worker: CellWorker): void {
    this.#lose(worker, "Error", "a cell broke what runs cells");
  }

  #hear(report: Report, worker: CellWorker): void {
    if (report.is === "changes") {
      const changes: unknown = JSON.parse(report.changes);
      if (areChanges(changes)) this.#apply(report.run, changes);
      else this.#broken(worker);
    } else if (report.is === "end") {
      if (this.#running?.number === report.run) this.#running.end(report.status);
    } else if (report.is === "names") {
      this.#names.get(report.request)?.(report.names);
      this.#names.delete(report.request);
    } else if (report.is === "redrawn") {
      const answer = this.#redraws.get(report.request);
      this.#redraws.delete(report.request);
      if (report.bundle) answer?.resolve(report.bundle);
      else answer?.reject(new Error(report.error));
    }
  }

  #apply(number: number, changes: Change[]): void {
    const runs = [...this.#shown.values()];
    const changed = new Set<Run>();
    for (const change of changes) {
      const run = "update" in change
        ? runs.find(({ outputs }) => outputs.has(change.update))
        : runs.find((run) => run.number === number);
      if (!run) continue; // its cell has been run again
      run.outputs.apply(change);
      changed.add(run);
    }
    changed.forEach((run) => run.onOutputs(run.outputs.list));
  }
}

/** Not so once a cell has given Object.prototype a toJSON of its own. */
const areChanges = (changes: unknown): changes is Change[] =>
  Array.isArray(changes) && changes.every((one) => typeof one === "object" && one !== null);

/** A file that the page carries. */
const fileIn = async (place: HTMLElement) => ({
  path: place.dataset.liveFile!,
  bytes: await bytesIn(place),
});
