// Tensors of given shapes: of one value, of numbers in a row, or chosen from two by a mask.

import type { TypedArray } from "../backend/mod.ts";
import { describe, numberOr } from "../errors/describe.ts";
import { allocate, checkDType, checkFits, commonDType, type DType, type Values } from "./dtype.ts";
import { binary, operand } from "./elementwise.ts";
import { hostArrayOf, needTensor } from "./ndarray.ts";
import { broadcast, checkIntegers, checkShape, sameShape, type Shape, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

export { arrayOf, arraysOf, hostArrayOf } from "./ndarray.ts";
export type { Tensor } from "./tensor.ts";

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
  const data = hostArrayOf(out);
  for (let i = 0; i < n; i++) data[i * n + i] = 1;
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
  const data = hostArrayOf(out);
  for (let i = 0; i < length; i++) data[i] = start + i * distance;
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
  const data = hostArrayOf(out);
  for (let i = 0; i < n; i++) data[i] = n === 1 ? a : a + i * ((b - a) / (n - 1));
  if (n > 1) data[n - 1] = b;
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
  const [m, p, q] = [mask, chosen, otherwise].map((part) => repeated(part, shape));
  const out = allocate(sizeOf(shape), common);
  for (let i = 0; i < out.length; i++) out[i] = m[i] !== 0 ? p[i] : q[i];
  return new Tensor(out, shape);
}

/** The data of `x`, repeated until they fill `shape`. */
function repeated(x: Values, shape: Shape): TypedArray {
  return hostArrayOf(
    sameShape(x.shape, shape) ? x : binary("add", x, zeros(shape, x.dtype)),
  );
}
