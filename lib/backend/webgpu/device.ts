// The GPU. WebGPU is asynchronous and the book's API is not, so the device lives in a worker: commands are gathered here
// and go there in one message; who needs a number at once waits until the worker has copied it into shared memory. This
// works where a thread may wait, and where memory may be shared: in Deno, and in a worker of a page.

import type { TypedArray } from "../contract.ts";
import { nodeWorkers } from "../wasm/threads.ts";
import { type Command, type Message, SLOT } from "./executor.ts";
import { type DeviceWorker, mayWait, quietly, startWorker, textIn } from "./worker.ts";

/** A kernel: WGSL with the entry point `main`. Bindings of group 0: 0 the uniforms (integers as u32, then floats as f32, in one struct of scalars), then inputs (read-only storage), then outputs (read_write storage). */
export interface Kernel {
  name: string;
  code: string;
}

/** What kernels run on. */
export interface Gpu {
  /** Runs a kernel over whole arrays; an array that is read and written is an output only. Outputs need not be initialized. */
  run(
    kernel: Kernel,
    operands: {
      inputs: TypedArray[];
      outputs: TypedArray[];
      integers?: number[];
      floats?: number[];
      workgroups: [number, number?, number?];
    },
  ): void;
  /** an array of the device alone, for results between two kernels of one operation, good until the operation is over */
  scratch(length: number): Float32Array;
}

/** A part of a buffer, from its start on. */
export type Binding = readonly [buffer: number, bytes: number];

const MOST_COMMANDS = 400; // in a message: two steps of SimpleConvNet
const MOST_BYTES = 32 * 2 ** 20; // in a message
const MOST_AHEAD = 8; // messages that the worker has not done yet, so that a loop which reads nothing needs little memory
const LANDING = 64 * 2 ** 20; // bytes that are read at once
const ALIGNMENT = 256; // bytes, of uniforms
const PATIENCE = 300_000; // milliseconds: for a driver that imitates a GPU, and steps that were not waited for
const PATIENCE_AT_START = 30_000;
const remedy = 'useBackend("wasm") computes without it';

/** A GPU's device. */
export class Device {
  /** what computes, such as "NVIDIA H200", or "llvmpipe …" where the processor imitates a GPU */
  readonly adapter: string;
  /** bytes of the largest array that a kernel may read or write */
  readonly largest: number;
  /** how many messages went to the device, each of them one submission to its queue */
  submissions = 0;
  /** how many of these waited for numbers */
  readBacks = 0;
  readonly #worker: DeviceWorker["worker"];
  readonly #control: Int32Array;
  #patience = PATIENCE_AT_START;
  #isSilent = false; // whether a wait was in vain: then the next ones are short
  readonly #kernels = new Map<string, number>(); // by their code
  #commands: Command[] = [];
  #bytes = new Uint8Array(2 ** 16); // what commands write, and the uniforms of kernels
  #length = 0;
  #buffers = 0;
  #landing: SharedArrayBuffer | undefined;

