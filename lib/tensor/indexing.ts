// Parts of a tensor, and its axes in another order: all of it copies.

import { copyOf } from "../backend/places.ts";
import { describe } from "../errors/describe.ts";
import { allocate, type Values } from "./dtype.ts";
import { arrayOf, hostArrayOf, NDArray } from "./ndarray.ts";
import { checkSingle, formatShape, resolveAxis, resolveIndex, sizeOf, stridesOf } from "./shape.ts";

/** One axis of {@linkcode Tensor.slice}: an index, `[start, stop, step?]` (stop `null`: to the end), or `null`: all. */
export type SliceRange =
  | number
  | null
  | readonly [start: number, stop: number | null, step?: number];

/** The part of x that `ranges` name, one for each axis; axes without are kept whole. */
export function slice(x: Values, ranges: readonly SliceRange[]): Values {
  if (ranges.length > x.shape.length) {
    throw new RangeError(
      `Tensor.slice: ${ranges.length} ranges for the ${x.shape.length} axes of shape ` +
        formatShape(x.shape),
    );
  }
  const shape: number[] = [];
  const strides: number[] = [];
  let offset = 0;
  stridesOf(x.shape).forEach((stride, axis) => {
    const range = ranges[axis] ?? null;
    const length = x.shape[axis];
    if (typeof range === "number") {
      offset += stride * resolveIndex("Tensor.slice", range, length, axis);
    } else {
      const [start, stop, step] = resolveRange(range ?? [0, null], length);
      shape.push(Math.max(0, Math.ceil((stop - start) / step)));
      strides.push(stride * step);
      offset += stride * start;
    }
  });
  return gather(x, shape, strides, offset);
}

/** Start, stop and step counted from the front and cut to the axis, as NumPy does for `x[start:stop:step]`. */
function resolveRange(
  range: readonly [number, number | null, number?],
  length: number,
): [start: number, stop: number, step: number] {
  if (!Array.isArray(range)) {
    throw new TypeError(
      `Tensor.slice: needs for each axis an index, [start, stop] or null for all, got ` +
        describe(range),
    );
  }
  const [start, stop, step = 1] = range;
  const isRange = Number.isInteger(start) && (stop === null || Number.isInteger(stop)) &&
    Number.isInteger(step) && step >= 1;
  if (!isRange) {
    throw new RangeError(
      `Tensor.slice: a range needs integers [start, stop, step ≥ 1], got [${range.join(", ")}]`,
    );
  }
  const clip = (index: number) => Math.min(Math.max(index < 0 ? index + length : index, 0), length);
  return [clip(start), stop === null ? length : clip(stop), step];
}

/** The parts of x along `axis` in the order of `indices`. */
export function take(
  x: Values,
  indices: readonly number[] | Int32Array | NDArray,
  axis: number,
): Values {
  const at = resolveAxis("Tensor.take", axis, x.shape);
  if (indices instanceof NDArray && (indices.dtype !== "int32" || indices.ndim !== 1)) {
    throw new TypeError(
      `Tensor.take: indices need to be int32 with one axis, got ` +
        `${indices.dtype} ${formatShape(indices.shape)}`,
    );
  }
  const list = indices instanceof NDArray ? hostArrayOf(indices) : indices;
  if (!Array.isArray(list) && !(list instanceof Int32Array)) {
    throw new TypeError(
      `Tensor.take: indices need to be an array such as [0, 2], got ${describe(list)}`,
    );
  }
  const source = hostArrayOf(x);
  const outer = x.shape.slice(0, at);
  const inner = x.shape.slice(at + 1);
  const [before, length, after] = [sizeOf(outer), x.shape[at], sizeOf(inner)];
  const data = allocate(before * list.length * after, x.dtype);
  for (let k = 0; k < list.length; k++) {
    const index = resolveIndex("Tensor.take", list[k], length, at);
    for (let o = 0; o < before; o++) {
      const start = (o * length + index) * after;
      data.set(source.subarray(start, start + after), (o * list.length + k) * after);
    }
  }
  return { data, shape: [...outer, list.length, ...inner], dtype: x.dtype };
}

/** x with its axes in the given order; reversed if none are given. */
export function transpose(x: Values, axes: readonly number[]): Values {
  checkSingle("Tensor.transpose", axes);
  const ndim = x.shape.length;
  const order = axes.length === 0
    ? x.shape.map((_, axis) => ndim - 1 - axis)
    : axes.map((axis) => resolveAxis("Tensor.transpose", axis, x.shape));
  if (order.length !== ndim || new Set(order).size !== ndim) {
    throw new RangeError(
      `Tensor.transpose: axes (${axes.join(", ")}) do not name each of the ${ndim} axes ` +
        `of shape ${formatShape(x.shape)} once`,
    );
  }
  const strides = stridesOf(x.shape);
  return gather(x, order.map((axis) => x.shape[axis]), order.map((axis) => strides[axis]), 0);
}

/** A copy of x that outlives a scope of the arena. */
export function clone(x: Values): Values {
  return { data: copyOf(arrayOf(x)), shape: x.shape, dtype: x.dtype };
}

/** A copy of the elements at offset + Σ index·stride, in the order of `shape`. */
function gather(
  x: Values,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): Values {
  const { dtype } = x;
  const source = hostArrayOf(x);
  const data = allocate(sizeOf(shape), dtype);
  let next = 0;
  const copy = (axis: number, from: number) => {
    if (axis === shape.length) {
      data[next++] = source[from];
    } else if (axis === shape.length - 1) {
      const stride = strides[axis];
      for (let i = 0; i < shape[axis]; i++) data[next++] = source[from + i * stride];
    } else {
      for (let i = 0; i < shape[axis]; i++) copy(axis + 1, from + i * strides[axis]);
    }
  };
  if (data.length > 0) copy(0, offset);
  return { data, shape, dtype };
}
