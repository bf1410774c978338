// The cells of a page as it runs them: one after the other, in a worker that has their variables.

import manifest from "../../data/manifest.json" with { type: "json" };
import type { RedrawRequest } from "../../lib/play/parts/own.tsx";
import type { Output } from "../notebooks.ts";
import type { Names } from "./names.ts";
import type { LiveCell, Report } from "./messages.ts";
import { Outputs } from "./outputs.ts";
import { type CellWorker, startWorker } from "./start.ts";

export type { LiveCell } from "./messages.ts";

/** How a run ended; "lost": the worker had to be ended, and the variables are gone. */
export type Status = "ok" | "error" | "stopped" | "lost";

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
  #waiting: Run[] = [];
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

  /**
   * Runs a cell when those before it have ended.
   *
   * @param onOutputs gets all outputs of the run so far, each time they change: also after its end, and from later cells
   *   that change what this one has shown
   */
  run(cell: LiveCell, onOutputs: (outputs: Output[]) => void): Promise<Status> {
    const { promise, resolve } = Promise.withResolvers<Status>();
    const run = { number: ++this.#runs, cell, outputs: new Outputs(), onOutputs, end: resolve };
    this.#waiting.push(run);
    this.#next();
    return promise;
  }

  /** Ends the cell that runs, in order if it looks for that, else with the worker after a second; those that wait do not run. */
  async stop(): Promise<void> {
    const waiting = this.#waiting.splice(0);
    waiting.forEach(({ end }) => end("stopped"));
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
    if (!this.#worker) throw new Error("run the cell again: its variables are gone");
    const worker = await this.#worker;
    const request = ++this.#runs;
    const answer = Promise.withResolvers<Record<string, unknown>>();
    this.#redraws.set(request, answer);
    worker.ask({ is: "redraw", request, id, values });
    return await answer.promise;
  }

  async #next(): Promise<void> {
    if (this.#running || this.#waiting.length === 0) return;
    const run = this.#running = this.#waiting.shift()!;
    this.#shown.set(run.cell.id, run);
    try {
      const worker = await (this.#worker ??= this.#start());
      if (this.#running === run) worker.ask({ is: "run", run: run.number, cell: run.cell });
    } catch (error) {
      this.#worker = undefined;
      this.#fail(run, "Error", `cells cannot run here: ${(error as Error).message}`);
      this.#end(run, "error");
    }
  }

  #end(run: Run, status: Status): void {
    if (this.#running === run) this.#running = undefined;
    run.end(status);
    this.#next();
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
    this.#redraws.forEach(({ reject }) =>
      reject(new Error("run the cell again: its variables are gone"))
    );
    this.#redraws.clear();
    this.#names.forEach((answer) => answer([]));
    this.#names.clear();
    const run = this.#running;
    this.#waiting.splice(0).forEach(({ end }) => end("stopped"));
    if (!run) return;
    this.#fail(run, ename, `${why}; the variables of all cells are gone`);
    this.#end(run, "lost");
  }

  async #start(): Promise<CellWorker> {
    const script = document.getElementById("live-script")?.textContent;
    if (!script) throw new Error("this page carries no script for its cells");
    const files = Array.from(document.querySelectorAll<HTMLElement>("[data-live-file]"), fileIn);
    const ready = Promise.withResolvers<void>();
    const worker = startWorker(script, this.isIsolated, {
      hear: (report) => {
        if (report.is === "ready") ready.resolve();
        else if (report.is === "broken") {
          this.#lose(worker, "Error", "a cell broke what runs cells");
        } else this.#hear(report);
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

  #hear(report: Report): void {
    if (report.is === "changes") this.#apply(report.run, JSON.parse(report.changes));
    else if (report.is === "end") {
      if (this.#running?.number === report.run) this.#end(this.#running, report.status);
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

  #apply(number: number, changes: Parameters<Outputs["apply"]>[0][]): void {
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

/** A file that the page carries: gzip, in base64. */
async function fileIn(place: HTMLElement) {
  const packed = new Blob([Uint8Array.fromBase64(place.textContent)]).stream();
  const whole = new Response(packed.pipeThrough(new DecompressionStream("gzip")));
  return { path: place.dataset.liveFile!, bytes: new Uint8Array(await whole.arrayBuffer()) };
}
