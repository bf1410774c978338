// Threads that compute parts of an operation in one shared memory. The calling thread writes down the kernel and the
// arguments of each part, and takes parts as the others do until none is left: whoever is awake computes, and nothing
// depends on a thread that is not. Which part is whose never shows in a result.

import { type Library, openBlasKernel } from "../openblas.ts";

/** Where things are in the block that the threads share: int32, but for the arguments, which are float64. */
const PLACES = {
  waiting: 0, // parts that nobody has taken yet; what is written a lot has a cache line of its own
  undone: 16, // parts that are not done
  asleep: 32, // threads that sleep, and have to be woken
  ready: 33, // threads besides the calling one that take parts
  failed: 34, // 1 if a part failed
  kernel: 35,
  count: 36, // arguments of a part
  scratch: 37, // address of the calling thread's scratch; each further thread's is `step` bytes on
  step: 38,
  arguments: 32, // float64
  room: 32, // for the arguments of one part
};
const MOST_PARTS = 256;
const MOST_THREADS = 64;
const MOST_CORES = 8; // a batch of 100 has nothing to do for more
const SPIN_MILLISECONDS = 0.26; // an operation follows the other sooner than that; waking a thread takes 0.1 ms
const PATIENCE_MILLISECONDS = 60_000;

/** The exports of a module. */
export type Kernels = Record<string, (...values: number[]) => number>;

/** What threads share besides the block. */
interface Shared {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** bytes, from and to, that the first steps will write */
  prefaultRanges: readonly [from: number, to: number][];
  library: Library | undefined;
}

interface WorkerData extends Shared {
  control: SharedArrayBuffer;
  names: string[];
  thread: number;
  threads: number;
  source: string;
}

/**
 * How many threads to compute with: `wanted`, by default as many as there are cores. One where there are no workers, as in
 * a browser, and in a worker, whose cores others use already.
 *
 * @throws RangeError if `wanted` is no number from 1 to 64
 */
export function threadsFor(wanted: string | undefined): number {
  const threads = wanted === undefined
    ? Math.min(navigator.hardwareConcurrency, MOST_CORES)
    : Number(wanted);
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new RangeError(
      `DLFS_THREADS: got ${JSON.stringify(wanted)}, needs an integer from 1 to ${MOST_THREADS}`,
    );
  }
  return threads > 1 && nodeWorkers()?.isMainThread ? threads : 1;
}

/** Threads with the same kernels on the same memory. */
export class Threads {
  /** how many there will be, with the calling one */
  readonly wanted: number;
  readonly #names: string[];
  readonly #kernels: Kernels[string][];
  readonly #control = new SharedArrayBuffer(
    (PLACES.arguments + MOST_PARTS * PLACES.room) * Float64Array.BYTES_PER_ELEMENT,
  );
  readonly #places = new Int32Array(this.#control);
  readonly #arguments = new Float64Array(this.#control);
  #isAlone = false;

  /**
   * Starts `wanted` − 1 threads; until they are ready, and where they cannot start, the calling one does everything. The first
   * of them prefaults what the first steps will write, so that the system has it at hand: the first step of SimpleConvNet
   * would wait 20 to 30 ms for it.
   */
  constructor(wanted: number, kernels: Kernels, shared: Shared) {
    this.wanted = wanted;
    this.#names = Object.keys(kernels);
    this.#kernels = Object.values(kernels);
    startWorker({
      ...shared,
      control: this.#control,
      names: this.#names,
      thread: 1,
      threads: wanted,
      source: `const PLACES = ${JSON.stringify(PLACES)};
        const SPIN_MILLISECONDS = ${SPIN_MILLISECONDS};
        ${nodeWorkers} ${startWorker} ${takeParts} ${prefault} ${openBlasKernel} ${kernelsOf} ${work}
        work(require("node:worker_threads").workerData);`,
    });
  }

  /** How many compute now, with the calling one. */
  get ready(): number {
    return this.#isAlone ? 1 : 1 + Atomics.load(this.#places, PLACES.ready);
  }

  /**
   * Calls a kernel once for each part, and returns when all are done.
   *
   * @param parts arguments for each; behind them the kernel gets the address of its thread's scratch
   * @param scratch where that of the calling thread is; each further thread's is `step` bytes on
   */
  run(kernel: string, parts: readonly number[][], scratch: number, step: number): void {
    const places = this.#places;
    places[PLACES.kernel] = this.#names.indexOf(kernel);
    places[PLACES.count] = parts[0].length;
    places[PLACES.scratch] = scratch;
    places[PLACES.step] = step;
    parts.forEach((part, i) => this.#arguments.set(part, PLACES.arguments + i * PLACES.room));
    Atomics.store(places, PLACES.undone, parts.length);
    Atomics.store(places, PLACES.waiting, parts.length);
    if (Atomics.load(places, PLACES.asleep) > 0) Atomics.notify(places, PLACES.waiting);

    takeParts(places, this.#arguments, this.#kernels, 0);
    this.#join();
    if (Atomics.exchange(places, PLACES.failed, 0) !== 0) {
      throw new Error(`wasm: ${kernel} failed`);
    }
  }

  /** Waits until the parts that others have taken are done. */
  #join(): void {
    const places = this.#places;
    const began = performance.now();
    for (let rounds = 1;; rounds++) {
      const undone = Atomics.load(places, PLACES.undone);
      if (undone === 0) return;
      Atomics.pause();
      if (rounds % 256 !== 0) continue;
      const waited = performance.now() - began;
      if (waited > SPIN_MILLISECONDS) Atomics.wait(places, PLACES.undone, undone, 1);
      if (waited < PATIENCE_MILLISECONDS) continue;
      this.#isAlone = true;
      throw new Error(
        `wasm: a thread has not done its part for ${PATIENCE_MILLISECONDS / 1000} s; ` +
          "from now on there is one thread",
      );
    }
  }
}

