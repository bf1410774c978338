// Tensor: the n-dimensional array of the book's NumPy. A shape, a dtype and row-major data, always
// contiguous. Methods check, then make one call to the backend; none changes its receiver.

import { backend, type TypedArray } from "../backend/mod.ts";
import { allocate as allocateArray, isInScope, save, scopeOf } from "../backend/arena.ts";
import type { BinaryOperation, Reduction, UnaryOperation } from "../backend/contract.ts";
import { describe, describeNoTensor, numberOr } from "../errors/describe.ts";
import { formatTensor, htmlTensor } from "./format.ts";
import { mistakenNames } from "../errors/mistaken_names.ts";
import { checkOptions } from "../errors/options.ts";
import {
  broadcast,
  checkIntegers,
  checkShape,
  formatShape,
  resolveAxis,
  resolveIndex,
  sameShape,
  type Shape,
  sizeOf,
  stridesOf,
} from "./shape.ts";

export type { TypedArray } from "../backend/mod.ts";
export type { Shape } from "./shape.ts";

/** Element types. Labels and indices are int32; gradient checks need float64. */
export type DType = "float32" | "float64" | "int32";

/** Numbers nested as deep as the tensor has axes: `[[1, 2], [3, 4]]`. */
export type NestedNumbers = number | NestedNumbers[];

/** One axis of {@linkcode Tensor.slice}: an index, a range `[start, stop, step?]` (stop `null`: to the end), or `null` for all. */
export type SliceRange =
  | number
  | null
  | readonly [start: number, stop: number | null, step?: number];

const lost = "this tensor belonged to a training step that is over; keep a copy with clone()";

const arrayTypes = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

/** An array for `size` elements, which the caller writes, every one of them. */
function allocate(size: number, dtype: DType): TypedArray {
  return allocateArray(arrayTypes[dtype], size);
}

function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  throw new TypeError(
    `Tensor: data needs to be a Float32Array, Float64Array or Int32Array, got ` +
      describeNoTensor(data),
  );
}

function checkDType(call: string, dtype: DType): DType {
  if (typeof dtype !== "string") {
    throw new TypeError(
      `${call}: dtype needs to be "float32", "float64" or "int32", got ${describe(dtype)}` +
        (typeof dtype === "number" ? `; a shape goes into one array, such as [2, 3]` : ""),
    );
  }
  if (!Object.hasOwn(arrayTypes, dtype)) {
    throw new TypeError(`${call}: dtype "${dtype}" is none of "float32", "float64", "int32"`);
  }
  return dtype;
}

/**
 * An n-dimensional array of numbers.
 *
 * `shape` never changes. Methods return new tensors; `reshape` and `flatten` share `data` with their receiver.
 * Operands follow NumPy's broadcasting; a number takes the tensor's dtype, int32 with a float gives the float,
 * and float32 with float64 is a TypeError that names `astype`.
 *
 * @example
 * ```ts
 * import { tensor } from "../mod.ts";
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * x.add(tensor([10, 20, 30])); // [[11. 22. 33.] [14. 25. 36.]]
 * x.sum(0); // [5. 7. 9.]
 * x.dot(x.transpose()); // [[14. 32.] [32. 77.]]
 * ```
 * @see §1.5, §3.3
 */
export class Tensor {
  readonly #shape: Shape;
  readonly #dtype: DType;
  #data: TypedArray;
  #scope: number; // of the arena in which the data lie; 0 for an ordinary array

