// What a tensor is: a shape, a dtype and row-major data, always contiguous; how it is read and how it looks.

import type { TypedArray } from "../backend/mod.ts";
import { isInScope, save, scopeOf } from "../backend/arena.ts";
import { atHand, forBackend, handOut } from "../backend/places.ts";
import { describeNoTensor } from "../errors/describe.ts";
import { mistakenNames, refuseAssignment } from "../errors/mistaken_names.ts";
import { type DType, dtypeOf, type Values } from "./dtype.ts";
import { formatTensor, htmlTensor } from "./format.ts";
import { checkShape, checkSingle, formatShape, resolveIndex, type Shape, sizeOf } from "./shape.ts";

/** Numbers nested as deep as the tensor has axes: `[[1, 2], [3, 4]]`. */
export type NestedNumbers = number | NestedNumbers[];

/**
 * The array of x for an operation of the backend, which alone knows whether newer numbers lie on a device. Here in lib,
 * this and {@linkcode hostArrayOf} take the place of `x.data`, by which a reader makes the array his own.
 */
export let arrayOf: (x: Values) => TypedArray;

/** {@linkcode arrayOf} of tensors by name; what is undefined stays so. */
export function arraysOf<T extends Record<string, Values | undefined>>(
  tensors: T,
): { [Key in keyof T]: T[Key] extends Values ? TypedArray : TypedArray | undefined } {
  const entries = Object.entries(tensors).map(([name, x]) => [name, x && arrayOf(x)]);
  return Object.fromEntries(entries);
}

/** The array of x for a loop in JavaScript: to be read and written until the next operation of the backend. */
export function hostArrayOf(x: Values): TypedArray {
  return atHand(arrayOf(x));
}

const lost = "this tensor belonged to a training step that is over; keep a copy with clone()";

/**
 * An n-dimensional array as it is read; {@linkcode Tensor} is one that computes.
 *
 * @example
 * ```ts
 * import { tensor } from "../mod.ts";
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * x.shape; // [2, 3]
 * x.at(1, -1); // 6
 * ```
 */
export abstract class NDArray {
  readonly #shape: Shape;
  readonly #dtype: DType;
  #data: TypedArray;
  #isSeen = false; // the array, by a reader
  #scope: number; // of the arena in which the data lie; 0 for an ordinary array

  static {
    arrayOf = (x) => forBackend(x instanceof NDArray ? x.#array() : x.data);
  }

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
   * array of what passes through it keeps a copy, `x.clone().data`: later steps use the memory of a step again. With
   * `useBackend("webgpu")` the numbers come from the GPU, now and after each update of an optimizer.
   *
   * @throws Error for what was made inside a network's `gradient`, `loss` or `accuracy`, unless it was read before
   * the next of them is called: then its memory is used again
   */
  get data(): TypedArray {
    const data = this.#array();
    if (!this.#isSeen) handOut(data);
    this.#isSeen = true;
    return data;
  }

  #values(): Values {
    return { data: hostArrayOf(this), shape: this.#shape, dtype: this.#dtype };
  }

  #array(): TypedArray {
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
    return this.#shape.length;
  }

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
    return hostArrayOf(this)[offset];
  }

  /** The only element, as a number. */
  item(): number {
    if (this.size !== 1) {
      throw new TypeError(`Tensor.item: needs 1 element, got shape ${formatShape(this.shape)}`);
    }
    return hostArrayOf(this)[0];
  }

  /** Nested arrays of numbers; for the shape () a number. */
  toArray(): NestedNumbers {
    const data = hostArrayOf(this);
    const nest = (axis: number, start: number, size: number): NestedNumbers => {
      if (axis === this.ndim) return data[start];
      const length = this.shape[axis];
      const part = size / length;
      return Array.from({ length }, (_, i) => nest(axis + 1, start + i * part, part));
    };
    return nest(0, 0, this.size);
  }

  /** The text that NumPy's `print` gives. */
  toString(): string {
    if (this.#isLost()) return `${this.dtype} ${formatShape(this.shape)}: ${lost}`;
    return formatTensor(this.#values());
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
    if (this.size === 1) return hostArrayOf(this)[0];
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
      : { "text/plain": text, "text/html": htmlTensor(this.#values()) };
  }
}

// What shape and the like are cannot be changed.
refuseAssignment(NDArray.prototype, {
  shape: "x = x.reshape(…)",
  dtype: 'x = x.astype("float64")',
  data: "x.data.set([…])",
  size: "x = tensor([…])",
  ndim: "x = tensor([…])",
});
Object.setPrototypeOf(NDArray.prototype, mistakenNames);

/** Throws unless `value` is a tensor. */
export function needTensor(call: string, name: string, value: unknown): void {
  if (!(value instanceof NDArray)) {
    throw new TypeError(`${call}: ${name} needs to be a Tensor, got ${describeNoTensor(value)}`);
  }
}
