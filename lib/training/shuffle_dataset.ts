// Images and labels in a new order, as the search for hyperparameters needs them.

import { describe } from "../errors/describe.ts";
import { checkRows } from "../tensor/arguments.ts";
import { Random } from "../tensor/random.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * Images and their labels in the same random order.
 *
 * @param x (N, …)
 * @param t (N,) or (N, classes)
 * @param rng draws one permutation
 * @returns copies in the new order
 * @throws TypeError if x and t are not equally many
 *
 * @example
 * ```ts
 * import { arange, random, shuffleDataset } from "../mod.ts";
 * const { x, t } = shuffleDataset(arange(8).reshape(4, 2), arange(4), random(0));
 * t; // [2. 3. 1. 0.]
 * x.slice(0); // [4. 5.]
 * ```
 * @see §6.5.1
 */
export function shuffleDataset(x: Tensor, t: Tensor, rng: Random): { x: Tensor; t: Tensor } {
  checkRows("shuffleDataset", { x, t });
  if (!(rng instanceof Random)) {
    throw new TypeError(
      `shuffleDataset: rng needs to be made by random(seed), got ${describe(rng)}`,
    );
  }
  const order = rng.permutation(x.shape[0]);
  return { x: x.take(order), t: t.take(order) };
}
