// Threads that compute parts of an operation in one shared memory. The calling thread writes the kernel and the
// arguments of each part into a control block, and takes parts as the others do until none is left: whoever is awake
// computes, and nothing depends on a thread that is not. Which thread computed a part never shows in a result.

import { type Library, openBlasKernel } from "../openblas.ts";

/** Index of each thing in the control block that the threads share: int32, but float64 for the arguments. */
const SLOT = {
  waiting: 0, // parts that no thread has taken yet; what is written often has a cache line of its own
  undone: 16, // parts that are not done
  asleep: 32, // threads to be woken
  ready: 33, // threads besides the calling one that take parts
  failed: 34, // 1 if a part failed
  kernel: 35,
  count: 36, // arguments of a part
  scratch: 37, // address of the calling thread's scratch; that of each further thread is `step` bytes on
  step: 38,
  arguments: 32, // float64
  argumentsPerPart: 32,
};
const MOST_PARTS = 256;
const MOST_THREADS = 64;
const MOST_CORES = 8; // more have nothing to do in a batch of 100
const SPIN_MILLISECONDS = 0.26; // the next operation comes sooner; waking a thread takes 0.1 ms
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
  block: SharedArrayBuffer;
  names: string[];
  thread: number;
  threads: number;
  source: string;
}

/**
 * How many threads to compute with: `wanted`, by default one per core. One where memory cannot be shared, as in a page
 * from a file, and in a worker of Deno's, since the main thread uses the cores already.
 *
 * @throws RangeError if `wanted` is not an integer from 1 to 64
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
  // Figures of a page have one: a document may not wait, and threads are made from texts that their script has shortened
  const isCell = globalThis.crossOriginIsolated && "Deno" in globalThis;
  return threads > 1 && (nodeWorkers()?.isMainThread ?? isCell) ? threads : 1;
}

/** Threads with the same kernels on the same memory. */
export class Threads {
  /** how many there will be, with the calling one */
  readonly wanted: number;
  readonly #names: string[];
  readonly #kernels: Kernels[string][];
  readonly #block = new SharedArrayBuffer(
    (SLOT.arguments + MOST_PARTS * SLOT.argumentsPerPart) * Float64Array.BYTES_PER_ELEMENT,
  );
  readonly #control = new Int32Array(this.#block);
  readonly #arguments = new Float64Array(this.#block);
  #isAlone = false;

  /**
   * Starts `wanted` − 1 threads; until they are ready, and where they cannot start, the calling one does everything.
   * The first of them prefaults the pages of the first steps, which saves SimpleConvNet's first step 20 to 30 ms.
   */
  constructor(wanted: number, kernels: Kernels, shared: Shared) {
    this.wanted = wanted;
    this.#names = Object.keys(kernels);
    this.#kernels = Object.values(kernels);
    startWorker({
      ...shared,
      block: this.#block,
      names: this.#names,
      thread: 1,
      threads: wanted,
      source: `const SLOT = ${JSON.stringify(SLOT)};
        const SPIN_MILLISECONDS = ${SPIN_MILLISECONDS};
        ${nodeWorkers} ${startWorker} ${takeParts} ${prefault} ${openBlasKernel} ${kernelsOf} ${workerMain}
        const node = ${nodeWorkers.name}();
        if (node) ${workerMain.name}(node.workerData);
        else onmessage = ({ data }) => ${workerMain.name}(data);`,
    });
  }

  /** How many compute now, with the calling one. */
  get ready(): number {
    return this.#isAlone ? 1 : 1 + Atomics.load(this.#control, SLOT.ready);
  }

  /**
   * Calls a kernel once for each part, and returns when all are done.
   *
   * @param parts arguments for each; after them the kernel gets the address of its thread's scratch
   * @param scratch address of the calling thread's; that of each further thread is `step` bytes on
   */
  run(kernel: string, parts: readonly number[][], scratch: number, step: number): void {
    const control = this.#control;
    control[SLOT.kernel] = this.#names.indexOf(kernel);
    control[SLOT.count] = parts[0].length;
    control[SLOT.scratch] = scratch;
    control[SLOT.step] = step;
    parts.forEach((part, i) =>
      this.#arguments.set(part, SLOT.arguments + i * SLOT.argumentsPerPart)
    );
    Atomics.store(control, SLOT.undone, parts.length);
    Atomics.store(control, SLOT.waiting, parts.length);
    if (Atomics.load(control, SLOT.asleep) > 0) Atomics.notify(control, SLOT.waiting);

    takeParts(control, this.#arguments, this.#kernels, 0);
    this.#join();
    if (Atomics.exchange(control, SLOT.failed, 0) !== 0) {
      throw new Error(`wasm: ${kernel} failed`);
    }
  }

  /** Waits until the parts that others have taken are done. */
  #join(): void {
    const control = this.#control;
    const began = performance.now();
    for (let rounds = 1;; rounds++) {
      const undone = Atomics.load(control, SLOT.undone);
      if (undone === 0) return;
      Atomics.pause();
      if (rounds % 256 !== 0) continue;
      const waited = performance.now() - began;
      if (waited > SPIN_MILLISECONDS) Atomics.wait(control, SLOT.undone, undone, 1);
      if (waited < PATIENCE_MILLISECONDS) continue;
      this.#isAlone = true;
      throw new Error(
        `wasm: a thread has not done its part for ${PATIENCE_MILLISECONDS / 1000} s; ` +
          "from now on there is one thread",
      );
    }
  }
}

