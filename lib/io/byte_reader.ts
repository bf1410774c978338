// Bytes, read one after the other.

import { latin1 } from "./pickle_literals.ts";

/** Bytes, and how far they are read. */
export class ByteReader {
  /** how many bytes are read */
  position = 0;
  /** the same bytes as numbers */
  readonly view: DataView;
  readonly #bytes: Uint8Array;

  /** All of `bytes`, from the first. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether all bytes are read. */
  get isAtEnd(): boolean {
    return this.position === this.#bytes.length;
  }

  /** Throws unless `count` bytes follow. */
  checkFollows(count: number): void {
    const left = this.#bytes.length - this.position;
    if (count > left) throw new Error(`${count} bytes are needed, but only ${left} follow`);
  }

  /** Goes on by `count` bytes; gives where they begin. */
  skip(count: number): number {
    this.checkFollows(count);
    this.position += count;
    return this.position - count;
  }

  /** The next `count` bytes. */
  take(count: number): Uint8Array {
    const start = this.skip(count);
    return this.#bytes.subarray(start, start + count);
  }

  /** An unsigned integer of 1 byte. */
  byte(): number {
    return this.#bytes[this.skip(1)];
  }

  /** One of 4 bytes. */
  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  /** One of 8 bytes, as near as a number comes. */
  uint64(): number {
    return Number(this.view.getBigUint64(this.skip(8), true));
  }

  /** The characters before the next line feed. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end < 0) throw new Error("a line begins here that does not end");
    const line = latin1(this.take(end - this.position));
    this.skip(1);
    return line;
  }
}
