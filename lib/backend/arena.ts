// Memory by scope. While a scope is open, new tensors lie in the backend's own memory, where it computes without
// copies; the next scope uses that memory again. Outside a scope, and with a backend that has no memory of its own,
// tensors are ordinary arrays. Network opens a scope for a gradient, a loss, and each batch of an accuracy. What
// outlives scopes, parameters and the state of an optimizer, is persistent.

import type { Arena, ArrayType, TypedArray } from "./contract.ts";
import { backend } from "./mod.ts";
import { atHand, owned, ownedOnDevice } from "./places.ts";

let arena: Arena | undefined; // of the last scope that was opened
let scope = 0; // its number
let isOpen = false;
const saved = new WeakMap<TypedArray, TypedArray>(); // data in a scope → the copy that stays

/**
 * Runs `run` in a scope of its own. Its tensors that are read before the next scope opens are good for ever; the others
 * are overwritten.
 */
export function withArena<T>(run: () => T): T {
  if (backend.arena === undefined) return run();
  queueMicrotask(close); // here too if one is open: Stop in a microtask forgets the others
  if (isOpen) return run();
  arena = backend.arena;
  scope++;
  isOpen = true;
  arena.open();
  try {
    return run();
  } finally {
    isOpen = false;
  }
}

/** Once a job is over no scope is open: Stop, which may end a cell anywhere, passes over `finally`. */
function close(): void {
  isOpen = false;
}

/** An array for `length` numbers: uninitialized while a scope is open, otherwise zeros. */
export function allocate(type: ArrayType, length: number): TypedArray {
  return (isOpen ? arena!.allocate(type, length) : undefined) ?? ordinary(type, length);
}

function ordinary(type: ArrayType, length: number): TypedArray {
  try {
    return ownedOnDevice(new type(length));
  } catch (cause) {
    const gigabytes = Math.ceil(length * type.BYTES_PER_ELEMENT / 2 ** 30).toLocaleString("en-US");
    throw new RangeError(
      `Tensor: ${length.toLocaleString("en-US")} numbers need ${gigabytes} GB of memory, and ` +
        `there is not so much`,
      { cause },
    );
  }
}

/** An array of `length` zeros that no scope overwrites. */
export function allocatePersistent(type: ArrayType, length: number): TypedArray {
  return owned(backend.arena?.allocatePersistent(type, length) ?? new type(length));
}

/** The number of the scope that `data` belongs to; 0 if to none. */
export function scopeOf(data: TypedArray): number {
  return arena?.overwrites(data) ? scope : 0;
}

/** Whether this scope is open, so that its data may be used in place. */
export function isInScope(number: number): boolean {
  return isOpen && number === scope;
}

/**
 * An ordinary array with the `data` of a scope, the same one for all tensors that share `data`; undefined if a later
 * scope has reused its memory.
 */
export function save(data: TypedArray, number: number): TypedArray | undefined {
  const known = saved.get(data);
  if (known !== undefined || number !== scope) return known;
  const copy = atHand(data).slice();
  saved.set(data, copy);
  return copy;
}
