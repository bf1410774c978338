// Element types, and the arrays that hold them.

import type { TypedArray } from "../backend/mod.ts";
import { allocate as allocateArray } from "../backend/arena.ts";
import { describe, describeNoTensor } from "../errors/describe.ts";
import { formatShape, type Shape } from "./shape.ts";

/** Element types. Labels and indices are int32; gradient checks need float64. */
export type DType = "float32" | "float64" | "int32";

/** What the functions of this folder take and give: a Tensor, or what one is made of. */
export interface Values {
  /** row-major */
  readonly data: TypedArray;
  readonly shape: Shape;
  readonly dtype: DType;
}

export const arrayTypes = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

/** An array for `size` elements, which the caller writes, every one of them. */
export function allocate(size: number, dtype: DType): TypedArray {
  return allocateArray(arrayTypes[dtype], size);
}

/** The element type of an array; TypeError for one that a tensor cannot hold. */
export function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  throw new TypeError(
    `Tensor: data needs to be a Float32Array, Float64Array or Int32Array, got ` +
      describeNoTensor(data),
  );
}

/** `dtype`, if it is one. */
export function checkDType(call: string, dtype: DType): DType {
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

/** {@linkcode checkFits} for each of `values`. */
export function checkAllFit(call: string, dtype: DType, values: ArrayLike<number>): void {
  if (dtype !== "int32") return;
  for (let i = 0; i < values.length; i++) checkFits(call, dtype, values[i]);
}

/** Throws if the dtype is int32, and `value` without its fraction is none: JavaScript would change the number. */
export function checkFits(call: string, dtype: DType, value: number): void {
  if (dtype === "int32" && Math.trunc(value) !== (value | 0)) {
    throw new RangeError(
      `${call}: ${value} does not fit into int32, which ends at ±2147483647; use float64`,
    );
  }
}

/** The dtype of a result of a and b; float32 with float64 is an error. */
export function commonDType(call: string, a: Values, b: Values): DType {
  if (a.dtype === b.dtype || b.dtype === "int32") return a.dtype;
  if (a.dtype === "int32") return b.dtype;
  throw new TypeError(
    `${call}: ${a.dtype} ${formatShape(a.shape)} with ${b.dtype} ${formatShape(b.shape)}; ` +
      `convert one of them with astype`,
  );
}
