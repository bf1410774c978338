// Which array has which buffer on the device, and where its newest numbers are. An array that the library has made, and
// that no reader has seen, belongs to the device: it is copied there when it is first needed, and back when somebody
// asks. Any other, which others may use at any time, is copied for each operation that reads it, and back after a write.

import type { ArrayType, DeviceMemory, TypedArray } from "../contract.ts";
import { isOwned, owned } from "../places.ts";
import type { Binding, Device, Gpu, Kernel } from "./device.ts";
import { type Buffer, type Entry, Pool } from "./pool.ts";
import { Slots } from "./slots.ts";

/** The memory of a device, and what kernels run on. */
export class Memory implements DeviceMemory, Gpu {
  readonly device: Device;
  readonly #pool: Pool;
  readonly #entries = new WeakMap<TypedArray, Entry>();
  // between two jobs; what a loop without await leaves behind, the limit of the pool bounds
  readonly #collected = new FinalizationRegistry<Buffer>((buffer) => this.#release(buffer.owner));
  readonly #borrowed = new Map<TypedArray, Buffer>(); // for this operation, of other arrays
  readonly #scratch = new Map<TypedArray, Buffer>(); // for this operation
  readonly #written = new Set<TypedArray>(); // those among the borrowed that a kernel has written
  readonly #slots = new Slots();
  #isTogether = false; // whether the next update belongs to those before it

  /** @param limit bytes on the device, by default 1 GB */
  constructor(device: Device, limit = 2 ** 30) {
    this.device = device;
    this.#pool = new Pool(device, limit, (buffers) => this.#evict(buffers));
  }

  /** Bytes on the device. */
  get bytes(): number {
    return this.#pool.bytes;
  }

