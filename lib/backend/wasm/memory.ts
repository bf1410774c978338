// The memory that the kernels compute in. What a training step makes lies here from the start, one array after the other:
// its arena, which the next step overwrites. Above it is the workshop of one operation, where arrays that JavaScript owns
// are copied to and results are copied from (34 GB/s). So nobody has to give anything back: a loop of any length needs
// no more than its largest step, and the memory grows to that.

import type { Arena, ArrayType, TypedArray } from "../contract.ts";

const PAGE = 65536; // bytes, of WebAssembly
const MOST_PAGES = 65536; // 4 GB, what an address of 32 bits reaches
const GROWTH = 256; // pages, at least: 16 MB
const MOST_OF_A_STEP = 768 * 2 ** 20; // bytes; what does not fit is made of ordinary arrays

/** A WebAssembly memory. */
export class Workshop implements Arena {
  /** what the kernels import */
  readonly memory: WebAssembly.Memory;
  /** whether threads can share the memory, and arrays can stay in it when it grows; not in every browser page */
  readonly isShared: boolean;
  #isOpen = false;
  #floor = 0; // where the arena ends
  #top = 0; // where the operation's arrays end
  #held = new Map<TypedArray, number>(); // arrays of JavaScript that are copied here already
  #views: ReturnType<typeof viewsOf>;
  #buffer: ArrayBufferLike;
  #buffersBefore = new WeakSet<ArrayBufferLike>(); // a shared memory that grows gets another buffer for the same bytes

  /** A memory of its own. */
  constructor() {
    const size = { initial: 1, maximum: MOST_PAGES };
    const shared = attempt(() => new WebAssembly.Memory({ ...size, shared: true }));
    this.memory = shared ?? new WebAssembly.Memory(size);
    this.isShared = shared !== undefined;
    this.#buffer = this.memory.buffer;
    this.#views = viewsOf(this.#buffer);
  }

  open(): void {
    this.#floor = 0;
    this.#isOpen = true;
  }

  close(): void {
    this.#held.clear();
    this.#isOpen = false;
  }

  allocate(type: ArrayType, length: number): TypedArray | undefined {
    const bytes = length * type.BYTES_PER_ELEMENT;
    if (this.#floor + bytes > MOST_OF_A_STEP) return undefined;
    this.begin();
    const address = this.reserve(bytes);
    this.#floor = this.#top;
    return new type(this.#buffer as ArrayBuffer, address, length); // it is shared, which makes no difference
  }

  holds(data: TypedArray): boolean {
    return data.buffer === this.#buffer || this.#buffersBefore.has(data.buffer);
  }

  /** Begins an operation: what the one before has copied here is forgotten. */
  begin(): void {
    this.#top = this.#floor;
  }

  /**
   * Address of `bytes` bytes, at a multiple of 64, with at least 64 after them that may be overwritten.
   *
   * @throws RangeError if there is not so much memory
   */
  reserve(bytes: number): number {
    const address = this.#top;
    const top = address + Math.ceil(bytes / 64) * 64 + 64;
    if (top > this.#buffer.byteLength) this.#grow(top);
    this.#top = top;
    return address;
  }

  /** Address of `data`, or of a copy of it; during a step there is one copy, for nothing changes its inputs. */
  put(data: TypedArray): number {
    if (this.holds(data)) return data.byteOffset;
    if (!this.#isOpen || this.#floor > MOST_OF_A_STEP) return this.putOnce(data);
    const known = this.#held.get(data);
    if (known !== undefined) return known;
    const address = this.putOnce(data);
    this.#held.set(data, address);
    this.#floor = this.#top;
    return address;
  }

  /** Address of `data`, or of a copy of it for this operation. */
  putOnce(data: TypedArray): number {
    if (this.holds(data)) return data.byteOffset;
    const address = this.reserve(data.byteLength);
    this.#viewFor(data).set(data, address / data.BYTES_PER_ELEMENT);
    return address;
  }

  /** Address of `out`, or of as much room, for a result that `take` brings there. */
  room(out: TypedArray): number {
    return this.holds(out) ? out.byteOffset : this.reserve(out.byteLength);
  }

  /** Copies what lies at `address` to `out`, if that is not where it lies. */
  take(address: number, out: TypedArray): void {
    if (this.holds(out) && out.byteOffset === address) return;
    const first = address / out.BYTES_PER_ELEMENT;
    out.set(this.#viewFor(out).subarray(first, first + out.length));
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
        `wasm: an operation needs ${formatMegabytes(needed)} of memory, and there is not so much ` +
          `(${
            formatMegabytes(MOST_PAGES * PAGE)
          } at most); use a smaller batch, or useBackend("reference")`,
        { cause },
      );
    }
    this.#buffersBefore.add(this.#buffer);
    this.#buffer = this.memory.buffer;
    this.#views = viewsOf(this.#buffer);
  }
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
