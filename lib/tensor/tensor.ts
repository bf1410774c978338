// Tensor: the n-dimensional array of the book's NumPy. Its methods are the functions of the files beside this one.

import { refuseAssignment } from "../errors/mistaken_names.ts";
import type { DType, Values } from "./dtype.ts";
import { binary, cast, unary } from "./elementwise.ts";
import { clone, slice, type SliceRange, take, transpose } from "./indexing.ts";
import { arrayOf, hostArrayOf, NDArray } from "./ndarray.ts";
import { dot } from "./products.ts";
import { type Operation, reduce } from "./reductions.ts";
import { resolveLengths } from "./shape.ts";

/**
 * An n-dimensional array of numbers. Methods return new tensors; `reshape` and `flatten` share `data` with their
 * receiver. Operands follow NumPy's broadcasting: a number takes the tensor's dtype, int32 with a float gives the
 * float, and float32 with float64 is a TypeError that names `astype`.
 *
 * @example
 * ```ts
 * import { tensor } from "../mod.ts";
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * x.add(tensor([10, 20, 30])); // [[11. 22. 33.] [14. 25. 36.]]
 * x.sum(0); // [5. 7. 9.]
 * x.dot(x.T); // [[14. 32.] [32. 77.]]
 * x.slice(null, [1, null]); // [[2. 3.] [5. 6.]]
 * ```
 * @see §1.5, §3.3
 */
export class Tensor extends NDArray {
  /** Element-wise sum, with broadcasting. */
  add(y: Tensor | number): Tensor {
    return wrap(binary("add", this, y));
  }

  /** Element-wise difference, with broadcasting. */
  sub(y: Tensor | number): Tensor {
    return wrap(binary("sub", this, y));
  }

  /** Element-wise product, with broadcasting; the matrix product is {@linkcode dot}. */
  mul(y: Tensor | number): Tensor {
    return wrap(binary("mul", this, y));
  }

  /** Element-wise quotient, with broadcasting; of two int32 operands, a float32 tensor. */
  div(y: Tensor | number): Tensor {
    return wrap(binary("div", this, y));
  }

  /** Element-wise power, with broadcasting. */
  pow(y: Tensor | number): Tensor {
    return wrap(binary("pow", this, y));
  }

  /** The larger of each pair, with broadcasting; NaN if either is NaN. */
  maximum(y: Tensor | number): Tensor {
    return wrap(binary("maximum", this, y));
  }

  /** The smaller of each pair, with broadcasting; NaN if either is NaN. */
  minimum(y: Tensor | number): Tensor {
    return wrap(binary("minimum", this, y));
  }

  /** 1 where this > y, else 0, in this dtype. */
  greater(y: Tensor | number): Tensor {
    return wrap(binary("greater", this, y));
  }

  /** 1 where this < y, else 0, in this dtype. */
  less(y: Tensor | number): Tensor {
    return wrap(binary("less", this, y));
  }

  /** 1 where this = y, else 0, in this dtype; NaN equals nothing. */
  equal(y: Tensor | number): Tensor {
    return wrap(binary("equal", this, y));
  }

  /** −x */
  neg(): Tensor {
    return wrap(unary("neg", this));
  }

  /** |x| */
  abs(): Tensor {
    return wrap(unary("abs", this));
  }

  /** √x */
  sqrt(): Tensor {
    return wrap(unary("sqrt", this));
  }

  /** eˣ */
  exp(): Tensor {
    return wrap(unary("exp", this));
  }

  /** ln x */
  log(): Tensor {
    return wrap(unary("log", this));
  }

  /** tanh x */
  tanh(): Tensor {
    return wrap(unary("tanh", this));
  }

  /** 1 / (1 + e⁻ˣ); the book's name for it is the function `sigmoid`. */
  sigmoid(): Tensor {
    return wrap(unary("sigmoid", this));
  }

  /**
   * Product, §3.3.2: (M, K)·(K, N) → (M, N), (K,)·(K, N) → (N,), (M, K)·(K,) → (M,), (K,)·(K,) → ().
   *
   * @throws TypeError if the inner lengths differ, or an operand has neither 1 nor 2 axes
   */
  dot(y: Tensor): Tensor {
    return wrap(dot(this, y));
  }

  /** The axes in reverse order: a matrix transposed. */
  get T(): Tensor {
    return this.transpose();
  }

  /** A copy with its axes in the given order; without arguments, reversed. */
  transpose(...axes: number[]): Tensor {
    return wrap(transpose(this, axes));
  }

  /** The same data in another shape of as many elements, else a TypeError; one length may be −1, and is computed. */
  reshape(...shape: number[]): Tensor {
    return new Tensor(arrayOf(this), resolveLengths(shape, this.shape));
  }

  /** The same data in one axis. */
  flatten(): Tensor {
    return new Tensor(arrayOf(this), [this.size]);
  }

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
    return this.#reduce("mean", axis, options);
  }

  /** Variance of the population (divided by N) of all elements. */
  var(): number;
  /** Variances of the population along an axis. */
  var(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  var(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    const deviation = this.sub(this.mean(axis, { keepdims: true }));
    return deviation.mul(deviation).#reduce("mean", axis, options);
  }

  /** Standard deviation of the population of all elements. */
  std(): number;
  /** Standard deviations of the population along an axis. */
  std(axis: number | undefined, options?: { keepdims?: boolean }): Tensor;
  std(axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    if (axis === undefined && options === undefined) return Math.sqrt(this.var());
    return this.var(axis, options).sqrt();
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

  /**
   * A copy of a part: per axis an index (which drops the axis), a range `[start, stop, step?]`, or `null` (or
   * nothing) for all. Negative numbers count from the end; a range that leaves the axis is cut off. NumPy's `x[0]`
   * and `x[:, 1:]` are `x.slice(0)` and `x.slice(null, [1, null])`.
   */
  slice(...ranges: SliceRange[]): Tensor {
    return wrap(slice(this, ranges));
  }

  /** Rows, or parts along `axis`, in the order of `indices`, an array or an int32 tensor (n,): `x[batchMask]` in NumPy. */
  take(indices: readonly number[] | Int32Array | Tensor, axis = 0): Tensor {
    return wrap(take(this, indices, axis));
  }

  /** A copy with its own data. */
  clone(): Tensor {
    return wrap(clone(this));
  }

  /** A copy in another dtype; towards int32 the fraction is cut off, and what does not fit is a RangeError. */
  astype(dtype: DType): Tensor {
    return wrap(cast("Tensor.astype", this, dtype));
  }

  /** The rows, as in NumPy: tensors, or numbers if there is one axis. */
  *[Symbol.iterator](): IterableIterator<Tensor | number> {
    const [N] = this.shape;
    if (N === undefined) throw new TypeError("Tensor: a single number has no rows; write x.item()");
    for (let i = 0; i < N; i++) yield this.ndim === 1 ? this.at(i) : this.slice(i);
  }

  #reduce(operation: Operation, axis?: number, options?: { keepdims?: boolean }): Tensor | number {
    const values = reduce(operation, this, axis, options);
    return axis === undefined && options === undefined ? hostArrayOf(values)[0] : wrap(values);
  }
}

refuseAssignment(Tensor.prototype, { T: "x = tensor([…])" });

function wrap({ data, shape }: Values): Tensor {
  return new Tensor(data, shape);
}