  open(): void {
    for (const entry of this.#slots.open()) this.#release(entry);
  }

  allocate(type: ArrayType, length: number): TypedArray | undefined {
    if (type === Float64Array || length === 0) return undefined;
    const slot = this.#slots.next(length * type.BYTES_PER_ELEMENT);
    if (slot === undefined) return undefined;
    slot.entry.place = "array";
    slot.entry.evicted = undefined;
    const data = new type(slot.memory);
    this.#entries.set(data, slot.entry);
    return data;
  }

  allocatePersistent(type: ArrayType, length: number): TypedArray {
    return owned(new type(length));
  }

  overwrites(data: TypedArray): boolean {
    return this.#entries.get(data)?.isInSlot ?? false;
  }

  toHost(...arrays: TypedArray[]): void {
    const reads: [TypedArray, Binding][] = [];
    for (const array of arrays) {
      const entry = this.#entries.get(array);
      if (entry === undefined) continue;
      if (entry.evicted !== undefined) bytesOf(array).set(entry.evicted);
      else if (entry.place === "device") reads.push([array, [entry.buffer!.id, entry.bytes]]);
      entry.evicted = undefined;
    }
    if (reads.length > 0) {
      const bindings = reads.map(([, binding]) => binding);
      this.device.read(bindings, (i, bytes) => bytesOf(reads[i][0]).set(bytes));
    }
    for (const array of arrays) {
      const entry = this.#entries.get(array);
      if (entry !== undefined) entry.place = "array";
    }
  }

  /** Whether the newest numbers are in the array itself. */
  isAtHand(data: TypedArray): boolean {
    return this.#entries.get(data)?.place !== "device";
  }

  handOut(data: TypedArray): void {
    const entry = this.#entries.get(data);
    if (entry === undefined) return;
    this.toHost(data);
    this.#entries.delete(data);
    this.#release(entry);
    entry.isInSlot = false;
  }

  copy(from: TypedArray, to: TypedArray): boolean {
    if (this.#entries.get(from)?.place !== "device" || !this.#entryOf(to)) return false;
    this.operation(() =>
      this.device.copy(this.#input(from).id, this.#output(to).id, from.byteLength)
    );
    return true;
  }

  /** Runs an operation. One that is no update ends what Stop has left together, which passes over `finally`. */
  operation(run: () => void, isUpdate = false): void {
    this.#isTogether &&= isUpdate;
    if (!this.#isTogether) this.#beginOperation();
    try {
      run();
    } finally {
      if (!this.#isTogether) this.#endOperation();
    }
  }

  together(run: () => void): void {
    this.#beginOperation();
    this.#isTogether = true;
    try {
      run();
    } finally {
      this.#isTogether = false;
      this.#endOperation();
      this.device.post();
    }
  }

  /** Brings arrays to the device that a kernel is going to change. */
  load(arrays: TypedArray[]): void {
    for (const array of arrays) this.#input(array);
  }

  run(
    kernel: Kernel,
    { inputs, outputs, integers = [], floats = [], workgroups }: Parameters<Gpu["run"]>[1],
  ): void {
    const uniforms = new ArrayBuffer(4 * (integers.length + floats.length));
    new Uint32Array(uniforms, 0, integers.length).set(integers);
    new Float32Array(uniforms, 4 * integers.length).set(floats);
    const bind = (array: TypedArray, { id }: Buffer): Binding => [id, array.byteLength];
    const read = inputs.map((array) => bind(array, this.#input(array)));
    const written = outputs.map((array) => bind(array, this.#output(array)));
    this.device.run(kernel, read, written, new Uint8Array(uniforms), workgroups);
  }

  scratch(length: number): Float32Array {
    const handle = new Float32Array(length);
    this.#scratch.set(handle, this.#pool.take(handle.byteLength));
    return handle;
  }

  /** The buffer of an array that a kernel reads. */
  #input(array: TypedArray): Buffer {
    const entry = this.#entryOf(array);
    if (entry === undefined) {
      const known = this.#scratch.get(array) ?? this.#borrowed.get(array);
      if (known !== undefined) return known;
      const buffer = this.#borrow(array);
      this.device.write(buffer.id, array);
      return buffer;
    }
    const buffer = this.#bufferOf(entry, array);
    if (entry.evicted !== undefined) this.device.write(buffer.id, entry.evicted);
    else if (entry.place === "array") {
      this.device.write(buffer.id, array);
      entry.place = "both";
    }
    entry.evicted = undefined;
    return buffer;
  }

  /** The buffer of an array that a kernel writes. */
  #output(array: TypedArray): Buffer {
    const entry = this.#entryOf(array);
    if (entry !== undefined) {
      entry.place = "device";
      entry.evicted = undefined;
      return this.#bufferOf(entry, array);
    }
    const scratch = this.#scratch.get(array);
    if (scratch !== undefined) return scratch;
    this.#written.add(array);
    return this.#borrowed.get(array) ?? this.#borrow(array);
  }

  /** What is known of an array; undefined for one that does not belong to the device. */
  #entryOf(array: TypedArray): Entry | undefined {
    const known = this.#entries.get(array);
    if (known !== undefined || !isOwned(array)) return known;
    const entry: Entry = { bytes: array.byteLength, place: "array", isInSlot: false };
    this.#entries.set(array, entry);
    return entry;
  }

  #borrow(array: TypedArray): Buffer {
    const buffer = this.#pool.take(array.byteLength);
    this.#borrowed.set(array, buffer);
    return buffer;
  }

  #bufferOf(entry: Entry, array: TypedArray): Buffer {
    if (entry.buffer !== undefined) this.#pool.touch(entry.buffer);
    else {
      entry.buffer = this.#pool.take(entry.bytes, entry);
      if (!entry.isInSlot) this.#collected.register(array, entry.buffer, entry.buffer);
    }
    return entry.buffer;
  }

  /** Gives back the buffer of an entry. */
  #release(entry: Entry | undefined): void {
    if (entry?.buffer === undefined) return;
    this.#collected.unregister(entry.buffer);
    this.#pool.release(entry.buffer);
    entry.buffer = undefined;
  }

  #beginOperation(): void {
    this.#giveBack(); // what an operation has borrowed in which a cell was stopped
    this.#pool.beginOperation();
  }

  #giveBack(): void {
    for (const borrowed of [this.#borrowed, this.#scratch]) {
      for (const buffer of borrowed.values()) this.#pool.release(buffer);
      borrowed.clear();
    }
    this.#written.clear();
  }

  /** Brings what was written into arrays of others, and gives back what was borrowed. */
  #endOperation(): void {
    const arrays = [...this.#written];
    const reads = arrays.map((array): Binding => [this.#borrowed.get(array)!.id, array.byteLength]);
    this.#giveBack();
    if (reads.length > 0) this.device.read(reads, (i, bytes) => bytesOf(arrays[i]).set(bytes));
    else this.device.postIfMuch();
  }

  /** Saves the numbers that nothing but these buffers has. */
  #evict(buffers: Buffer[]): void {
    const entries = buffers.map(({ owner }) => owner!);
    const newest = entries.filter(({ place }) => place === "device");
    const reads = newest.map((entry): Binding => [entry.buffer!.id, entry.bytes]);
    if (reads.length > 0) this.device.read(reads, (i, bytes) => newest[i].evicted = bytes);
    for (const entry of entries) {
      this.#collected.unregister(entry.buffer!);
      entry.buffer = undefined;
      if (entry.place === "both") entry.place = "array";
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
