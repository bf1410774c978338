// A NumPy array as files have it: type, shape, order and bytes; checked, and made a tensor.

import { formatShape, sizeOf } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { isNumberType, type NumberTypeName, readNumbers, sizeOfNumber } from "./numbers.ts";

const MOST_AXES = 64; // NumPy's limit

/** What a file says of an array. */
export interface NumpyArray {
  type: NumberTypeName;
  shape: readonly number[];
  littleEndian: boolean;
  /** column by column instead of row by row */
  isFortran: boolean;
  bytes: Uint8Array;
}

/**
 * The type of a NumPy code such as "f8", without its byte order.
 *
 * @throws Error for one that is neither floats nor integers nor booleans
 */
export function numberType(code: unknown): NumberTypeName {
  if (typeof code !== "string" || !isNumberType(code) || code === "bf2") {
    throw new Error(`an array of dtype "${code}" is none of floats, integers or booleans`);
  }
  return code;
}

/** Whether `value` is the shape of an array. */
export function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MOST_AXES &&
    value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

/**
 * The tensor.
 *
 * @throws Error if the bytes do not fill the shape; RangeError for an integer beyond 32 bits
 */
export function tensorOf({ type, shape, littleEndian, isFortran, bytes }: NumpyArray): Tensor {
  if (sizeOf(shape) * sizeOfNumber(type) !== bytes.length) {
    throw new Error(`${bytes.length} bytes do not fill ${type} ${formatShape(shape)}`);
  }
  const values = readNumbers(bytes, type, littleEndian);
  // Column by column is row by row of the transpose
  return isFortran ? new Tensor(values, shape.toReversed()).transpose() : new Tensor(values, shape);
}