  /** A tensor that uses `data` without a copy; readers call {@linkcode tensor}, which copies. */
  constructor(data: TypedArray, shape: number | Shape) {
    this.#dtype = dtypeOf(data);
    this.#shape = checkShape("Tensor", shape);
    if (sizeOf(this.#shape) !== data.length) {
      throw new TypeError(
        `Tensor: ${data.length} elements do not fill shape ${formatShape(this.#shape)}`,
      );
    }
    this.#data = data;
    this.#scope = scopeOf(data);
  }

  /** Lengths of the axes; frozen. */
  get shape(): Shape {
    return this.#shape;
  }

  /** Type of the elements. */
  get dtype(): DType {
    return this.#dtype;
  }

  /**
   * The elements, row-major. Writing here is the one way to change a tensor. A layer of your own that wants to keep the
   * array of what passes through it keeps a copy, `x.clone().data`: later steps use the memory of a step again.
   *
   * @throws Error for what was made inside a network's `gradient`, `loss` or `accuracy`, if nobody has looked at it before
   * the next of them is called: then its memory is used again
   */
  get data(): TypedArray {
    if (this.#isLost()) throw new Error(`Tensor.data: ${lost}`);
    return this.#data;
  }

  /** Whether a later step has overwritten the data; what can be saved from that is. */
  #isLost(): boolean {
    if (this.#scope === 0 || isInScope(this.#scope)) return false;
    const data = save(this.#data, this.#scope);
    if (data === undefined) return true;
    this.#data = data;
    this.#scope = 0;
    return false;
  }

  /** Number of elements. */
  get size(): number {
    return this.#data.length;
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  // --- element by element -------------------------------------------------------------------

  /** Element-wise sum, with broadcasting. */
  add(y: Tensor | number): Tensor {
    return this.#binary("add", y);
  }

  /** Element-wise difference, with broadcasting. */
  sub(y: Tensor | number): Tensor {
    return this.#binary("sub", y);
  }

  /** Element-wise product, with broadcasting; the matrix product is {@linkcode dot}. */
  mul(y: Tensor | number): Tensor {
    return this.#binary("mul", y);
  }

  /** Element-wise quotient, with broadcasting; of two int32 operands, a float32 tensor. */
  div(y: Tensor | number): Tensor {
    return this.#binary("div", y);
  }

  /** Element-wise power, with broadcasting. */
  pow(y: Tensor | number): Tensor {
    return this.#binary("pow", y);
  }

  /** The larger of each pair, with broadcasting; NaN if either is NaN. */
  maximum(y: Tensor | number): Tensor {
    return this.#binary("maximum", y);
  }

  /** The smaller of each pair, with broadcasting; NaN if either is NaN. */
  minimum(y: Tensor | number): Tensor {
    return this.#binary("minimum", y);
  }

  /** 1 where this > y, else 0, in this dtype. */
  greater(y: Tensor | number): Tensor {
    return this.#binary("greater", y);
  }

  /** 1 where this < y, else 0, in this dtype. */
  less(y: Tensor | number): Tensor {
    return this.#binary("less", y);
  }

  /** 1 where this = y, else 0, in this dtype; NaN equals nothing. */
  equal(y: Tensor | number): Tensor {
    return this.#binary("equal", y);
  }

  /** −x */
  neg(): Tensor {
    return this.#unary("neg");
  }

  /** |x| */
  abs(): Tensor {
    return this.#unary("abs");
  }

  /** √x */
  sqrt(): Tensor {
    return this.#unary("sqrt");
  }

  /** eˣ */
  exp(): Tensor {
    return this.#unary("exp");
  }

  /** ln x */
  log(): Tensor {
    return this.#unary("log");
  }

  /** tanh x */
  tanh(): Tensor {
    return this.#unary("tanh");
  }

  /** 1 / (1 + e⁻ˣ); the book's name for it is the function `sigmoid`. */
  sigmoid(): Tensor {
    return this.#unary("sigmoid");
  }

  // --- products and shapes ------------------------------------------------------------------

  /**
   * Product of matrices and vectors: (M, K)·(K, N) → (M, N), (K,)·(K, N) → (N,), (M, K)·(K,) → (M,), (K,)·(K,) → ().
   *
   * @throws TypeError if the inner lengths differ, or an operand has neither 1 nor 2 axes
   * @see §3.3.2
   */
  dot(y: Tensor): Tensor {
    needTensor("Tensor.dot", "y", y);
    for (const operand of [this, y]) {
      if (operand.ndim !== 1 && operand.ndim !== 2) {
        throw new TypeError(
          `Tensor.dot: needs 1 or 2 axes, got shape ${formatShape(operand.shape)}`,
        );
      }
    }
    const K = this.shape[this.ndim - 1];
    if (K !== y.shape[0]) {
      throw new TypeError(
        `Tensor.dot: ${formatShape(this.shape)} does not fit ${formatShape(y.shape)}: ` +
          `${K} ≠ ${y.shape[0]}`,
      );
    }
    const rows = this.shape.slice(0, -1);
    const columns = y.shape.slice(1);
    const out = allocate(sizeOf(rows) * sizeOf(columns), commonDType("Tensor.dot", this, y));
    backend.gemm(this.data, y.data, out, sizeOf(rows), K, sizeOf(columns), false, false);
    return new Tensor(out, [...rows, ...columns]);
  }

  /** The axes in reverse order: a matrix transposed. */
  get T(): Tensor {
    return this.transpose();
  }

  /** A copy with its axes in the given order; without arguments, reversed. */
  transpose(...axes: number[]): Tensor {
    checkSingle("Tensor.transpose", axes);
    const order = axes.length === 0
      ? this.shape.map((_, axis) => this.ndim - 1 - axis)
      : axes.map((axis) => resolveAxis("Tensor.transpose", axis, this.shape));
    if (order.length !== this.ndim || new Set(order).size !== this.ndim) {
      throw new RangeError(
        `Tensor.transpose: axes (${axes.join(", ")}) do not name each of the ${this.ndim} axes ` +
          `of shape ${formatShape(this.shape)} once`,
      );
    }
    const strides = stridesOf(this.shape);
    return this.#gather(
      order.map((axis) => this.shape[axis]),
      order.map((axis) => strides[axis]),
      0,
    );
  }

  /**
   * The same data under another shape; one length may be −1 and is worked out.
   *
   * @throws TypeError if the number of elements differs
   */
  reshape(...shape: number[]): Tensor {
    checkSingle("Tensor.reshape", shape);
    const lengths = [...shape];
    const unknown = lengths.indexOf(-1);
    if (unknown >= 0) {
      lengths[unknown] = 1;
      lengths[unknown] = this.size / sizeOf(lengths);
    }
    const fits = lengths.every((length) => Number.isInteger(length) && length >= 0) &&
      sizeOf(lengths) === this.size;
    if (!fits) {
      throw new TypeError(
        `Tensor.reshape: the ${this.size} elements of shape ${formatShape(this.shape)} ` +
          `do not fill ${formatShape(shape)}`,
      );
    }
    return new Tensor(this.data, lengths);
  }

  /** The same data in one axis. */
  flatten(): Tensor {
    return new Tensor(this.data, [this.size]);
  }

  // --- reductions ---------------------------------------------------------------------------

  /** Sum of all elements. */
  sum(): number;
  /** Sums along an axis; `keepdims` leaves it with length 1. */
  sum(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  sum(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    return this.#reduce("sum", axis, options);
  }

  /** Largest of all elements; NaN if there is one. */
  max(): number;
  /** Largest along an axis; NaN if there is one. */
  max(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  max(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    return this.#reduce("max", axis, options);
  }

  /** Smallest of all elements; NaN if there is one. */
  min(): number;
  /** Smallest along an axis; NaN if there is one. */
  min(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  min(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    return this.#reduce("min", axis, options);
  }

  /** Mean of all elements. */
  mean(): number;
  /** Means along an axis. */
  mean(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  mean(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    return axis === undefined && options === undefined
      ? this.#mean(undefined, {}).item()
      : this.#mean(axis, options ?? {});
  }

  /** Variance of the population (divided by N) of all elements. */
  var(): number;
  /** Variances of the population along an axis. */
  var(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  var(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    const deviation = this.sub(this.#mean(axis, { keepdims: true }));
    const variance = deviation.mul(deviation);
    return axis === undefined && options === undefined
      ? variance.mean()
      : variance.mean(axis, options);
  }

  /** Standard deviation of the population of all elements. */
  std(): number;
  /** Standard deviations of the population along an axis. */
  std(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  std(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    return axis === undefined && options === undefined
      ? Math.sqrt(this.var())
      : this.var(axis, options).sqrt();
  }

  /** Index of the largest element of the flattened tensor; the first of equals, and NaN wins. */
  argmax(): number;
  /** Indices of the largest elements along an axis, int32; the first of equals, and NaN wins. */
  argmax(axis: number): Tensor;
  argmax(axis?: number): Tensor | number {
    return this.#reduce("argmax", axis);
  }

  /** Index of the smallest element of the flattened tensor; the first of equals, and NaN wins. */
  argmin(): number;
  /** Indices of the smallest elements along an axis, int32; the first of equals, and NaN wins. */
  argmin(axis: number): Tensor;
  argmin(axis?: number): Tensor | number {
    return this.#reduce("argmin", axis);
  }

  // --- picking ------------------------------------------------------------------------------

  /** The element at one index per axis; a negative index counts from the end. */
  at(...indices: number[]): number {
    checkSingle("Tensor.at", indices);
    if (indices.length !== this.ndim) {
      throw new RangeError(
        `Tensor.at: ${indices.length} indices for the ${this.ndim} axes of shape ` +
          `${formatShape(this.shape)}; slice picks whole rows`,
      );
    }
    let offset = 0;
    indices.forEach((index, axis) => {
      offset = offset * this.shape[axis] +
        resolveIndex("Tensor.at", index, this.shape[axis], axis);
    });
    return this.data[offset];
  }

  /** The only element, as a number. */
  item(): number {
    if (this.size !== 1) {
      throw new TypeError(`Tensor.item: needs 1 element, got shape ${formatShape(this.shape)}`);
    }
    return this.data[0];
  }

  /**
   * A copy of a part: per axis an index (which drops the axis), a range `[start, stop, step?]`, or `null` for all.
   * Axes that are not named are kept whole; negative numbers count from the end; a range that leaves the axis is cut off.
   *
   * @example x[0] and x[:, 1:] of NumPy
   * ```ts
   * import { arange } from "../mod.ts";
   * const x = arange(0, 6).reshape(2, 3);
   * x.slice(0); // [0. 1. 2.]
   * x.slice(null, [1, null]); // [[1. 2.] [4. 5.]]
   * ```
   */
  slice(...ranges: SliceRange[]): Tensor {
    if (ranges.length > this.ndim) {
      throw new RangeError(
        `Tensor.slice: ${ranges.length} ranges for the ${this.ndim} axes of shape ` +
          formatShape(this.shape),
      );
    }
    const shape: number[] = [];
    const strides: number[] = [];
    let offset = 0;
    stridesOf(this.shape).forEach((stride, axis) => {
      const range = ranges[axis] ?? null;
      const length = this.shape[axis];
      if (typeof range === "number") {
        offset += stride * resolveIndex("Tensor.slice", range, length, axis);
      } else {
        const [start, stop, step] = resolveRange(range ?? [0, null], length);
        shape.push(Math.max(0, Math.ceil((stop - start) / step)));
        strides.push(stride * step);
        offset += stride * start;
      }
    });
    return this.#gather(shape, strides, offset);
  }

  /**
   * Rows (or other parts, along `axis`) in the order of `indices`: `x[batchMask]` in NumPy.
   *
   * @param indices integers, or an int32 tensor of one axis
   */
  take(indices: readonly number[] | Int32Array | Tensor, axis = 0): Tensor {
    const at = resolveAxis("Tensor.take", axis, this.shape);
    if (indices instanceof Tensor && (indices.dtype !== "int32" || indices.ndim !== 1)) {
      throw new TypeError(
        `Tensor.take: indices need to be int32 with one axis, got ` +
          `${indices.dtype} ${formatShape(indices.shape)}`,
      );
    }
    const list = indices instanceof Tensor ? indices.data : indices;
    if (!Array.isArray(list) && !(list instanceof Int32Array)) {
      throw new TypeError(
        `Tensor.take: indices need to be an array such as [0, 2], got ${describe(list)}`,
      );
    }
    const length = this.shape[at];
    const before = sizeOf(this.shape.slice(0, at));
    const after = sizeOf(this.shape.slice(at + 1));
    const out = allocate(before * list.length * after, this.dtype);
    for (let k = 0; k < list.length; k++) {
      const index = resolveIndex("Tensor.take", list[k], length, at);
      for (let o = 0; o < before; o++) {
        const start = (o * length + index) * after;
        out.set(this.data.subarray(start, start + after), (o * list.length + k) * after);
      }
    }
    return new Tensor(out, [...this.shape.slice(0, at), list.length, ...this.shape.slice(at + 1)]);
  }

  /** A copy with its own data. */
  clone(): Tensor {
    return new Tensor(this.data.slice(), this.shape);
  }

  /** A copy in another dtype; towards int32 the fraction is cut off, and what does not fit is a RangeError. */
  astype(dtype: DType): Tensor {
    return cast("Tensor.astype", this, dtype);
  }

  /** Nested arrays of numbers; for the shape () a number. */
  toArray(): NestedNumbers {
    const nest = (axis: number, start: number, size: number): NestedNumbers => {
      if (axis === this.ndim) return this.data[start];
      const length = this.shape[axis];
      const part = size / length;
      return Array.from({ length }, (_, i) => nest(axis + 1, start + i * part, part));
    };
    return nest(0, 0, this.size);
  }

  /** The rows, as in NumPy: tensors, or numbers if there is one axis. */
  *[Symbol.iterator](): IterableIterator<Tensor | number> {
    if (this.ndim === 0) {
      throw new TypeError("Tensor: a single number has no rows; write x.item()");
    }
    for (let i = 0; i < this.shape[0]; i++) {
      yield this.ndim === 1 ? this.data[i] : this.slice(i);
    }
  }

  // --- printing -----------------------------------------------------------------------------

  /** The text that NumPy's `print` gives. */
  toString(): string {
    if (this.#isLost()) return `${this.dtype} ${formatShape(this.shape)}: ${lost}`;
    return formatTensor(this);
  }

  /** What `JSON.stringify` writes: nested arrays. */
  toJSON(): NestedNumbers {
    return this.toArray();
  }

  /**
   * What operators and `Math` get: text in a template, the number if there is one.
   *
   * @throws TypeError for several numbers, naming the methods to write instead
   */
  [Symbol.toPrimitive](hint: string): string | number {
    if (hint === "string") return this.toString();
    if (this.size === 1) return this.data[0];
    throw new TypeError(
      `Tensor: ${hint === "number" ? "- * / ** < > and Math" : "+ and =="} take numbers, not a ` +
        `tensor of shape ${formatShape(this.shape)}; write ` +
        (hint === "number"
          ? "x.sub(y), x.mul(y), x.div(y), x.pow(y), x.less(y), x.greater(y), x.exp(), x.max() …"
          : "x.add(y), x.equal(y), or `${x}` for text"),
    );
  }

  /** What `console.log` prints in Deno. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /** What a notebook cell shows when a tensor is its last value. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const text = this.toString();
    return this.#isLost()
      ? { "text/plain": text }
      : { "text/plain": text, "text/html": htmlTensor(this) };
  }

  // --- inside -------------------------------------------------------------------------------

  #unary(operation: UnaryOperation): Tensor {
    const keepsIntegers = operation === "neg" || operation === "abs";
    const dtype = this.dtype === "int32" && !keepsIntegers ? "float32" : this.dtype;
    const out = allocate(this.size, dtype);
    backend.unary(operation, this.data, out);
    return new Tensor(out, this.shape);
  }

  #binary(operation: BinaryOperation, y: Tensor | number): Tensor {
    const call = `Tensor.${operation}`;
    const other = operand(call, y, this.dtype);
    const layout = broadcast(call, this.shape, other.shape);
    const isComparison = operation === "greater" || operation === "less" || operation === "equal";
    const common = commonDType(call, this, other);
    if (common === "int32" && operation === "pow" && other.data.some((power) => power < 0)) {
      throw new RangeError(
        `${call}: int32 to a negative power is no integer; use astype("float32")`,
      );
    }
    const dtype = isComparison
      ? this.dtype
      : operation === "div" && common === "int32"
      ? "float32"
      : common;
    const out = allocate(sizeOf(layout.shape), dtype);
    backend.binary(operation, this.data, other.data, out, layout);
    return new Tensor(out, layout.shape);
  }

  #reduce(operation: Reduction, axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    const call = `Tensor.${operation}`;
    if (options !== undefined) checkOptions(call, options, ["keepdims"]);
    const at = axis === undefined ? undefined : resolveAxis(call, axis, this.shape);
    const length = at === undefined ? this.size : this.shape[at];
    if (length === 0 && operation !== "sum") {
      throw new RangeError(`${call}: no elements to choose from in ${formatShape(this.shape)}`);
    }
    const outer = at === undefined ? 1 : sizeOf(this.shape.slice(0, at));
    const inner = at === undefined ? 1 : sizeOf(this.shape.slice(at + 1));
    const isIndex = operation === "argmax" || operation === "argmin";
    const isIntegerSum = operation === "sum" && this.dtype === "int32"; // which int32 may not hold
    const dtype = isIndex ? "int32" : isIntegerSum ? "float64" : this.dtype;
    const out = allocate(outer * inner, dtype);
    backend.reduce(operation, this.data, out, outer, length, inner);
    if (axis === undefined && options === undefined) return out[0];
    const shape = options?.keepdims
      ? this.shape.map((n, i) => at === undefined || i === at ? 1 : n)
      : this.shape.filter((_, i) => at !== undefined && i !== at);
    const result = new Tensor(out, shape);
    return isIntegerSum ? cast(call, result, "int32") : result;
  }

  #mean(axis: number | undefined, options: { keepdims?: boolean }): Tensor {
    const at = axis === undefined ? undefined : resolveAxis("Tensor.mean", axis, this.shape);
    const count = at === undefined ? this.size : this.shape[at];
    if (count === 0) {
      throw new RangeError(
        `Tensor.mean: no elements to average in ${formatShape(this.shape)}`,
      );
    }
    const values = this.dtype === "int32" ? this.astype("float32") : this;
    return values.sum(at, options).div(count);
  }

  /** A copy of the elements at offset + Σ index·stride, in the order of `shape`. */
  #gather(shape: readonly number[], strides: readonly number[], offset: number): Tensor {
    const out = allocate(sizeOf(shape), this.dtype);
    const { data } = this;
    let next = 0;
    const copy = (axis: number, from: number) => {
      if (axis === shape.length) {
        out[next++] = data[from];
      } else if (axis === shape.length - 1) {
        const stride = strides[axis];
        for (let i = 0; i < shape[axis]; i++) out[next++] = data[from + i * stride];
      } else {
        for (let i = 0; i < shape[axis]; i++) copy(axis + 1, from + i * strides[axis]);
      }
    };
    if (out.length > 0) copy(0, offset);
    return new Tensor(out, shape);
  }
}

// What shape and the like are cannot be changed; an assignment is told what to write instead.
for (const name of ["shape", "dtype", "data", "size", "ndim", "T"]) {
  const own = Object.getOwnPropertyDescriptor(Tensor.prototype, name)!;
  const remedy: Record<string, string> = {
    shape: "x = x.reshape(…)",
    dtype: 'x = x.astype("float64")',
    data: "x.data.set([…])",
  };
  Object.defineProperty(Tensor.prototype, name, {
    ...own,
    set() {
      throw new TypeError(
        `Tensor: x.${name} cannot be assigned; write ${remedy[name] ?? "x = tensor([…])"}`,
      );
    },
  });
}

Object.setPrototypeOf(Tensor.prototype, mistakenNames);

/** Throws where an array is given instead of single numbers. */
function checkSingle(call: string, numbers: readonly unknown[]): void {
  const [first] = numbers;
  if (Array.isArray(first)) {
    throw new TypeError(
      `${call}: takes the numbers one by one; write ${call.replace("Tensor", "x")}(${
        first.join(", ")
      })`,
    );
  }
}

/** Throws unless `value` is a tensor. */
export function needTensor(call: string, name: string, value: unknown): void {
  if (!(value instanceof Tensor)) {
    throw new TypeError(`${call}: ${name} needs to be a Tensor, got ${describeNoTensor(value)}`);
  }
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

function operand(call: string, y: Tensor | number, dtype: DType): Tensor {
  if (y instanceof Tensor) return y;
  if (typeof y !== "number") {
    throw new TypeError(`${call}: needs a Tensor or a number, got ${describeNoTensor(y)}`);
  }
  if (dtype === "int32" && !Number.isInteger(y)) {
    throw new TypeError(
      `${call}: ${y} is no integer, but the tensor is int32; use astype("float32")`,
    );
  }
  checkFits(call, dtype, y);
  return new Tensor(new arrayTypes[dtype]([y]), []);
}

/** A copy of x in `dtype`. */
function cast(call: string, x: Tensor, dtype: DType): Tensor {
  const out = allocate(x.size, checkDType(call, dtype));
  if (dtype !== x.dtype) checkAllFit(call, dtype, x.data);
  out.set(x.data);
  return new Tensor(out, x.shape);
}

function checkAllFit(call: string, dtype: DType, values: ArrayLike<number>): void {
  if (dtype !== "int32") return;
  for (let i = 0; i < values.length; i++) checkFits(call, dtype, values[i]);
}

/** Throws if the dtype is int32 and `value`, without its fraction, is none: JavaScript would make another number of it. */
function checkFits(call: string, dtype: DType, value: number): void {
  if (dtype === "int32" && Math.trunc(value) !== (value | 0)) {
    throw new RangeError(
      `${call}: ${value} does not fit into int32, which ends at ±2147483647; use float64`,
    );
  }
}

/** The dtype of a result of a and b; float32 with float64 is an error. */
export function commonDType(call: string, a: Tensor, b: Tensor): DType {
  if (a.dtype === b.dtype || b.dtype === "int32") return a.dtype;
  if (a.dtype === "int32") return b.dtype;
  throw new TypeError(
    `${call}: ${a.dtype} ${formatShape(a.shape)} with ${b.dtype} ${formatShape(b.shape)}; ` +
      `convert one of them with astype`,
  );
}

// --- making tensors ---------------------------------------------------------------------------

/**
 * A tensor from a number, nested arrays or a typed array; the values are copied.
 *
 * @param options `shape`: for flat values; `dtype`: by default that of a typed array, else float32
 * @throws TypeError for ragged rows, values that are no numbers, or a shape that they do not fill
 *
 * @example
 * ```ts
 * import { tensor } from "../mod.ts";
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * x.shape;   // [2, 3]
 * ```
 */
export function tensor(
  values: NestedNumbers | TypedArray | Uint8Array,
  options: { shape?: number | Shape; dtype?: DType } = {},
): Tensor {
  if (typeof options === "number" || Array.isArray(options)) {
    throw new TypeError("tensor: takes one array and options; write tensor([[1, 2], [3, 4]])");
  }
  checkOptions("tensor", options, ["dtype", "shape"]);
  if ((values as unknown) instanceof Tensor) {
    throw new TypeError("tensor: this is a Tensor already; write x.clone() for a copy");
  }
  const isTyped = ArrayBuffer.isView(values);
  if (isTyped && !(values instanceof Uint8Array) && !isTypedArray(values)) {
    throw new TypeError(`tensor: ${describe(values)} is no array type that a tensor can hold`);
  }
  const ownDType = !isTyped ? "float32" : isTypedArray(values) ? dtypeOf(values) : "int32";
  const dtype = checkDType("tensor", options.dtype ?? ownDType);
  const nestedShape = isTyped ? [values.length] : shapeOfNested(values);
  const shape = options.shape === undefined ? nestedShape : checkShape("tensor", options.shape);
  if (sizeOf(shape) !== sizeOf(nestedShape)) {
    throw new TypeError(
      `tensor: ${sizeOf(nestedShape)} values do not fill shape ${formatShape(shape)}`,
    );
  }
  const data = allocate(sizeOf(shape), dtype);
  if (isTyped) {
    if (dtype !== ownDType) checkAllFit("tensor", dtype, values);
    data.set(values);
  } else fillFromNested(data, values, nestedShape);
  return new Tensor(data, shape);
}

function isTypedArray(values: ArrayBufferView): values is TypedArray {
  return values instanceof Float32Array || values instanceof Float64Array ||
    values instanceof Int32Array;
}

/** The shape told by the first element of each level; {@linkcode fillFromNested} finds the others that differ. */
function shapeOfNested(values: NestedNumbers): number[] {
  const shape: number[] = [];
  for (let level = values; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  return shape;
}

function fillFromNested(data: TypedArray, values: NestedNumbers, shape: readonly number[]): void {
  const dtype = dtypeOf(data);
  let next = 0;
  const fill = (value: NestedNumbers, axis: number, path: number[]) => {
    const where = path.length === 0 ? "the value" : `the value at [${path.join("][")}]`;
    if (Array.isArray(value)) {
      if (axis >= shape.length || value.length !== shape[axis]) {
        throw new TypeError(
          `tensor: ragged rows: ${where} has the length ${value.length}, but shape ` +
            `${formatShape(shape)} needs ${axis < shape.length ? shape[axis] : "a number"}`,
        );
      }
      // a loop by index, because forEach passes over the holes of [1, , 3]
      for (let i = 0; i < value.length; i++) fill(value[i], axis + 1, [...path, i]);
    } else if (typeof value !== "number") {
      const remedy = (value as unknown) instanceof Tensor ? "; write its toArray()" : "";
      throw new TypeError(`tensor: ${where} is ${describe(value)}, not a number${remedy}`);
    } else if (axis !== shape.length) {
      throw new TypeError(
        `tensor: ragged rows: ${where} is a number, but shape ${formatShape(shape)} needs an array`,
      );
    } else {
      checkFits("tensor", dtype, value);
      data[next++] = value;
    }
  };
  fill(values, 0, []);
}

/**
 * A tensor of zeros.
 *
 * @example
 * ```ts
 * import { zeros } from "../mod.ts";
 * zeros([2, 3]); // [[0. 0. 0.] [0. 0. 0.]]
 * zeros(2, "int32"); // [0 0]
 * ```
 */
export function zeros(shape: number | Shape, dtype: DType = "float32"): Tensor {
  return filled("zeros", shape, 0, dtype);
}

/**
 * A tensor of ones.
 *
 * @example
 * ```ts
 * import { ones } from "../mod.ts";
 * ones([2, 3]); // [[1. 1. 1.] [1. 1. 1.]]
 * ```
 */
export function ones(shape: number | Shape, dtype: DType = "float32"): Tensor {
  return filled("ones", shape, 1, dtype);
}

/** A tensor for a result that is written whole: its values may be anything. */
export function empty(shape: number | Shape, dtype: DType = "float32"): Tensor {
  const lengths = checkShape("empty", shape);
  return new Tensor(allocate(sizeOf(lengths), dtype), lengths);
}

/**
 * A tensor of one value throughout.
 *
 * @example
 * ```ts
 * import { full } from "../mod.ts";
 * full([2, 2], 0.5); // [[0.5 0.5] [0.5 0.5]]
 * ```
 */
export function full(shape: number | Shape, value: number, dtype: DType = "float32"): Tensor {
  if (typeof value !== "number") {
    throw new TypeError(`full: value needs to be a number, got ${describe(value)}`);
  }
  checkFits("full", dtype, value);
  return filled("full", shape, value, dtype);
}

function filled(call: string, shape: number | Shape, value: number, dtype: DType): Tensor {
  const lengths = checkShape(call, shape);
  return new Tensor(allocate(sizeOf(lengths), checkDType(call, dtype)).fill(value), lengths);
}

/**
 * Zeros in the shape and dtype of `x`.
 *
 * @example
 * ```ts
 * import { ones, zerosLike } from "../mod.ts";
 * zerosLike(ones([2, 2])); // [[0. 0.] [0. 0.]]
 * ```
 */
export function zerosLike(x: Tensor): Tensor {
  needTensor("zerosLike", "x", x);
  return zeros(x.shape, x.dtype);
}

/**
 * The identity matrix (n, n).
 *
 * @example
 * ```ts
 * import { eye } from "../mod.ts";
 * eye(2); // [[1. 0.] [0. 1.]]
 * ```
 */
export function eye(n: number, dtype: DType = "float32"): Tensor {
  checkIntegers("eye", { n }, 0);
  const out = filled("eye", [n, n], 0, dtype);
  for (let i = 0; i < n; i++) out.data[i * n + i] = 1;
  return out;
}

/**
 * start, start + step, … below `stop`, as many as NumPy gives and rounded alike. With one argument: 0 … stop − 1.
 *
 * @throws RangeError for a step of 0, or numbers that are not finite
 *
 * @example
 * ```ts
 * import { arange } from "../mod.ts";
 * arange(3); // [0. 1. 2.]
 * arange(1, 2, 0.25); // [1. 1.25 1.5 1.75]
 * ```
 */
export function arange(
  start: number,
  stop?: number,
  step = 1,
  dtype: DType = "float32",
): Tensor {
  if (stop === undefined && start !== undefined) return arange(0, start, step, dtype);
  if (stop === undefined || ![start, stop, step].every(Number.isFinite) || step === 0) {
    throw new RangeError(
      `arange: needs finite numbers and a step other than 0, got (${
        [start, stop, step].map(numberOr).join(", ")
      })`,
    );
  }
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const out = filled("arange", length, 0, dtype);
  // the distance of the first two elements, not `step`, is what NumPy multiplies
  const distance = (start + step) - start;
  for (let i = 0; i < length; i++) out.data[i] = start + i * distance;
  return out;
}

/**
 * `n` numbers from `a` to `b`, both included, at equal distances.
 *
 * @example
 * ```ts
 * import { linspace } from "../mod.ts";
 * linspace(0, 1, 5); // [0. 0.25 0.5 0.75 1. ]
 * ```
 */
export function linspace(a: number, b: number, n: number, dtype: DType = "float32"): Tensor {
  for (const [name, end] of Object.entries({ a, b })) {
    if (!Number.isFinite(end)) {
      throw new RangeError(`linspace: ${name} needs to be a finite number, got ${numberOr(end)}`);
    }
  }
  checkIntegers("linspace", { n }, 0);
  const out = filled("linspace", n, 0, dtype);
  for (let i = 0; i < n; i++) out.data[i] = n === 1 ? a : a + i * ((b - a) / (n - 1));
  if (n > 1) out.data[n - 1] = b;
  return out;
}

/**
 * a where mask ≠ 0, else b, with broadcasting.
 *
 * @throws TypeError if the shapes do not broadcast, or a is float32 and b float64
 *
 * @example
 * ```ts
 * import { tensor, where } from "../mod.ts";
 * const x = tensor([-1, 2, -3]);
 * where(x.greater(0), x, 0); // [0. 2. 0.]
 * ```
 */
export function where(mask: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  needTensor("where", "mask", mask);
  const dtype = a instanceof Tensor ? a.dtype : b instanceof Tensor ? b.dtype : "float32";
  const chosen = operand("where", a, dtype);
  const otherwise = operand("where", b, dtype);
  const common = commonDType("where", chosen, otherwise);
  const { shape } = broadcast(
    "where",
    mask.shape,
    broadcast("where", chosen.shape, otherwise.shape).shape,
  );
  const [m, x, y] = [mask, chosen, otherwise].map((part) => broadcastTo(part, shape).data);
  const out = allocate(sizeOf(shape), common);
  for (let i = 0; i < out.length; i++) out[i] = m[i] !== 0 ? x[i] : y[i];
  return new Tensor(out, shape);
}

/** `x` repeated until it has `shape`; `x` itself if it has it already. */
function broadcastTo(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : x.add(zeros(shape, x.dtype));
}
