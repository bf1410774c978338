// The memory of training steps. While a step is open, what tensors are made of lies in the backend's own memory, where it
// computes without copying; the next step uses that memory again. Outside a step, and with a backend that has no memory
// of its own, tensors are ordinary arrays. Network opens a step for a gradient, a loss, a batch of an accuracy. What every
// step needs, parameters and what an optimizer remembers of them, lies in that memory too, and stays.

import type { Arena, ArrayType, TypedArray } from "./contract.ts";
import { backend } from "./mod.ts";

let arena: Arena | undefined; // of the last step that was opened
let step = 0; // its number
let isOpen = false;
const saved = new WeakMap<TypedArray, TypedArray>(); // what lay in a step's memory → the copy that stays

/**
 * Runs `run` in a step. Of the tensors that it makes, those that are looked at before the next step is opened are good for
 * ever; the others are overwritten.
 */
export function inStep<T>(run: () => T): T {
  if (backend.arena === undefined || isOpen) return run();
  arena = backend.arena;
  step++;
  isOpen = true;
  arena.open();
  try {
    return run();
  } finally {
    isOpen = false;
  }
}

/** An array for `length` numbers; they may be anything while a step is open, and are 0 otherwise. */
export function allocate(type: ArrayType, length: number): TypedArray {
  return (isOpen ? arena!.allocate(type, length) : undefined) ?? ordinary(type, length);
}

function ordinary(type: ArrayType, length: number): TypedArray {
  try {
    return new type(length);
  } catch (cause) {
    const gigabytes = Math.ceil(length * type.BYTES_PER_ELEMENT / 2 ** 30).toLocaleString("en-US");
    throw new RangeError(
      `Tensor: ${length.toLocaleString("en-US")} numbers need ${gigabytes} GB of memory, and ` +
        `there is not so much`,
      { cause },
    );
  }
}

/** An array of `length` zeros for what every step needs. */
export function allocateLasting(type: ArrayType, length: number): TypedArray {
  return backend.arena?.allocateLasting(type, length) ?? new type(length);
}

/** The step that `data` belongs to; 0 if to none. */
export function stepOf(data: TypedArray): number {
  return arena?.overwrites(data) ? step : 0;
}

/** Whether step `number` is open, so that its data are used where they lie. */
export function isInStep(number: number): boolean {
  return isOpen && number === step;
}

/**
 * An ordinary array with what step `number` left in `data`: the same for the same data, which tensors may share; undefined
 * if a later step uses that memory again.
 */
export function save(data: TypedArray, number: number): TypedArray | undefined {
  const known = saved.get(data);
  if (known !== undefined || number !== step) return known;
  const copy = data.slice();
  saved.set(data, copy);
  return copy;
}
