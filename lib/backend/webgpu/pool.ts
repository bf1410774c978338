// Buffers of the device. What is given back is used again for arrays of about that size. When there is too much on the
// device, what was not used for the longest time leaves it.

import type { Device } from "./device.ts";

/** What is known of an array that belongs to the device. */
export interface Entry {
  readonly bytes: number;
  /** where the newest numbers are */
  place: "array" | "device" | "both";
  buffer?: Buffer | undefined;
  /** the numbers, if they had to leave the device */
  evicted?: Uint8Array<ArrayBuffer> | undefined;
  /** whether a scope uses the memory again */
  isInSlot: boolean;
}

/** A buffer on the device. */
export interface Buffer {
  readonly id: number;
  /** at least what was asked for */
  readonly bytes: number;
  /** whose numbers it has; undefined for those of one operation, and for one that was given back */
  owner: Entry | undefined;
  /** in which operation it was last used */
  used: number;
}

const OVERHEAD = 8 * 2 ** 10; // bytes that each buffer costs besides, in a driver and here
const ROOM = 1 / 4; // share of the limit that is made free when it is reached

/** The buffers of a device. */
export class Pool {
  readonly #device: Pick<Device, "create" | "destroy">;
  readonly #limit: number;
  readonly #leave: (buffers: Buffer[]) => void;
  readonly #owned = new Set<Buffer>(); // those not used for the longest time first
  readonly #free = new Map<number, number[]>(); // ids, by bytes
  #bytes = 0;
  #operation = 0;

  /** @param leave saves the numbers in buffers that are about to be destroyed */
  constructor(
    device: Pick<Device, "create" | "destroy">,
    limit: number,
    leave: (buffers: Buffer[]) => void,
  ) {
    this.#device = device;
    this.#limit = limit;
    this.#leave = leave;
  }

  /** Bytes on the device, with those that nobody uses, and what buffers cost besides. */
  get bytes(): number {
    return this.#bytes;
  }

  /** From here on, what is used stays until the next operation begins. */
  beginOperation(): void {
    this.#operation++;
  }

  /** A buffer for so many bytes, whose contents may be anything. */
  take(wanted: number, owner?: Entry): Buffer {
    const unit = 2 ** Math.max(Math.floor(Math.log2(wanted)) - 2, 8); // so that a quarter is idle at most
    const bytes = Math.max(Math.ceil(wanted / unit), 1) * unit;
    const cost = bytes + OVERHEAD;
    const known = this.#free.get(bytes)?.pop();
    if (known === undefined && this.#bytes + cost > this.#limit) this.#makeRoom(cost);
    if (known === undefined) this.#bytes += cost;
    const id = known ?? this.#device.create(bytes);
    const buffer = { id, bytes, owner, used: this.#operation };
    if (owner !== undefined) this.#owned.add(buffer);
    return buffer;
  }

  /** Remembers that a buffer with an owner is used. */
  touch(buffer: Buffer): void {
    buffer.used = this.#operation;
    this.#owned.delete(buffer);
    this.#owned.add(buffer);
  }

  /** Takes a buffer back. */
  release(buffer: Buffer): void {
    this.#owned.delete(buffer);
    buffer.owner = undefined;
    const free = this.#free.get(buffer.bytes);
    if (free === undefined) this.#free.set(buffer.bytes, [buffer.id]);
    else free.push(buffer.id);
  }

  #makeRoom(bytes: number): void {
    for (const [size, ids] of this.#free) {
      for (const id of ids) this.#destroy(id, size);
    }
    this.#free.clear();
    const leaving: Buffer[] = [];
    let missing = this.#bytes + bytes - this.#limit;
    if (missing <= 0) return;
    missing += this.#limit * ROOM;
    for (const buffer of this.#owned) {
      if (missing <= 0 || buffer.used === this.#operation) break;
      leaving.push(buffer);
      missing -= buffer.bytes + OVERHEAD;
    }
    this.#leave(leaving);
    for (const buffer of leaving) {
      this.#owned.delete(buffer);
      buffer.owner = undefined;
      this.#destroy(buffer.id, buffer.bytes);
    }
  }

  #destroy(id: number, bytes: number): void {
    this.#device.destroy(id);
    this.#bytes -= bytes + OVERHEAD;
  }
}
