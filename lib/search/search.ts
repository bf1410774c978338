// The search for settings: at random, as in the book, or by successive halving.

import { pathToFileURL } from "node:url";
import { describe, numberOr } from "../errors/describe.ts";
import { checkOptions } from "../errors/options.ts";
import { live } from "../display/show.ts";
import { inNotebook } from "../display/kernel.ts";
import { progressBar, Stopped, stopSignal } from "../host/progress.ts";
import { drawSettings, type Space } from "./space.ts";
import { scoreOf, Study, type Trial } from "./study.ts";
import { inThreads } from "./threads.ts";
import { importTrial, type Runner, type TrialOrder, type TrialReport } from "./trial.ts";

/** Options of {@linkcode search}. */
export interface SearchOptions {
  /** how many settings are drawn */
  trials: number;
  /** of the settings; trial i gets `seed + i` for itself; 0 by default */
  seed?: number;
  /**
   * Successive halving: all trials run for `first` scores; the best of `rate` go on for `rate` times as many, and so
   * on; the last ones run to their end. Each round begins again from the first step, so nothing has to be kept.
   */
  halving?: { first: number; rate: number };
  /** `"threads"` of this machine, by default, or the address of a Redis that workers listen to: `redis://host:6379` */
  on?: string;
}

/**
 * Trains with settings drawn at random, many at a time, and gives all trials with their curves. In a notebook the
 * picture of them grows meanwhile. The same space, seed and module give the same numbers wherever trials run.
 *
 * @param space ranges by the names of the settings: {@linkcode uniform}, {@linkcode logUniform}, {@linkcode oneOf}
 * @param module path of a file whose default export is a trial: `async function* ({ lr }, seed) { … yield accuracy }`
 * @throws TypeError for a space, a module or options that are none; Error where no queue answers
 * @throws Stopped at Stop: `stopped after 17 of 100`; on a queue the workers go on, and the same call finds what they did
 *
 * @example
 * ```ts
 * import { logUniform, search } from "../mod.ts";
 * const module = await Deno.makeTempFile({ suffix: ".ts" });
 * Deno.writeTextFileSync(module, "export default ({ lr }: { lr: number }) => -((Math.log10(lr) + 2) ** 2);");
 * const study = await search({ lr: logUniform(1e-4, 1) }, module, { trials: 4 });
 * study.trials.length; // 4
 * ```
 * @see §6.5
 */
export async function search<S extends Space>(
  space: S,
  module: string | URL,
  options: SearchOptions,
): Promise<Study<S>> {
  const { trials: count, seed = 0, halving, on = "threads" } = checkSearch(options);
  if (typeof space !== "object" || space === null) {
    throw new TypeError(
      `search: space needs to be ranges such as { lr: logUniform(1e-4, 1) }, got ${
        describe(space)
      }`,
    );
  }
  const url = urlOf(module);
  const trials = drawSettings(space, count, seed)
    .map((settings, i): Trial<S> => ({ settings, seed: seed + i, status: "waiting", curve: [] }));
  await importTrial(url); // a mistake in it is told here, once
  const study = new Study(trials);
  const run = await runnerOf(on);
  const redraw = drawing(study);
  let budget = halving?.first ?? Infinity;
  let going = trials;
  try {
    while (going.length > 0) {
      await runRound(going, { run, module: url, budget, redraw });
      const cut = going.filter(({ status, curve }) => status === "done" && curve.length >= budget);
      const { rate } = halving ?? { rate: 1 };
      going = best(cut, Math.ceil(going.length / rate));
      for (const trial of cut) trial.status = going.includes(trial) ? "waiting" : "stopped";
      budget = going.length < rate ? Infinity : budget * rate;
    }
    return study;
  } finally {
    redraw.end();
  }
}

/** Runs trials as far as the budget goes, with a bar. */
async function runRound<S extends Space>(
  trials: Trial<S>[],
  { run, module, budget, redraw }: {
    run: Runner;
    module: string;
    budget: number;
    redraw: () => void;
  },
): Promise<void> {
  const orders = trials.map(({ settings, seed }): TrialOrder => ({
    module,
    settings,
    seed,
    budget,
  }));
  const signal = stopSignal();
  const bar = progressBar(
    `${trials.length} ${trials.length === 1 ? "trial" : "trials"}`,
    trials.length,
  );
  let ended = 0;
  try {
    await run(orders, (i, report) => {
      update(trials[i]!, report);
      if (report.status !== "running") ended++;
      bar.update(ended);
      redraw();
    }, signal);
    if (signal.aborted) throw new Stopped(`stopped after ${ended} of ${trials.length}`);
  } finally {
    bar.end(ended);
  }
}

/** The better ones, in the order in which they were drawn; of equal ones the earlier. */
function best<S extends Space>(trials: Trial<S>[], keep: number): Trial<S>[] {
  const chosen = new Set(trials.toSorted((a, b) => scoreOf(b) - scoreOf(a)).slice(0, keep));
  return trials.filter((trial) => chosen.has(trial));
}

function update(trial: Trial, { status, curve, error }: TrialReport): void {
  // a later round begins again: what is known of the trial stays until it has come farther
  if (curve.length >= trial.curve.length) trial.curve = curve;
  trial.status = status;
  if (error !== undefined) trial.error = error;
}

/** Draws the study again as it grows, twice a second at most. */
function drawing(study: Study): { (): void; end(): void } {
  if (!inNotebook) return Object.assign(() => {}, { end() {} });
  const output = live();
  let last = 0;
  const redraw = () => {
    if (performance.now() - last < 500) return;
    last = performance.now();
    output.update(study);
  };
  return Object.assign(redraw, { end: () => output.update(study) });
}

async function runnerOf(on: string): Promise<Runner> {
  if (on === "threads") return inThreads();
  const { onQueue } = await import(new URL("./queue.ts", import.meta.url).href); // only who has a queue pays for its client
  return onQueue(on);
}

function urlOf(module: unknown): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== "string") {
    throw new TypeError(
      `search: module needs to be the path of a trial's file, such as "trials/deep_net.ts", got ${
        describe(module)
      }`,
    );
  }
  const url = pathToFileURL(module);
  try {
    Deno.statSync(url);
  } catch {
    throw new Error(`search: there is no ${module} in ${Deno.cwd()}`);
  }
  return url.href;
}

function checkSearch(options: SearchOptions): SearchOptions {
  const { trials, seed = 0, halving, on = "threads" } = checkOptions("search", options, [
    "trials",
    "seed",
    "halving",
    "on",
  ]);
  if (!Number.isInteger(trials) || trials < 1) {
    throw new RangeError(
      `search: trials needs to be an integer of at least 1, got ${numberOr(trials)}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0) {
    throw new RangeError(
      `search: seed needs to be an integer of at least 0, got ${numberOr(seed)}`,
    );
  }
  if (halving !== undefined) {
    const { first, rate } = checkOptions("search: halving", halving, ["first", "rate"]);
    if (!Number.isInteger(first) || first < 1 || !Number.isInteger(rate) || rate < 2) {
      throw new RangeError(
        `search: halving needs integers such as { first: 5, rate: 3 }, got ${numberOr(first)} and ${
          numberOr(rate)
        }`,
      );
    }
  }
  if (on !== "threads" && !/^rediss?:\/\//.test(on)) {
    throw new TypeError(`search: on needs to be "threads" or "redis://…", got ${describe(on)}`);
  }
  return options;
}
