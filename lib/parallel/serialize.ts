// How values travel between threads. A message copies plain data but strips objects of their methods, so a tensor
// goes as its shape and its data, and becomes a tensor again on the other side.

import type { TypedArray } from "../backend/mod.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";

const TENSOR = "dlfs:tensor"; // the key of a serialized tensor's shape

/**
 * The value as a message can carry it: numbers, text, typed arrays, tensors, and arrays and plain objects of these.
 *
 * @param share gives what is to be sent for the data of a tensor; by default the data, alone
 * @throws TypeError for an object of any other class, which would lose its methods: `a Random cannot be sent to a
 *   worker …`
 */
export function serialize(
  value: unknown,
  share: (data: TypedArray) => TypedArray = alone,
): unknown {
  if (value instanceof Tensor) return { [TENSOR]: value.shape, data: share(hostArrayOf(value)) };
  if (Array.isArray(value)) return value.map((part) => serialize(part, share));
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;

  const { constructor } = value as object;
  if (constructor !== Object) {
    throw new TypeError(
      `a ${constructor.name} cannot be sent to a worker, but tensors, numbers and plain objects can`,
    );
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([key, part]) => [key, serialize(part, share)]),
  );
}

/** An array without the memory that it is a part of, which the message would carry too. */
function alone(data: TypedArray): TypedArray {
  return data.byteLength < data.buffer.byteLength ? data.slice() : data;
}

/** The value that was serialized. */
export function deserialize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deserialize);
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  const parts = value as Record<string, unknown>;
  if (TENSOR in parts) return new Tensor(parts.data as TypedArray, parts[TENSOR] as number[]);
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, deserialize(part)]));
}
