// Reductions: of all elements, or along one axis.

import { backend } from "../backend/mod.ts";
import type { Reduction } from "../backend/contract.ts";
import { checkOptions } from "../errors/options.ts";
import { allocate, type Values } from "./dtype.ts";
import { binary, cast } from "./elementwise.ts";
import { arrayOf } from "./ndarray.ts";
import { formatShape, resolveAxis, sizeOf } from "./shape.ts";

/** What a reduction makes of elements; the mean is made of a sum. */
export type Operation = Reduction | "mean";

/** `operation` of all elements, or along `axis`; `keepdims` leaves reduced axes with length 1. */
export function reduce(
  operation: Operation,
  x: Values,
  axis?: number,
  options?: { keepdims?: boolean },
): Values {
  if (operation === "mean") return mean(x, axis, options);
  const call = `Tensor.${operation}`;
  if (options !== undefined) checkOptions(call, options, ["keepdims"]);
  const at = axis === undefined ? undefined : resolveAxis(call, axis, x.shape);
  const length = at === undefined ? sizeOf(x.shape) : x.shape[at];
  if (length === 0 && operation !== "sum") {
    throw new RangeError(`${call}: no elements to choose from in ${formatShape(x.shape)}`);
  }
  const outer = at === undefined ? 1 : sizeOf(x.shape.slice(0, at));
  const inner = at === undefined ? 1 : sizeOf(x.shape.slice(at + 1));
  const isIndex = operation === "argmax" || operation === "argmin";
  const isIntegerSum = operation === "sum" && x.dtype === "int32"; // which int32 may not hold
  const dtype = isIndex ? "int32" : isIntegerSum ? "float64" : x.dtype;
  const data = allocate(outer * inner, dtype);
  backend.reduce(operation, arrayOf(x), data, outer, length, inner);
  if (axis === undefined && options === undefined) return { data, shape: [], dtype };
  const shape = options?.keepdims
    ? x.shape.map((n, i) => at === undefined || i === at ? 1 : n)
    : x.shape.filter((_, i) => at !== undefined && i !== at);
  const result: Values = { data, shape, dtype };
  return isIntegerSum ? cast(call, result, "int32") : result;
}

function mean(x: Values, axis?: number, options?: { keepdims?: boolean }): Values {
  const at = axis === undefined ? undefined : resolveAxis("Tensor.mean", axis, x.shape);
  const count = at === undefined ? sizeOf(x.shape) : x.shape[at];
  if (count === 0) {
    throw new RangeError(`Tensor.mean: no elements to average in ${formatShape(x.shape)}`);
  }
  const values = x.dtype === "int32" ? cast("Tensor.mean", x, "float32") : x;
  return binary("div", reduce("sum", values, at, options), count);
}