  private constructor({ worker, control }: DeviceWorker, patience: number) {
    this.#worker = worker;
    this.#control = control;
    this.#wait(0);
    this.#patience = patience;
    this.adapter = textIn(this.#control);
    this.largest = this.#control[SLOT.largest];
  }

  /**
   * Starts the worker and waits for its device; in a page, where a worker starts when a script has returned, waits for
   * nothing: a later call finds the device there.
   *
   * @param patience milliseconds that a wait for numbers may take
   * @returns a sentence about what is missing, where there is no device
   */
  static start(patience = PATIENCE): Device | string {
    if (typeof SharedArrayBuffer === "undefined") {
      return "it needs memory that threads share; a page has that from deno task serve";
    }
    if (!mayWait()) return "a page's document may not wait for it, a cell may";
    starting ??= startWorker();
    const isReady = Atomics.load(starting.control, SLOT.done) >= 0;
    if (!isReady && !nodeWorkers()) {
      return "in a page a GPU is there after the script that asked for it; ask once more, later";
    }
    const it = starting;
    starting = undefined;
    try {
      return quietly(() => new Device(it, patience));
    } catch (error) {
      it.worker.terminate();
      return (error as Error).message.replace("webgpu: ", "").replace(`; ${remedy}`, "");
    }
  }

  /** Whether it has not failed, and has always answered. */
  get isUsable(): boolean {
    return this.#control[SLOT.failed] === 0 && !this.#isSilent;
  }

  /** The number of a new buffer. */
  create(bytes: number): number {
    this.#commands.push(["create", ++this.#buffers, bytes]);
    return this.#buffers;
  }

  /** Gives a buffer back. */
  destroy(buffer: number): void {
    this.#commands.push(["destroy", buffer]);
  }

  /** Copies numbers into a buffer; they may change afterwards. */
  write(buffer: number, numbers: ArrayBufferView): void {
    const { buffer: memory, byteOffset, byteLength } = numbers;
    if (this.#length + byteLength > MOST_BYTES) this.post(); // a message has to fit into a buffer
    const start = this.#append(new Uint8Array(memory, byteOffset, byteLength), 4);
    this.#commands.push(["write", buffer, start, byteLength]);
  }

  /** Copies a buffer into another. */
  copy(from: number, to: number, bytes: number): void {
    this.#commands.push(["copy", from, to, bytes]);
  }

  /** Runs a kernel. */
  run(
    { name, code }: Kernel,
    inputs: Binding[],
    outputs: Binding[],
    uniforms: Uint8Array,
    workgroups: [number, number?, number?],
  ): void {
    let kernel = this.#kernels.get(code);
    if (kernel === undefined) {
      this.#kernels.set(code, kernel = this.#kernels.size);
      this.#commands.push(["kernel", kernel, name, code, inputs.length, outputs.length]);
    }
    const start = this.#append(uniforms, ALIGNMENT);
    this.#commands.push(["run", kernel, [...inputs, ...outputs], start, workgroups]);
  }

  /** Sends what has been gathered if that is much. */
  postIfMuch(): void {
    if (this.#commands.length > MOST_COMMANDS || this.#length > MOST_BYTES) this.post();
  }

  /** Sends what has been gathered. */
  post(): void {
    if (this.#commands.length > 0) this.#send([]);
  }

  /**
   * Waits for the numbers in buffers.
   *
   * @throws Error where the device has failed, or does not answer
   */
  read(
    parts: readonly Binding[],
    take: (part: number, bytes: Uint8Array<ArrayBuffer>) => void,
  ): void {
    for (let first = 0; first < parts.length;) {
      let [end, total] = [first, 0];
      while (end < parts.length && (end === first || total + parts[end][1] <= LANDING)) {
        total += parts[end++][1];
      }
      if (this.#landing === undefined || this.#landing.byteLength < total) {
        this.#landing = new SharedArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(total, 4096))));
      }
      this.#wait(this.#send(parts.slice(first, end), this.#landing));
      this.readBacks++;
      for (let offset = 0; first < end; offset += parts[first++][1]) {
        take(first, new Uint8Array(this.#landing, offset, parts[first][1]).slice());
      }
    }
  }

  /** Ends the worker. */
  close(): void {
    this.#worker.terminate();
  }

  #send(reads: readonly Binding[], landing?: SharedArrayBuffer): number {
    this.#wait(this.submissions - MOST_AHEAD);
    const number = ++this.submissions;
    const length = Math.ceil(this.#length / ALIGNMENT) * ALIGNMENT;
    const { buffer } = this.#bytes.slice(0, length);
    const message: Message = { number, commands: this.#commands, bytes: buffer, reads, landing };
    this.#worker.postMessage(message, [buffer]);
    this.#commands = [];
    this.#length = 0;
    return number;
  }

  /** Where among the bytes of the next message these are. */
  #append(bytes: Uint8Array, alignment: number): number {
    const start = Math.ceil(this.#length / alignment) * alignment;
    const end = start + bytes.length;
    if (end + ALIGNMENT > this.#bytes.length) {
      const larger = new Uint8Array(2 * (end + ALIGNMENT));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, start);
    this.#length = end;
    return start;
  }

  /** Waits until the message of that number is done. */
  #wait(number: number): void {
    const control = this.#control;
    for (let began = 0, before = -2;;) {
      const done = Atomics.load(control, SLOT.done);
      if (done !== before) began = performance.now(); // it gets on
      before = done;
      if (control[SLOT.failed] !== 0) throw new Error(`webgpu: ${textIn(control)}; ${remedy}`);
      if (done >= number) return;
      const most = this.#isSilent ? 1000 : this.#patience;
      const left = most - (performance.now() - began);
      this.#isSilent ||= left <= 0;
      if (left <= 0) {
        throw new Error(`webgpu: no answer of the GPU for ${most / 1000} s; ${remedy}`);
      }
      Atomics.wait(control, SLOT.done, done, left);
    }
  }
}

let starting: DeviceWorker | undefined; // one that no Device has yet
let ahead: Promise<void> | undefined;

/**
 * Starts the first device where a worker begins only after the script that started it: in a page. Then there is one, or
 * a reason why there is none.
 */
export function startAhead(): Promise<void> {
  return ahead ??= (async () => {
    if (typeof SharedArrayBuffer === "undefined") return;
    const { control } = starting ??= startWorker();
    const began = performance.now();
    while (Atomics.load(control, SLOT.done) < 0 && performance.now() - began < PATIENCE_AT_START) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
}
