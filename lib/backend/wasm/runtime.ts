// A module of kernels, the heap in which it computes, and threads that share both. It needs no permission and no
// file: the bytes are in module.ts, and compile in less than a millisecond.

import type { TypedArray } from "../contract.ts";
import type { Library } from "../openblas.ts";
import { Heap } from "./heap.ts";
import * as builds from "./module.ts";
import { type Kernels, kernelsOf, Threads } from "./threads.ts";

const PART = 16384; // elements: 64 or 128 KB
export const GRAIN = 16; // elements: a kernel may write whole vectors, which must not reach into the next part
export const COST_OF_AN_ELEMENT = 2.5; // in multiply-adds: 8,000 elements are worth a thread
export const PARTS_PER_THREAD = 4; // so that the others can take over from a thread that the system holds up
const LEAST_COST = 20_000; // multiply-adds that are worth handing over to another thread

/** With a multiply-add that is rounded once (relaxed SIMD), or with both roundings everywhere. */
export type Build = "relaxed" | "plain";

/** How {@linkcode Runtime.split} divides an operation. */
export interface Split {
  /** of each of the things, in multiply-adds or what takes as long */
  cost: number;
  /** parts begin at multiples of it; by default 1 */
  grain?: number;
  /** parts for each thread, at most; by default 4 */
  partsPerThread?: number;
  /** bytes of scratch for each thread */
  scratch?: number;
}

/** Kernels, a heap, and threads. */
export class Runtime {
  /** what assembly/index.ts exports; arguments are numbers, and addresses in the heap */
  readonly kernels: Kernels;
  /** in whose memory they compute */
  readonly heap: Heap;
  readonly #threads: Threads | undefined;
  readonly #leastCost: number;

  /**
   * A runtime with a memory of its own.
   *
   * @param leastCost multiply-adds that are worth another thread
   * @param library computes the kernel "openBlas", if that is called
   */
  constructor(
    build: Build,
    threads = 1,
    { leastCost = LEAST_COST, library }: { leastCost?: number; library?: Library | undefined } = {},
  ) {
    this.#leastCost = leastCost;
    this.heap = new Heap(threads);
    const { memory } = this.heap;
    const module = new WebAssembly.Module(bytesOf(build, this.heap.isShared));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.kernels = kernelsOf(exports, library, memory);
    if (threads > 1 && this.heap.isShared) {
      const { prefaultRanges } = this.heap;
      this.#threads = new Threads(threads, this.kernels, {
        module,
        memory,
        prefaultRanges,
        library,
      });
    }
  }

  /** How many threads compute now: 1 until the others are ready. */
  get threads(): number {
    return this.#threads?.ready ?? 1;
  }

  /**
   * Calls a kernel for parts of `count` things, in threads if there is enough to do. Parts must not depend on each
   * other, nor a thing's result on the part that it is in: then any number of threads gives the same bits.
   *
   * @param args the kernel's arguments for the things from `start` to `end`; after them comes the address of scratch
   */
  split(
    kernel: string,
    count: number,
    { cost, grain = 1, partsPerThread = PARTS_PER_THREAD, scratch = 0 }: Split,
    args: (start: number, end: number) => number[],
  ): void {
    const most = Math.floor(count * cost / this.#leastCost);
    const parts = this.threads === 1 ? 1 : Math.min(this.threads * partsPerThread, most);
    const size = Math.max(Math.ceil(count / parts / grain), 1) * grain;
    const all = [];
    for (let start = 0; start < count; start += size) {
      all.push(args(start, Math.min(start + size, count)));
    }
    this.run(kernel, all, scratch);
  }

  /**
   * Calls a kernel that computes element by element, on arrays of one length. If the outputs lie in the heap, threads
   * share the work. Otherwise it is done in parts that stay in the cache: relu of 1.7 million elements takes half the
   * time.
   *
   * @param outputs may be among the inputs
   * @param args the kernel's arguments for the addresses of inputs and outputs, in order, and a number of elements
   */
  elements(
    kernel: string,
    inputs: TypedArray[],
    outputs: TypedArray[],
    args: (addresses: number[], length: number) => number[],
  ): void {
    const { heap } = this;
    const [{ length, BYTES_PER_ELEMENT: bytes }] = outputs;
    if (outputs.every((array) => heap.holds(array))) {
      const split = { cost: COST_OF_AN_ELEMENT, grain: GRAIN };
      heap.withAddresses(inputs, outputs, (...addresses) => {
        this.split(
          kernel,
          length,
          split,
          (start, end) => args(addresses.map((address) => address + start * bytes), end - start),
        );
      });
      return;
    }
    for (let start = 0; start < length; start += PART) {
      const end = Math.min(start + PART, length);
      heap.reset();
      const sources = inputs.map((array) => heap.copyIn(array.subarray(start, end)));
      const parts = outputs.map((array) => array.subarray(start, end));
      const targets = outputs.map((array, i) =>
        inputs.includes(array) ? sources[inputs.indexOf(array)] : heap.allocOut(parts[i])
      );
      this.kernels[kernel](...args([...sources, ...targets], end - start));
      parts.forEach((part, i) => heap.copyOut(targets[i], part));
    }
  }

  /** Calls a kernel with each list of arguments and the address of scratch, in threads if there are several. */
  run(kernel: string, parts: number[][], scratch = 0): void {
    const inThreads = parts.length > 1 && this.threads > 1;
    const step = Math.ceil(scratch / 64) * 64 + 64;
    const room = this.heap.alloc(inThreads ? step * this.#threads!.wanted : scratch);
    if (inThreads) this.#threads!.run(kernel, parts, room, step);
    else for (const part of parts) this.kernels[kernel](...part, room);
  }
}

/** The best build that runs here; undefined where there is no SIMD. */
export function bestBuild(): Build | undefined {
  return (["relaxed", "plain"] as const).find((build) =>
    typeof WebAssembly !== "undefined" && WebAssembly.validate(bytesOf(build, false))
  );
}

/** 4 if all are float32, 8 if all are float64; undefined for what only the plain backend computes. */
export function bytesOfAll(...arrays: TypedArray[]): 4 | 8 | undefined {
  if (arrays.every((array) => array instanceof Float32Array)) return 4;
  return arrays.every((array) => array instanceof Float64Array) ? 8 : undefined;
}

/** The bytes of a build. They import a shared memory; where there is none, one bit of them says so. */
function bytesOf(build: Build, isShared = true): Uint8Array<ArrayBuffer> {
  const memory = "\x03env\x06memory\x02"; // the import env.memory, which is a memory; then 3: with a maximum and shared
  const letters = atob(builds[build]);
  return Uint8Array.from(
    isShared ? letters : letters.replace(memory + "\x03", memory + "\x01"),
    (letter) => letter.charCodeAt(0),
  );
}
