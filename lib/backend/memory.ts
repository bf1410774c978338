// Arrays, and the memory of its own that a backend may have for them.

/** Data of a tensor, row-major. */
export type TypedArray = Float32Array | Float64Array | Int32Array;

/** What makes one. */
export type ArrayType =
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | Int32ArrayConstructor;

/** Memory of a backend, in which it computes without copying; arena.ts says how long an array in it is good. */
export interface Arena {
  /** Begins a scope: what the one before it has allocated is forgotten. */
  open(): void;

  /** An uninitialized array; undefined if there is no room, so that an ordinary one has to do. */
  allocate(type: ArrayType, length: number): TypedArray | undefined;

  /** An array of zeros that no scope overwrites, and that is never freed; undefined if there is no room. */
  allocatePersistent(type: ArrayType, length: number): TypedArray | undefined;

  /** Whether `data` belongs to a scope. */
  overwrites(data: TypedArray): boolean;
}

/**
 * Memory of a device, where numbers of the arrays that it has allocated may be newer than those in the arrays. Such an
 * array belongs to the library; places.ts says who asks for it before it is touched.
 */
export interface DeviceMemory extends Arena {
  /** Brings the newest numbers into arrays, where they may be read and written until the next operation. */
  toHost(...arrays: TypedArray[]): void;

  /** The same, and from now on it is an array like any other: each operation reads the array, and writes into it. */
  handOut(data: TypedArray): void;

  /** Copies an array to another of its type on the device; false if the numbers are not there. */
  copy(from: TypedArray, to: TypedArray): boolean;

  /** Runs operations that belong together, and has the device begin with them. */
  together(run: () => void): void;
}
