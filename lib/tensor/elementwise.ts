// Element by element: one function for operations on one tensor, one for those on two.

import { backend } from "../backend/mod.ts";
import type { BinaryOperation, UnaryOperation } from "../backend/contract.ts";
import { copy } from "../backend/places.ts";
import { describeNoTensor } from "../errors/describe.ts";
import {
  allocate,
  arrayTypes,
  checkAllFit,
  checkDType,
  checkFits,
  commonDType,
  type DType,
  type Values,
} from "./dtype.ts";
import { arrayOf, hostArrayOf, NDArray } from "./ndarray.ts";
import { broadcast, sizeOf } from "./shape.ts";

/** `operation` of each element; of int32, a float32, unless the result is an integer. */
export function unary(operation: UnaryOperation, x: Values): Values {
  const keepsIntegers = operation === "neg" || operation === "abs";
  const dtype = x.dtype === "int32" && !keepsIntegers ? "float32" : x.dtype;
  const data = allocate(sizeOf(x.shape), dtype);
  backend.unary(operation, arrayOf(x), data);
  return { data, shape: x.shape, dtype };
}

/** `operation` of each pair of elements, with broadcasting; comparisons are 0 or 1 in the dtype of x. */
export function binary(operation: BinaryOperation, x: Values, y: NDArray | number): Values {
  const call = `Tensor.${operation}`;
  const other = operand(call, y, x.dtype);
  const layout = broadcast(call, x.shape, other.shape);
  const isComparison = operation === "greater" || operation === "less" || operation === "equal";
  const common = commonDType(call, x, other);
  if (common === "int32" && operation === "pow" && hostArrayOf(other).some((power) => power < 0)) {
    throw new RangeError(
      `${call}: int32 to a negative power is not an integer; use astype("float32")`,
    );
  }
  const dtype = isComparison
    ? x.dtype
    : operation === "div" && common === "int32"
    ? "float32"
    : common;
  const data = allocate(sizeOf(layout.shape), dtype);
  backend.binary(operation, arrayOf(x), arrayOf(other), data, layout);
  return { data, shape: layout.shape, dtype };
}

/** The second operand: a tensor as it is, a number in `dtype`. */
export function operand(call: string, y: NDArray | number, dtype: DType): Values {
  if (y instanceof NDArray) return y;
  if (typeof y !== "number") {
    throw new TypeError(`${call}: needs a Tensor or a number, got ${describeNoTensor(y)}`);
  }
  if (dtype === "int32" && !Number.isInteger(y)) {
    throw new TypeError(
      `${call}: ${y} is not an integer, but the tensor is int32; use astype("float32")`,
    );
  }
  checkFits(call, dtype, y);
  return { data: new arrayTypes[dtype]([y]), shape: [], dtype };
}

/** A copy of x in `dtype`. */
export function cast(call: string, x: Values, dtype: DType): Values {
  const data = allocate(sizeOf(x.shape), checkDType(call, dtype));
  if (dtype === x.dtype) copy(arrayOf(x), data);
  else {
    const values = hostArrayOf(x);
    checkAllFit(call, dtype, values);
    data.set(values);
  }
  return { data, shape: x.shape, dtype };
}
