// The layer that forgets at random, against overfitting.

import { checkDout, checkTensors, expectCalled } from "../tensor/arguments.ts";
import { Random, random } from "../tensor/random.ts";
import { describe, numberOr } from "../errors/describe.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Layer } from "./layer.ts";

/**
 * While training, each element is set to 0 with probability `dropoutRatio`; backward stops the gradient at the same
 * places. Otherwise out = x · (1 − dropoutRatio), so that the next layer sees as much as it did in training.
 *
 * That is the book's way, and not to be repaired. Today the surviving elements are divided by 1 − dropoutRatio while
 * training instead ("inverted dropout"), and nothing is done afterwards.
 *
 * @example
 * ```ts
 * import { Dropout, ones, random } from "../mod.ts";
 * const dropout = new Dropout(0.5, random(0));
 * dropout.forward(ones(8)); // [1. 1. 1. 1. 0. 1. 0. 1.]
 * dropout.forward(ones(8), false); // [0.5 0.5 0.5 0.5 0.5 0.5 0.5 0.5]
 * ```
 * @see §6.4.3
 */
export class Dropout implements Layer {
  /** share of the elements that are dropped */
  readonly dropoutRatio: number;
  /** draws the masks */
  readonly rng: Random;
  #mask: Tensor | undefined;

  /**
   * A layer that draws its masks from `rng`.
   *
   * @param dropoutRatio at least 0 and below 1
   * @param rng by default a generator of its own, seeded with 0
   * @throws RangeError for another ratio
   */
  constructor(dropoutRatio = 0.5, rng: Random = random(0)) {
    if (!(Number.isFinite(dropoutRatio) && dropoutRatio >= 0 && dropoutRatio < 1)) {
      throw new RangeError(
        `Dropout: dropoutRatio needs to be at least 0 and below 1, got ${numberOr(dropoutRatio)}`,
      );
    }
    if (!(rng instanceof Random)) {
      throw new TypeError(`Dropout: rng needs to be made by random(seed), got ${describe(rng)}`);
    }
    this.dropoutRatio = dropoutRatio;
    this.rng = rng;
  }

  /** The shape of x; draws one number per element if `trainFlag` is true, else none. */
  forward(x: Tensor, trainFlag = true): Tensor {
    checkTensors("Dropout.forward", { x });
    if (!trainFlag) {
      this.#mask = undefined;
      return x.mul(1 - this.dropoutRatio);
    }
    // float64 whatever x is: the same seed drops the same elements
    const drawn = this.rng.uniform(x.shape, 0, 1, "float64");
    const mask = drawn.greater(this.dropoutRatio).astype(x.dtype);
    this.#mask = mask;
    return x.mul(mask);
  }

  /** dx in the shape of x, after a forward with `trainFlag`. */
  backward(dout: Tensor): Tensor {
    const call = "Dropout.backward";
    const mask = expectCalled("forward with trainFlag", this.#mask, call);
    checkDout(call, dout, mask.shape);
    return dout.mul(mask);
  }
}
