// Products of matrices and vectors.

import { backend } from "../backend/mod.ts";
import { allocate, commonDType, type Values } from "./dtype.ts";
import { arrayOf, needTensor } from "./ndarray.ts";
import { formatShape, sizeOf } from "./shape.ts";

/** x · y, of one or two axes each. */
export function dot(x: Values, y: Values): Values {
  needTensor("Tensor.dot", "y", y);
  for (const { shape } of [x, y]) {
    if (shape.length !== 1 && shape.length !== 2) {
      throw new TypeError(`Tensor.dot: needs 1 or 2 axes, got shape ${formatShape(shape)}`);
    }
  }
  const K = x.shape[x.shape.length - 1];
  if (K !== y.shape[0]) {
    throw new TypeError(
      `Tensor.dot: ${formatShape(x.shape)} does not fit ${formatShape(y.shape)}: ` +
        `${K} ≠ ${y.shape[0]}`,
    );
  }
  const rows = x.shape.length === 1 ? [] : [x.shape[0]];
  const columns = y.shape.length === 1 ? [] : [y.shape[1]];
  const dtype = commonDType("Tensor.dot", x, y);
  const data = allocate(sizeOf(rows) * sizeOf(columns), dtype);
  backend.gemm(arrayOf(x), arrayOf(y), data, sizeOf(rows), K, sizeOf(columns), false, false);
  return { data, shape: [...rows, ...columns], dtype };
}
