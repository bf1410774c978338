// Pure functions on shapes, axes and dtypes. They know nothing of data; every check of the tensor
// module is here or calls here, so that one mistake has one message.

import { describe, numberOr } from "../errors/describe.ts";

/** Lengths of the axes, outermost first. */
export type Shape = readonly number[];

/**
 * A shape as the reader writes it: `(100, 784)`, `(3,)`, `()`.
 *
 * @example
 * ```ts
 * import { formatShape, ones } from "../mod.ts";
 * formatShape(ones([2, 3]).shape); // (2, 3)
 * formatShape([3]); // (3,)
 * ```
 */
export function formatShape(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** The index of the element at `offset`, row-major: `(0, 1)`. */
export function formatIndex(offset: number, shape: Shape): string {
  return formatShape(
    stridesOf(shape).map((stride, axis) => Math.floor(offset / stride) % shape[axis]),
  );
}

/** Number of elements of a tensor of this shape; 1 for the shape `()` of a single number. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) { // `every` takes longer where arrays are frozen
    if (a[axis] !== b[axis]) return false;
  }
  return true;
}

/** Throws unless each value is an integer of at least `least`. */
export function checkIntegers(call: string, values: Record<string, number>, least: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(
        `${call}: ${name} needs to be an integer of at least ${least}, got ${numberOr(value)}`,
      );
    }
  }
}

/** A frozen copy of `shape`, which may be a single length, after checking every length. */
export function checkShape(call: string, shape: number | Shape): Shape {
  if (typeof shape !== "number" && !Array.isArray(shape)) {
    throw new TypeError(`${call}: needs a shape such as [2, 3], got ${describe(shape)}`);
  }
  const lengths = typeof shape === "number" ? [shape] : [...shape];
  for (const length of lengths) {
    if (!Number.isInteger(length) || length < 0) {
      throw new RangeError(
        `${call}: a shape needs integers of at least 0, got (${lengths.join(", ")})`,
      );
    }
  }
  return Object.freeze(lengths);
}

/** The axis counted from the front; a negative axis counts from the back. */
export function resolveAxis(call: string, axis: number, shape: Shape): number {
  const ndim = shape.length;
  if (typeof axis !== "number") {
    throw new TypeError(`${call}: axis needs to be an integer such as 0, got ${describe(axis)}`);
  }
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
    throw new RangeError(
      ndim === 0
        ? `${call}: axis ${axis}, but a single number has no axes`
        : `${call}: axis ${axis} is not one of the ${ndim} axes of shape ${formatShape(shape)}`,
    );
  }
  return axis < 0 ? axis + ndim : axis;
}

/** The index counted from the front; a negative index counts from the back. */
export function resolveIndex(call: string, index: number, length: number, axis: number): number {
  if (typeof index !== "number") {
    throw new TypeError(`${call}: an index needs to be an integer, got ${describe(index)}`);
  }
  if (!Number.isInteger(index) || index < -length || index >= length) {
    throw new RangeError(
      `${call}: index ${index} is out of range for axis ${axis} of length ${length}`,
    );
  }
  return index < 0 ? index + length : index;
}

/** Throws where an array is given instead of single numbers. */
export function checkSingle(call: string, numbers: readonly unknown[]): void {
  const [first] = numbers;
  if (Array.isArray(first)) {
    throw new TypeError(
      `${call}: takes the numbers one by one; write ${call.replace("Tensor", "x")}(${
        first.join(", ")
      })`,
    );
  }
}

/** `lengths` with the one that may be −1 worked out, if they hold the elements of `shape`. */
export function resolveLengths(lengths: readonly number[], shape: Shape): Shape {
  checkSingle("Tensor.reshape", lengths);
  const size = sizeOf(shape);
  const resolved = [...lengths];
  const unknown = resolved.indexOf(-1);
  if (unknown >= 0) {
    resolved[unknown] = 1;
    resolved[unknown] = size / sizeOf(resolved);
  }
  const fits = resolved.every((length) => Number.isInteger(length) && length >= 0) &&
    sizeOf(resolved) === size;
  if (!fits) {
    throw new TypeError(
      `Tensor.reshape: the ${size} elements of shape ${formatShape(shape)} ` +
        `do not fill ${formatShape(lengths)}`,
    );
  }
  return resolved;
}

/** How two operands are walked to fill one output: a stride of 0 repeats an element (NumPy's broadcasting). */
export interface Broadcast {
  shape: Shape;
  /** strides of the first operand along the axes of `shape`, in elements */
  stridesA: readonly number[];
  /** strides of the second operand along the axes of `shape`, in elements */
  stridesB: readonly number[];
}

/**
 * NumPy's rule: shapes are aligned at the right; a length of 1, or an absent axis, is repeated.
 *
 * @throws TypeError if two lengths differ and neither is 1
 */
export function broadcast(call: string, a: Shape, b: Shape): Broadcast {
  if (sameShape(a, b)) {
    const strides = stridesOf(a);
    return { shape: a, stridesA: strides, stridesB: strides };
  }
  const ndim = Math.max(a.length, b.length);
  const shape = new Array<number>(ndim);
  for (let axis = 0; axis < ndim; axis++) {
    const lengthA = a[axis - ndim + a.length] ?? 1;
    const lengthB = b[axis - ndim + b.length] ?? 1;
    if (lengthA !== lengthB && lengthA !== 1 && lengthB !== 1) {
      throw new TypeError(
        `${call}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: ` +
          `${lengthA} ≠ ${lengthB}`,
      );
    }
    shape[axis] = lengthA === 1 ? lengthB : lengthA;
  }
  return {
    shape: Object.freeze(shape),
    stridesA: repeatedStrides(a, ndim),
    stridesB: repeatedStrides(b, ndim),
  };
}

/** Strides of `shape` seen with `ndim` axes: 0 where an element is repeated. */
function repeatedStrides(shape: Shape, ndim: number): number[] {
  const strides = stridesOf(shape).map((stride, axis) => shape[axis] === 1 ? 0 : stride);
  return [...new Array<number>(ndim - shape.length).fill(0), ...strides];
}
