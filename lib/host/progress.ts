// Long work: how far it is, and how it ends when the reader presses Stop. Nothing here knows a notebook; lib/display
// draws the bar and turns the kernel's interrupt into `requestStop()`. Without it there is no bar and no Stop.

/**
 * Thrown where long work ends because the reader pressed Stop; variables keep what they have.
 *
 * @example
 * ```ts
 * import { progress, Stopped } from "../mod.ts";
 * let steps = 0;
 * try {
 *   for await (const _ of progress(5)) steps++;
 * } catch (error) {
 *   if (!(error instanceof Stopped)) throw error; // after Stop: go on with what there is
 * }
 * steps; // 5
 * ```
 */
export class Stopped extends Error {
  /** "Stopped", in front of the message. */
  override name = "Stopped";
}

let stop = new AbortController();

/** Aborted at the next Stop, with a {@linkcode Stopped} as its reason; work that starts later gets another signal. */
export function stopSignal(): AbortSignal {
  return stop.signal;
}

/** Ends, in order, all work that has begun. */
export function requestStop(): void {
  const ended = stop;
  stop = new AbortController();
  ended.abort(new Stopped("stopped"));
}

/** What is drawn of one piece of work. */
export interface ProgressBar {
  /** @param done how much of the total @param note a few words more, such as the loss */
  update(done: number, note?: string): void;
  /** draws the bar for the last time */
  end(done: number, note?: string): void;
}

const noBar = (_label: string, _total: number): ProgressBar => ({ update() {}, end() {} });
let draw = noBar;

/** Sets how bars are drawn; lib/display does, in a notebook. */
export function drawProgressWith(make: typeof draw): void {
  draw = make;
}

/** Lets work go on without bars of its own, such as one of many tasks that have a bar together. */
export async function withoutBars<T>(work: () => T | Promise<T>): Promise<T> {
  const drawn = draw;
  draw = noBar;
  try {
    return await work();
  } finally {
    draw = drawn;
  }
}

/** A bar for work whose steps are not a loop, such as a download. */
export function progressBar(label: string, total: number): ProgressBar {
  return draw(label, total);
}

const TURN = 50; // ms of work between two turns of the event loop
let lastTurn = performance.now();

/** Lets outputs leave and Stop arrive, at most every 50 ms; in between it returns at once. */
export function yieldToEventLoop(): Promise<void> | undefined {
  if (performance.now() - lastTurn < TURN) return undefined;
  return new Promise((resume) =>
    setTimeout(() => {
      lastTurn = performance.now();
      resume();
    })
  );
}

/**
 * Counts through long work with a bar: `for await (const i of progress(100)) …`. When the reader presses Stop, the
 * loop ends by throwing {@linkcode Stopped}, within a step; the kernel and its variables live on.
 *
 * @param work a number of steps, or what to go through
 * @param label in front of the bar
 * @throws RangeError for a number that is not an integer of at least 0
 * @throws Stopped at Stop: `stopped at step 280 of 600`
 *
 * @example
 * ```ts
 * import { progress } from "../mod.ts";
 * let sum = 0;
 * for await (const x of progress([1, 2, 3], "adding")) sum += x;
 * sum; // 6
 * ```
 */
export function progress(work: number, label?: string): AsyncGenerator<number>;
/** Goes through an array or a tensor's data with a bar, as above. */
export function progress<T>(work: ArrayLike<T>, label?: string): AsyncGenerator<T>;
export function progress(
  work: number | ArrayLike<unknown>,
  label = "",
): AsyncGenerator<unknown> {
  return Object.assign(steps(work, label), {
    [Symbol.iterator](): never {
      throw new TypeError("progress: write for await (const i of progress(…))");
    },
  });
}

async function* steps(work: number | ArrayLike<unknown>, label: string): AsyncGenerator<unknown> {
  const total = typeof work === "number" ? work : work.length;
  if (!Number.isInteger(total) || total < 0) {
    throw new RangeError(`progress: needs an integer of at least 0, got ${total}`);
  }
  const signal = stopSignal();
  const bar = draw(label, total);
  let done = 0;
  try {
    for (; done < total; done++) {
      await yieldToEventLoop();
      if (signal.aborted) throw new Stopped(`stopped at step ${done} of ${total}`);
      bar.update(done);
      yield typeof work === "number" ? done : work[done];
    }
  } finally {
    bar.end(done);
  }
}
