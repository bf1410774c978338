// Many independent computations side by side, one on each core. A thread shares no variables with another, so each
// worker gets the task as source text, and the items as messages; parallel_worker.ts is its side of the talk.

import { backendInfo, type TypedArray } from "../backend/mod.ts";
import { deserialize, serialize } from "./serialize.ts";
import {
  progressBar,
  Stopped,
  stopSignal,
  withoutBars,
  yieldToEventLoop,
} from "../host/progress.ts";
import { describe } from "../errors/describe.ts";

type Threads = typeof import("node:worker_threads");

/** Runs the task, one item after the other. */
interface TaskWorker<Item, Result> {
  run(item: Item): Promise<Result>;
  end(): void;
}

/**
 * The task's result for each item, in their order; as many items at a time as there are cores, with a bar.
 *
 * The task runs elsewhere: it knows its item, the names of this library and those of JavaScript, and nothing else of
 * the notebook. Items and results are numbers, text, tensors, and arrays and plain objects of them. The tensors of
 * the items lie in memory that all workers read, so no task may write into them. Without workers, as in a browser,
 * the items take turns.
 *
 * @param items one for each call of the task
 * @param task a function that needs no variables from around it, `async` or not
 * @param label in front of the bar
 * @throws Error if the task throws, with its message: `parallel: items[3]: sqrt of a negative number`
 * @throws Stopped at Stop: `stopped after 17 of 100`
 * @example
 * ```ts
 * import { parallel, random } from "../mod.ts";
 * const means = await parallel([1, 2, 3], (seed) => random(seed).uniform(1000).mean());
 * if (means.length !== 3) throw new Error("a mean for each seed");
 * ```
 * @see §6.5.3
 */
export async function parallel<Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Result | Promise<Result>,
  label = "",
): Promise<Result[]> {
  if (!Array.isArray(items)) {
    throw new TypeError(`parallel: items needs to be an array, got ${describe(items)}`);
  }
  const source = sourceOf(task);
  const results = new Array<Result>(items.length);
  const signal = stopSignal();
  const stopped = Promise.withResolvers<never>();
  let next = 0;
  let done = 0;
  const work = async ({ run }: TaskWorker<Item, Result>) => {
    for (;;) {
      await yieldToEventLoop();
      if (signal.aborted || next === items.length) return;
      const i = next++;
      try {
        results[i] = await run(items[i]);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new Error(`parallel: items[${i}]: ${message}`);
      }
      bar.update(++done);
    }
  };
  const stop = () => stopped.reject(new Stopped(`stopped after ${done} of ${items.length}`));
  const workers = workersFor(items.length, task, source);
  const bar = progressBar(label, items.length);
  bar.update(0);
  signal.addEventListener("abort", stop);
  try {
    await Promise.race([stopped.promise, Promise.all(workers.map(work))]);
    return results;
  } finally {
    signal.removeEventListener("abort", stop);
    workers.forEach((worker) => worker.end());
    bar.end(done);
  }
}

/** The text of a function, from which a worker makes it again. */
function sourceOf(task: unknown): string {
  if (typeof task !== "function") {
    throw new TypeError(`parallel: task needs to be a function, got ${describe(task)}`);
  }
  const source = task.toString();
  try {
    new Function(`return (${source});`);
  } catch {
    throw new TypeError(
      `parallel: task needs to be written out, such as (item) => Math.sqrt(item), got ${source}`,
    );
  }
  return source;
}

/** A worker for each core, never more than items; where there are no workers, this thread. */
function workersFor<Item, Result>(
  items: number,
  task: (item: Item) => Result | Promise<Result>,
  source: string,
): TaskWorker<Item, Result>[] {
  const threads = workerThreads();
  if (threads === undefined) {
    return [{ run: (item) => withoutBars(() => task(item)), end() {} }];
  }

  const share = sharing();
  const count = Math.min(navigator.hardwareConcurrency, items);
  return Array.from({ length: count }, () => {
    const worker = new threads.Worker(new URL("./parallel_worker.ts", import.meta.url), {
      workerData: { source, backend: backendInfo().name },
    });
    return {
      run(item) {
        worker.postMessage(serialize(item, share));
        const { promise, resolve, reject } = Promise.withResolvers<Result>();
        worker.removeAllListeners();
        worker.on("error", reject);
        worker.on("exit", () => reject(new Error("its worker has ended")));
        worker.on("message", (answer: { result: unknown } | { error: string }) => {
          if ("error" in answer) reject(new Error(answer.error));
          else resolve(deserialize(answer.result) as Result);
        });
        return promise;
      },
      end: () => worker.terminate(),
    };
  });
}

/** Threads, where there are any: not in a browser, not without permission to read this folder, not in a worker. */
function workerThreads(): Threads | undefined {
  if (typeof Deno === "undefined" || !import.meta.url.startsWith("file:")) return undefined;
  const folder = new URL("..", import.meta.url);
  if (Deno.permissions.querySync({ name: "read", path: folder }).state !== "granted") return;
  const threads = process.getBuiltinModule("node:worker_threads");
  return threads.isMainThread ? threads : undefined;
}

/** Copies data into memory that all threads read, each array once however often it comes. */
function sharing(): (data: TypedArray) => TypedArray {
  const copies = new Map<TypedArray, TypedArray>();
  return (data) => {
    let copy = copies.get(data);
    if (copy === undefined) {
      const Data = data.constructor as Float32ArrayConstructor;
      copy = new Data(new SharedArrayBuffer(data.byteLength)) as TypedArray;
      copy.set(data);
      copies.set(data, copy);
    }
    return copy;
  };
}
