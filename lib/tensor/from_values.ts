// tensor(): a tensor of values that are there, checked one by one.

import type { TypedArray } from "../backend/mod.ts";
import { describe } from "../errors/describe.ts";
import { checkOptions } from "../errors/options.ts";
import { allocate, checkAllFit, checkDType, checkFits, type DType, dtypeOf } from "./dtype.ts";
import type { NestedNumbers } from "./ndarray.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/**
 * A tensor from a number, nested arrays or a typed array; the values are copied.
 *
 * @param options `shape`: for flat values; `dtype`: by default that of a typed array, else float32
 * @throws TypeError for ragged rows, values that are not numbers, or a shape that they do not fill
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
    throw new TypeError(`tensor: ${describe(values)} is not an array type that a tensor can hold`);
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
