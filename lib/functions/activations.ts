// Activation functions and their derivatives, chapter 3. Each takes a tensor of any shape and returns a new one.

import { checkTensors } from "../tensor/arguments.ts";
import { backend } from "../backend/mod.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import { empty, type Tensor } from "../tensor/tensor.ts";

/** x as it is: the output activation for regression. @see §3.4.3 */
export function identityFunction(x: Tensor): Tensor {
  checkTensors("identityFunction", { x });
  return x.clone();
}

/** 1 where x > 0, else 0. @see §3.2.2 */
export function stepFunction(x: Tensor): Tensor {
  checkTensors("stepFunction", { x });
  return x.greater(0);
}

/** 1 / (1 + e⁻ˣ) @see §3.2.4 */
export function sigmoid(x: Tensor): Tensor {
  checkTensors("sigmoid", { x });
  return x.sigmoid();
}

/** The derivative of sigmoid at x: (1 − sigmoid(x)) · sigmoid(x). @see §5.5.2 */
export function sigmoidGrad(x: Tensor): Tensor {
  checkTensors("sigmoidGrad", { x });
  const y = sigmoid(x);
  return y.neg().add(1).mul(y);
}

/** x where x > 0, else 0; NaN stays NaN. @see §3.2.7 */
export function relu(x: Tensor): Tensor {
  checkTensors("relu", { x });
  const out = empty(x.shape, x.dtype);
  backend.unary("relu", x.data, out.data);
  return out;
}

/** The derivative of ReLU: 1 where x ≥ 0, else 0. The book's function gives 1 at 0, its layer 0. @see §5.5.1 */
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
 * @see §3.5.2
 */
export function softmax(x: Tensor): Tensor {
  checkTensors("softmax", { x });
  const columns = x.shape[x.ndim - 1];
  if (x.ndim === 0 || columns === 0) {
    throw new TypeError(`softmax: needs rows of at least 1 number, got ${formatShape(x.shape)}`);
  }
  const out = empty(x.shape, x.dtype === "int32" ? "float32" : x.dtype);
  backend.softmax(x.data, out.data, sizeOf(x.shape.slice(0, -1)), columns);
  return out;
}
