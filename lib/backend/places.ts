// Where the numbers of an array lie: in the array, or newer ones in the memory of a device, such as a GPU. Whoever reads
// or writes an array outside of an operation of the backend asks here first. With the other backends, which compute in
// the arrays themselves, there is nothing to do.

import type { ArrayType, DeviceMemory, TypedArray } from "./contract.ts";

const memories = new Set<DeviceMemory>(); // of all backends that have computed
let current: DeviceMemory | undefined; // of the one that computes now
const own = new WeakSet<TypedArray>(); // what the library has made, and no reader has seen

/** Remembers the memory of a backend that begins to compute: what lies there must be found when another computes. */
export function useMemory(memory: DeviceMemory | undefined): void {
  current = memory;
  if (memory !== undefined) memories.add(memory);
}

/** `data` for an operation of the backend, which knows where the numbers are. */
export function forBackend(data: TypedArray): TypedArray {
  for (const memory of memories) if (memory !== current) memory.handOut(data);
  return data;
}

/** `data` with its numbers, to be read and written until the next operation of the backend. */
export function atHand(data: TypedArray): TypedArray {
  for (const memory of memories) memory.toHost(data);
  return data;
}

/** `data` with its numbers, for a reader: who keeps the array always sees the newest, and may write into it. */
export function handOut(data: TypedArray): TypedArray {
  own.delete(data);
  for (const memory of memories) memory.handOut(data);
  return data;
}

/** An array that the library has just made, which a device may keep: also one that begins to compute later. */
export function owned(data: TypedArray): TypedArray {
  own.add(data);
  return data;
}

/** The same where a device computes now; elsewhere, small tensors would take longer. */
export function ownedOnDevice(data: TypedArray): TypedArray {
  return current === undefined ? data : owned(data);
}

/** Whether nobody but the library has `data`. */
export function isOwned(data: TypedArray): boolean {
  return own.has(data);
}

/** Copies the numbers of `from` to `to`, an array of the same type. */
export function copy(from: TypedArray, to: TypedArray): void {
  const isCopied = current?.copy(forBackend(from), forBackend(to));
  if (!isCopied) atHand(to).set(atHand(from));
}

/** A copy of `data` that no scope overwrites. */
export function copyOf(data: TypedArray): TypedArray {
  if (current === undefined) return owned(atHand(data).slice());
  const made = owned(new (data.constructor as ArrayType)(data.length));
  copy(data, made);
  return made;
}

/** Runs several operations of which nothing is read until they are over. */
export function together(run: () => void): void {
  if (current === undefined) run();
  else current.together(run);
}
