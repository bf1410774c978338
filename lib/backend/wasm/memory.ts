// The memory that the kernels compute in. Tensors stay ordinary arrays, which JavaScript collects: every operation
// copies its arrays in, computes, and copies the results out (34 GB/s). So nothing here outlives an operation, a loop
// of any length needs no more than its largest operation, and the memory grows to that.

import type { TypedArray } from "../contract.ts";

const PAGE = 65536; // bytes, of WebAssembly
const MOST_PAGES = 65536; // 4 GB, what an address of 32 bits reaches

/** A WebAssembly memory in which arrays lie one after the other until the next operation begins. */
export class Workshop {
  /** what the kernels import */
  readonly memory: WebAssembly.Memory;
  /** whether threads can share the memory; not in every browser page */
  readonly isShared: boolean;
  #top = 0;
  #views: ReturnType<typeof viewsOf>;

  /** A memory of its own. */
  constructor() {
    const size = { initial: 1, maximum: MOST_PAGES };
    const shared = attempt(() => new WebAssembly.Memory({ ...size, shared: true }));
    this.memory = shared ?? new WebAssembly.Memory(size);
    this.isShared = shared !== undefined;
    this.#views = viewsOf(this.memory.buffer);
  }

  /** Begins an operation: all that lay here is forgotten. */
  begin(): void {
    this.#top = 0;
  }

  /**
   * Address of `bytes` bytes, at a multiple of 64, with at least 64 after them that may be overwritten.
   *
   * @throws RangeError if there is not so much memory
   */
  reserve(bytes: number): number {
    const address = this.#top;
    const top = address + Math.ceil(bytes / 64) * 64 + 64;
    const missing = Math.ceil((top - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.#grow(missing, top);
    this.#top = top;
    return address;
  }

  /** Address of a copy of `data`. */
  put(data: TypedArray): number {
    const address = this.reserve(data.byteLength);
    this.#viewFor(data).set(data, address / data.BYTES_PER_ELEMENT);
    return address;
  }

  /** Copies what lies at `address` to `out`. */
  take(address: number, out: TypedArray): void {
    const first = address / out.BYTES_PER_ELEMENT;
    out.set(this.#viewFor(out).subarray(first, first + out.length));
  }

  #viewFor(data: TypedArray): TypedArray {
    if (data instanceof Float32Array) return this.#views.float32;
    return data instanceof Float64Array ? this.#views.float64 : this.#views.int32;
  }

  #grow(pages: number, needed: number): void {
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw new RangeError(
        `wasm: an operation needs ${formatMegabytes(needed)} of memory, and there is not so much ` +
          `(${
            formatMegabytes(MOST_PAGES * PAGE)
          } at most); use a smaller batch, or useBackend("reference")`,
        { cause },
      );
    }
    this.#views = viewsOf(this.memory.buffer); // those of before are detached, or too short
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
