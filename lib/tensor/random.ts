// NumPy's legacy random generator (np.random.seed), bit for bit: a seed draws here what it draws in
// the book's Python. draws.ts has its numbers one by one; here they fill tensors.

import { numberOr } from "../errors/describe.ts";
import { Draws, type RandomState } from "./draws.ts";
import { checkIntegers, checkShape, type Shape } from "./shape.ts";
import type { DType } from "./dtype.ts";
import { hostArrayOf } from "./ndarray.ts";
import type { Tensor } from "./tensor.ts";
import { zeros } from "./creation.ts";

export type { RandomState } from "./draws.ts";

/**
 * A generator of random numbers; {@linkcode random} makes one.
 *
 * @example
 * ```ts
 * import { random } from "../mod.ts";
 * const rng = random(0);
 * rng.integers(0, 10, 5); // [5, 0, 3, 3, 7]
 * rng.permutation(4); // [2, 0, 3, 1]
 * ```
 */
export class Random {
  readonly #draws: Draws;

  /** A generator in the state that `np.random.seed(seed)` gives. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(
        `random: the seed needs to be an integer from 0 to 4294967295, got ${numberOr(seed)}`,
      );
    }
    this.#draws = new Draws(seed);
  }

  /**
   * Everything that the next draws depend on. Assigning it makes the generator go on from there.
   *
   * @throws TypeError for anything but a state that was read here
   */
  get state(): RandomState {
    return this.#draws.state;
  }

  set state(state: RandomState) {
    const { words, nextNormal } = state ?? {};
    const isPosition = Number.isInteger(words?.[0]) && words[0] >= 0 && words[0] < 624;
    if (words?.length !== 625 || !isPosition || !words.every((word) => word === (word | 0))) {
      throw new TypeError("Random.state: needs the state of a generator, 625 words of 32 bits");
    }
    if (nextNormal !== null && !Number.isFinite(nextNormal)) {
      throw new TypeError("Random.state: nextNormal needs to be a number or null");
    }
    this.#draws.state = { words, nextNormal };
  }

  /** Uniform numbers in [lo, hi): `np.random.rand`, `np.random.uniform`. */
  uniform(shape: number | Shape, lo = 0, hi = 1, dtype: DType = "float32"): Tensor {
    checkFinite("uniform", { lo, hi });
    return this.#fill("uniform", shape, dtype, () => lo + (hi - lo) * this.#draws.double());
  }

  /** Normal numbers: `np.random.randn`, `np.random.normal`. */
  normal(shape: number | Shape, mean = 0, std = 1, dtype: DType = "float32"): Tensor {
    checkFinite("normal", { mean, std });
    if (std < 0) throw new RangeError(`Random.normal: std needs to be at least 0, got ${std}`);
    return this.#fill("normal", shape, dtype, () => mean + std * this.#draws.normal());
  }

  /** `size` integers from 0 to n − 1, with replacement: `np.random.choice(n, size)`. */
  choice(n: number, size: number): Int32Array {
    return this.#integers("choice", 0, n, size);
  }

  /** `size` integers from lo to hi − 1: `np.random.randint(lo, hi, size)`. */
  integers(lo: number, hi: number, size: number): Int32Array {
    return this.#integers("integers", lo, hi, size);
  }

  /** 0 … n − 1 in random order: `np.random.permutation(n)`. */
  permutation(n: number): Int32Array {
    checkIntegers("Random.permutation", { n }, 0);
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.#draws.upTo(i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  #fill(call: string, shape: number | Shape, dtype: DType, draw: () => number): Tensor {
    if (dtype === "int32") {
      throw new TypeError(`Random.${call}: int32 would cut the fractions off; use astype("int32")`);
    }
    const out = zeros(checkShape(`Random.${call}`, shape), dtype);
    const data = hostArrayOf(out);
    for (let i = 0; i < data.length; i++) data[i] = draw();
    return out;
  }

  #integers(call: string, lo: number, hi: number, size: number): Int32Array {
    const areIntegers = Number.isInteger(lo) && Number.isInteger(hi);
    if (!areIntegers || hi <= lo || lo < -(2 ** 31) || hi > 2 ** 31) {
      throw new RangeError(
        `Random.${call}: needs 32-bit integers with at least one to choose from, ` +
          `got ${numberOr(lo)} up to but not including ${numberOr(hi)}`,
      );
    }
    checkIntegers(`Random.${call}`, { size }, 0);
    return Int32Array.from({ length: size }, () => lo + this.#draws.upTo(hi - lo - 1));
  }
}

/**
 * A generator that draws what NumPy draws after `np.random.seed(seed)`.
 *
 * @param seed an integer from 0 to 4294967295
 * @example
 * ```ts
 * import { random } from "../mod.ts";
 * random(0).normal([2, 2], 0, 1, "float64");
 * // [[1.76405235 0.40015721]
 * //  [0.97873798 2.2408932 ]]
 * ```
 */
export function random(seed: number): Random {
  return new Random(seed);
}

function checkFinite(call: string, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Random.${call}: ${name} needs to be a finite number, got ${numberOr(value)}`,
      );
    }
  }
}
