// Memory that a scope uses when the one before it is over, as a training step does after the last: of an array of as many
// bytes, with its buffer on the device.

import type { Entry } from "./pool.ts";

/** Memory for an array. */
export interface Slot {
  readonly memory: ArrayBuffer;
  readonly entry: Entry;
}

const MOST = 512 * 2 ** 20; // bytes: then slots of all the sizes that ever were are forgotten

/** The memory of scopes. */
export class Slots {
  readonly #byBytes = new Map<number, { slots: Slot[]; used: number }>();
  #bytes = 0;

  /** Begins a scope; returns the entries that no later one uses. */
  open(): Entry[] {
    const lists = [...this.#byBytes.values()];
    for (const list of lists) list.used = 0;
    if (this.#bytes <= MOST) return [];
    this.#byBytes.clear();
    this.#bytes = 0;
    return lists.flatMap(({ slots }) => slots.map(({ entry }) => entry));
  }

  /** Memory that this scope has not used yet; undefined for more than there may be. */
  next(bytes: number): Slot | undefined {
    if (bytes > MOST) return undefined;
    let list = this.#byBytes.get(bytes);
    if (list === undefined) this.#byBytes.set(bytes, list = { slots: [], used: 0 });
    const known = list.slots[list.used];
    if (known?.entry.isInSlot) { // else a reader has got it
      list.used++;
      return known;
    }
    if (known === undefined) this.#bytes += bytes;
    const entry: Entry = { bytes, place: "array", isInSlot: true };
    return list.slots[list.used++] = { memory: new ArrayBuffer(bytes), entry };
  }
}
