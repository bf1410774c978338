// Activation functions and their derivatives, chapter 3. Each takes a tensor of any shape and returns a new one.

import { checkTensors } from "../tensor/arguments.ts";
import { backend } from "../backend/mod.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import { arrayOf, empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * x as it is: the output activation for regression.
 *
 * @example
 * ```ts
 * import { identityFunction, tensor } from "../mod.ts";
 * identityFunction(tensor([-1, 2])); // [-1. 2.]
 * ```
 * @see §3.4.3
 */
export function identityFunction(x: Tensor): Tensor {
  checkTensors("identityFunction", { x });
  return x.clone();
}

/**
 * 1 where x > 0, else 0.
 *
 * @example
 * ```ts
 * import { stepFunction, tensor } from "../mod.ts";
 * stepFunction(tensor([-1, 0, 2])); // [0. 0. 1.]
 * ```
 * @see §3.2.2
 */
export function stepFunction(x: Tensor): Tensor {
  checkTensors("stepFunction", { x });
  return x.greater(0);
}

/**
 * 1 / (1 + e⁻ˣ)
 *
 * @example
 * ```ts
 * import { sigmoid, tensor } from "../mod.ts";
 * sigmoid(tensor([-1, 0, 1])); // [0.26894143 0.5 0.7310586 ]
 * ```
 * @see §3.2.4
 */
export function sigmoid(x: Tensor): Tensor {
  checkTensors("sigmoid", { x });
  return x.sigmoid();
}

/**
 * The derivative of sigmoid at x: (1 − sigmoid(x)) · sigmoid(x).
 *
 * @example
 * ```ts
 * import { sigmoidGrad, tensor } from "../mod.ts";
 * sigmoidGrad(tensor([-1, 0, 1])); // [0.19661194 0.25 0.19661193]
 * ```
 * @see §5.5.2
 */
export function sigmoidGrad(x: Tensor): Tensor {
  checkTensors("sigmoidGrad", { x });
  const y = sigmoid(x);
  return y.neg().add(1).mul(y);
}

/**
 * x where x > 0, else 0; NaN stays NaN.
 *
 * @example
 * ```ts
 * import { relu, tensor } from "../mod.ts";
 * relu(tensor([-1, 0, 2])); // [0. 0. 2.]
 * ```
 * @see §3.2.7
 */
export function relu(x: Tensor): Tensor {
  checkTensors("relu", { x });
  const out = empty(x.shape, x.dtype);
  backend.unary("relu", arrayOf(x), arrayOf(out));
  return out;
}

/**
 * The derivative of ReLU: 1 where x ≥ 0, else 0. The book's function gives 1 at 0, its layer 0.
 *
 * @example
 * ```ts
 * import { reluGrad, tensor } from "../mod.ts";
 * reluGrad(tensor([-1, 0, 2])); // [0. 1. 1.]
 * ```
 * @see §5.5.1
 */
export function reluGrad(x: Tensor): Tensor {
  checkTensors("reluGrad", { x });
  return x.less(0).neg().add(1);
}

/**
 * exp(x) / Σ exp(x) along the last axis, with the largest x subtracted first so that nothing overflows.
 *
 * @param x (D,), (N, D) or more axes; each row is one sample
 * @returns the shape of x; every row sums to 1
 * @throws TypeError for a tensor without axes or with empty rows
 *
 * @example
 * ```ts
 * import { softmax, tensor } from "../mod.ts";
 * softmax(tensor([1000, 1000, 0])); // [0.5 0.5 0. ]
 * ```
 * @see §3.5.2
 */
export function softmax(x: Tensor): Tensor {
  checkTensors("softmax", { x });
  const columns = x.shape[x.ndim - 1];
  if (x.ndim === 0 || columns === 0) {
    throw new TypeError(`softmax: needs rows of at least 1 number, got ${formatShape(x.shape)}`);
  }
  const out = empty(x.shape, x.dtype === "int32" ? "float32" : x.dtype);
  backend.softmax(arrayOf(x), arrayOf(out), sizeOf(x.shape.slice(0, -1)), columns);
  return out;
}
