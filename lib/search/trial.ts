// A trial: a module of the reader's, and the data that it runs with. No code travels, so a worker on another machine
// runs the same trial from its own copy.

import { describe } from "../errors/describe.ts";

/** What goes to where a trial runs. */
export interface TrialOrder {
  /** URL of the module, whose default export is a {@linkcode TrialFunction} */
  module: string;
  settings: Record<string, unknown>;
  seed: number;
  /** scores after which it is ended */
  budget: number;
}

/**
 * The default export of a trial's module: trains with the settings, and yields a score after each part of the work, such
 * as the accuracy on validation data after each epoch; a higher one is better. A plain function gives one score.
 */
export type TrialFunction = (
  settings: never,
  seed: number,
) => AsyncIterable<number> | Iterable<number> | number | Promise<number>;

/** How a trial tells what it has come to. */
export interface TrialReport {
  status: "running" | "done" | "failed";
  /** its scores so far */
  curve: readonly number[];
  /** the message of what it has thrown */
  error?: string;
}

/** Where trials run: calls `tell` with the index of a trial as it gets on; ends when all have ended. */
export type Runner = (
  orders: readonly TrialOrder[],
  tell: (index: number, report: TrialReport) => void,
  signal: AbortSignal,
) => Promise<void>;

/** The function of a trial's module. */
export async function importTrial(module: string): Promise<TrialFunction> {
  const { default: trial } = await import(module);
  if (typeof trial !== "function") {
    throw new TypeError(
      `search: ${module} needs a default export, a function such as ` +
        `async function* ({ lr }, seed) { … yield accuracy }, got ${describe(trial)}`,
    );
  }
  return trial;
}

/** Runs a trial, a score at a time. */
export async function* runTrial(order: TrialOrder): AsyncGenerator<number> {
  const { module, settings, seed, budget } = order;
  const trial = await importTrial(module);
  const told = await trial(settings as never, seed);
  let scores = 0;
  for await (const score of typeof told === "number" ? [told] : told) {
    if (typeof score !== "number") {
      throw new TypeError(`a trial yields numbers, got ${describe(score)}`);
    }
    yield score;
    if (++scores === budget) return;
  }
  if (scores === 0) throw new Error("a trial needs to yield at least one score");
}
