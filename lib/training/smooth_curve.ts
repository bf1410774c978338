// A noisy curve of losses, smoothed for the eye.

import { describe } from "../errors/describe.ts";
import { Tensor } from "../tensor/tensor.ts";

/** Half the width of the window: each point is averaged with 5 points on either side. */
const REACH = 5;

/** `np.kaiser(11, 2)`, a bell, divided by its sum. */
// deno-fmt-ignore
const weights = [
  0.052445173948605796, 0.07309418069653321, 0.09177803905779958, 0.10666079690040732,
  0.11624518554080403, 0.11955324771170016, 0.11624518554080403, 0.10666079690040732,
  0.09177803905779958, 0.07309418069653321, 0.052445173948605796,
];

/**
 * Averages each value with its neighbours, by a Kaiser window of 11. Beyond its ends the curve is continued by
 * reflection.
 *
 * @param values at least 11 numbers, such as the loss of each step
 * @returns as many numbers
 * @throws RangeError for fewer than 11 values
 *
 * @example
 * ```ts
 * import { smoothCurve } from "../mod.ts";
 * smoothCurve(Array(20).fill(1)).length; // 20
 * ```
 */
export function smoothCurve(values: ArrayLike<number>): Float64Array {
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) {
    throw new TypeError(
      `smoothCurve: values need to be an array of numbers, got ${describe(values)}` +
        ((values as unknown) instanceof Tensor ? "; write its data" : ""),
    );
  }
  const N = values.length;
  if (N <= 2 * REACH) {
    throw new RangeError(`smoothCurve: needs at least ${2 * REACH + 1} values, got ${N}`);
  }
  return Float64Array.from({ length: N }, (_, i) => {
    let sum = 0;
    for (let k = -REACH; k <= REACH; k++) {
      const at = Math.abs(i + k); // reflected at the first value, and after the last, which counts twice
      sum += weights[k + REACH] * values[at < N ? at : 2 * N - 1 - at];
    }
    return sum;
  });
}
