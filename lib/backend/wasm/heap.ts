// The memory that the kernels compute in, from bottom to top: persistent arrays, such as parameters, up to a limit;
// the arena, with what a scope of backend/arena.ts allocates; and above it what one operation needs, copies of
// JavaScript's arrays and results that go back to them (34 GB/s). So nothing has to be freed: a loop of any length
// needs no more than its largest step.

import type { Arena, ArrayType, TypedArray } from "../contract.ts";

const PAGE = 65536; // bytes, of WebAssembly
const MOST_PAGES = 65536; // 4 GB, what an address of 32 bits reaches
const GROWTH = 256; // pages, at least: 16 MB
const MOST_OF_A_SCOPE = 768 * 2 ** 20; // bytes; what does not fit is made of ordinary arrays
// Bytes that scopes fill one after the other before they start at the bottom again: it takes twice as long to write
// where another thread has just read, 15 % of a step of TwoLayerNet.
const ROUND = 16 * 2 ** 20;
const MOST_PERSISTENT = 128 * 2 ** 20; // bytes, 25 times SimpleConvNet with Adam; only what is written counts
const USUAL_STEP = 24 * 2 ** 20; // bytes: SimpleConvNet's with 100 images
const USUAL_PERSISTENT = 6 * 2 ** 20; // bytes: its parameters, and the state of Adam

/** A WebAssembly memory and its allocator. */
export class Heap implements Arena {
  /** what the kernels import */
  readonly memory: WebAssembly.Memory;
  /** whether threads can share the memory, and arrays can stay in it when it grows; not in every browser page */
  readonly isShared: boolean;
  #persistentEnd = 64; // nothing lies at 0, which tells a kernel that there is no bias
  readonly #base: number; // of the arena
  readonly #round: number; // bytes after which a scope begins at the base again
  #start: number; // of this scope
  #floor: number; // end of the scope
  #top: number; // end of the operation's arrays
  #views: ReturnType<typeof viewsOf>;
  #buffer: ArrayBufferLike;
  #buffersBefore = new WeakSet<ArrayBufferLike>(); // of the same bytes, from before the memory grew

  /** A heap for one thread or several. */
  constructor(threads = 1) {
    const shared = attempt(() => {
      const initial = (MOST_PERSISTENT + USUAL_STEP) / PAGE;
      return new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared: true });
    });
    this.memory = shared ?? new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
    this.isShared = shared !== undefined;
    const base = this.isShared ? MOST_PERSISTENT : 0;
    this.#base =
      this.#start =
      this.#floor =
      this.#top =
        base;
    this.#round = threads > 1 ? ROUND : 0;
    this.#buffer = this.memory.buffer;
    this.#views = viewsOf(this.#buffer);
  }

  /** What a first step will write, from byte to byte. */
  get prefaultRanges(): [from: number, to: number][] {
    return [[0, USUAL_PERSISTENT], [this.#base, this.#base + USUAL_STEP]];
  }

  open(): void {
    if (this.#floor - this.#base > this.#round) this.#floor = this.#base;
    this.#start = this.#floor;
  }

  allocate(type: ArrayType, length: number): TypedArray | undefined {
    const bytes = length * type.BYTES_PER_ELEMENT;
    if (this.#floor - this.#start + bytes > MOST_OF_A_SCOPE) return undefined;
    this.reset();
    const address = this.alloc(bytes);
    this.#floor = this.#top;
    return this.#arrayAt(address, type, length);
  }

  allocatePersistent(type: ArrayType, length: number): TypedArray | undefined {
    const address = this.#persistentEnd;
    const end = endOf(address, length * type.BYTES_PER_ELEMENT);
    if (end > this.#base) return undefined;
    this.#persistentEnd = end;
    return this.#arrayAt(address, type, length);
  }

  overwrites(data: TypedArray): boolean {
    return this.holds(data) && data.byteOffset >= this.#base;
  }

  /** Whether `data` lies in this memory. */
  holds(data: TypedArray): boolean {
    return data.buffer === this.#buffer || this.#buffersBefore.has(data.buffer);
  }

  /** Begins an operation: frees what the one before it has allocated. */
  reset(): void {
    this.#top = this.#floor;
  }

  /**
   * Address of `bytes` bytes, at a multiple of 64, with at least 64 after them that may be overwritten.
   *
   * @throws RangeError if there is not so much memory
   */
  alloc(bytes: number): number {
    const address = this.#top;
    const top = endOf(address, bytes);
    if (top > this.#buffer.byteLength) this.#grow(top);
    this.#top = top;
    return address;
  }

  /** Address of `data`, or of a copy of it for this operation. */
  copyIn(data: TypedArray): number {
    if (this.holds(data)) return data.byteOffset;
    const address = this.alloc(data.byteLength);
    this.#viewFor(data).set(data, address / data.BYTES_PER_ELEMENT);
    return address;
  }

  /** Address of `out`, or of as many bytes, for a result that `copyOut` brings there. */
  allocOut(out: TypedArray): number {
    return this.holds(out) ? out.byteOffset : this.alloc(out.byteLength);
  }

  /** Copies from `address` to `out`, unless `out` lies there. */
  copyOut(address: number, out: TypedArray): void {
    if (this.holds(out) && out.byteOffset === address) return;
    const first = address / out.BYTES_PER_ELEMENT;
    out.set(this.#viewFor(out).subarray(first, first + out.length));
  }

  /** Runs one operation, with the addresses of its inputs and outputs, which are copied in before and out after it. */
  withAddresses(
    inputs: readonly TypedArray[],
    outputs: readonly TypedArray[],
    compute: (...addresses: number[]) => void,
  ): void {
    this.reset();
    const sources = inputs.map((array) => this.copyIn(array));
    const targets = outputs.map((array) => this.allocOut(array));
    compute(...sources, ...targets);
    outputs.forEach((array, i) => this.copyOut(targets[i], array));
  }

  #arrayAt(address: number, type: ArrayType, length: number): TypedArray {
    return new type(this.#buffer as ArrayBuffer, address, length); // the types do not know shared ones
  }

  #viewFor(data: TypedArray): TypedArray {
    if (data instanceof Float32Array) return this.#views.float32;
    return data instanceof Float64Array ? this.#views.float64 : this.#views.int32;
  }

  #grow(needed: number): void {
    const present = this.#buffer.byteLength / PAGE;
    const missing = Math.ceil(needed / PAGE) - present;
    try {
      this.memory.grow(Math.max(missing, Math.min(GROWTH, MOST_PAGES - present)));
    } catch (cause) {
      throw new RangeError(
        `wasm: an operation needs ${formatMegabytes(needed - this.#base)} of memory, and there ` +
          `is not so much (${
            formatMegabytes(MOST_PAGES * PAGE - this.#base)
          } at most); use a smaller batch, or useBackend("reference")`,
        { cause },
      );
    }
    this.#buffersBefore.add(this.#buffer);
    this.#buffer = this.memory.buffer;
    this.#views = viewsOf(this.#buffer);
  }
}

/** Where the next array can begin: arrays begin at multiples of 64, with at least 64 bytes between them. */
function endOf(address: number, bytes: number): number {
  return address + Math.ceil(bytes / 64) * 64 + 64;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function viewsOf(buffer: ArrayBufferLike) {
  return {
    float32: new Float32Array(buffer),
    float64: new Float64Array(buffer),
    int32: new Int32Array(buffer),
  };
}

function formatMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en-US")} MB`;
}