// What follows is also the source of a worker, as text: these functions may use each other and the constants that the
// constructor puts before them, and nothing else.

/** Takes one part after the other, until none waits. */
function takeParts(
  places: Int32Array,
  all: Float64Array,
  kernels: Kernels[string][],
  thread: number,
): void {
  for (;;) {
    const waiting = Atomics.load(places, PLACES.waiting);
    if (waiting === 0) return;
    // whoever gets the number down by 1 owns that part, and nothing in the block changes before it is done
    if (Atomics.compareExchange(places, PLACES.waiting, waiting, waiting - 1) !== waiting) continue;
    const first = PLACES.arguments + (waiting - 1) * PLACES.room;
    const scratch = places[PLACES.scratch] + thread * places[PLACES.step];
    try {
      const part = all.subarray(first, first + places[PLACES.count]);
      kernels[places[PLACES.kernel]](...part, scratch);
    } catch {
      Atomics.store(places, PLACES.failed, 1);
    }
    if (Atomics.sub(places, PLACES.undone, 1) === 1) Atomics.notify(places, PLACES.undone);
  }
}

/** The module of workers, where there is one. */
function nodeWorkers(): typeof import("node:worker_threads") | undefined {
  const { process } = globalThis as { process?: typeof import("node:process") };
  return process?.getBuiltinModule?.("node:worker_threads");
}

/** Starts the next thread, which starts the one after it; where it cannot start, there is one thread less. */
function startWorker(data: WorkerData): void {
  if (data.thread === data.threads) return;
  try {
    const { Worker } = nodeWorkers()!;
    const worker = new Worker(data.source, { eval: true, workerData: data });
    worker.on("error", () => {});
    worker.unref(); // a script ends when it is done
  } catch {
    // no workers here
  }
}

/** Kernels by name: what a module exports, and a product by OpenBLAS, if there is one. */
export function kernelsOf(
  exports: WebAssembly.Exports,
  library: Library | undefined,
  memory: WebAssembly.Memory,
): Kernels {
  return { ...exports as Kernels, ...(library && { openBlas: openBlasKernel(library, memory) }) };
}

/** Writes to every page without a change; in between, every 2 ms or so, does what there is to do. */
function prefault(
  memory: WebAssembly.Memory,
  ranges: readonly [from: number, to: number][],
  doWork: () => void,
): void {
  const values = new Int32Array(memory.buffer);
  for (const [from, to] of ranges) {
    for (let place = from; place < to; place += 4096) {
      if (place % 2 ** 20 === 0) doWork();
      Atomics.add(values, place / 4, 0);
    }
  }
}

/** The life of a worker: it takes parts, looks out for more for a moment, and sleeps until it is woken. */
function work(data: WorkerData): void {
  startWorker({ ...data, thread: data.thread + 1 });
  const places = new Int32Array(data.control);
  const all = new Float64Array(data.control);
  const { exports } = new WebAssembly.Instance(data.module, { env: { memory: data.memory } });
  const byName = kernelsOf(exports, data.library, data.memory);
  const kernels = data.names.map((name) => byName[name]);
  Atomics.add(places, PLACES.ready, 1);
  if (data.thread === 1) {
    prefault(data.memory, data.prefaultRanges, () => takeParts(places, all, kernels, data.thread));
  }
  for (;;) {
    takeParts(places, all, kernels, data.thread);
    const began = performance.now();
    for (let rounds = 1; Atomics.load(places, PLACES.waiting) === 0; rounds++) {
      Atomics.pause();
      if (rounds % 256 !== 0 || performance.now() - began < SPIN_MILLISECONDS) continue;
      Atomics.add(places, PLACES.asleep, 1);
      Atomics.wait(places, PLACES.waiting, 0);
      Atomics.sub(places, PLACES.asleep, 1);
      break;
    }
  }
}