// The functions from here on are also, as text, the source of a worker: they may use each other and the constants that
// the constructor puts before them, and nothing else.

/** Takes parts until none waits. */
function takeParts(
  control: Int32Array,
  all: Float64Array,
  kernels: Kernels[string][],
  thread: number,
): void {
  for (;;) {
    const waiting = Atomics.load(control, SLOT.waiting);
    if (waiting === 0) return;
    // who decrements the number owns that part, and nothing in the block changes before it is done
    if (Atomics.compareExchange(control, SLOT.waiting, waiting, waiting - 1) !== waiting) continue;
    const first = SLOT.arguments + (waiting - 1) * SLOT.argumentsPerPart;
    const scratch = control[SLOT.scratch] + thread * control[SLOT.step];
    try {
      const part = all.subarray(first, first + control[SLOT.count]);
      kernels[control[SLOT.kernel]](...part, scratch);
    } catch {
      Atomics.store(control, SLOT.failed, 1);
    }
    if (Atomics.sub(control, SLOT.undone, 1) === 1) Atomics.notify(control, SLOT.undone);
  }
}

/** Node's module of workers, where there is one. */
export function nodeWorkers(): typeof import("node:worker_threads") | undefined {
  const { process } = globalThis as { process?: typeof import("node:process") };
  return process?.getBuiltinModule?.("node:worker_threads");
}

/** Starts the next thread, which starts the one after it; where it cannot start, there is one thread less. */
function startWorker(data: WorkerData): void {
  if (data.thread === data.threads) return;
  try {
    const node = nodeWorkers();
    if (!node) return new Worker(URL.createObjectURL(new Blob([data.source]))).postMessage(data);
    const worker = new node.Worker(data.source, { eval: true, workerData: data });
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

/** Writes to every page, without a change; in between, every 2 ms or so, takes the parts that wait. */
function prefault(
  memory: WebAssembly.Memory,
  ranges: readonly [from: number, to: number][],
  doParts: () => void,
): void {
  const values = new Int32Array(memory.buffer);
  for (const [from, to] of ranges) {
    for (let address = from; address < to; address += 4096) {
      if (address % 2 ** 20 === 0) doParts();
      Atomics.add(values, address / 4, 0);
    }
  }
}

/** The life of a worker: it takes parts, spins for a moment, and sleeps until it is woken. */
function workerMain(data: WorkerData): void {
  startWorker({ ...data, thread: data.thread + 1 });
  const control = new Int32Array(data.block);
  const all = new Float64Array(data.block);
  const { exports } = new WebAssembly.Instance(data.module, { env: { memory: data.memory } });
  const byName = kernelsOf(exports, data.library, data.memory);
  const kernels = data.names.map((name) => byName[name]);
  Atomics.add(control, SLOT.ready, 1);
  if (data.thread === 1) {
    prefault(data.memory, data.prefaultRanges, () => takeParts(control, all, kernels, data.thread));
  }
  for (;;) {
    takeParts(control, all, kernels, data.thread);
    const began = performance.now();
    for (let rounds = 1; Atomics.load(control, SLOT.waiting) === 0; rounds++) {
      Atomics.pause();
      if (rounds % 256 !== 0 || performance.now() - began < SPIN_MILLISECONDS) continue;
      Atomics.add(control, SLOT.asleep, 1);
      Atomics.wait(control, SLOT.waiting, 0);
      Atomics.sub(control, SLOT.asleep, 1);
      break;
    }
  }
}
