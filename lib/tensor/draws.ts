// NumPy's random numbers one by one. The stream of 32-bit integers is pure-rand's Mersenne Twister; what NumPy's legacy
// generator makes of that stream is written here. It knows no tensors, so that a script which only draws digits is small.

import { mersenne, mersenneFromState } from "pure-rand/generator/mersenne";

/** What a checkpoint keeps of a generator; plain JSON. */
export interface RandomState {
  /** position and words of the Mersenne Twister */
  words: readonly number[];
  /** the second value of the last pair of normal draws, if it is still to be given out */
  nextNormal: number | null;
}

/** The numbers of one seed, in their order. */
export class Draws {
  #bits;
  #nextNormal: number | null = null;

  /** In the state that `np.random.seed(seed)` gives; the seed is an integer of 32 bits. */
  constructor(seed: number) {
    this.#bits = mersenne(seed);
  }

  /** Everything that the next draws depend on; assigned, they go on from there. */
  get state(): RandomState {
    return { words: this.#bits.getState(), nextNormal: this.#nextNormal };
  }

  set state({ words, nextNormal }: RandomState) {
    this.#bits = mersenneFromState(words);
    this.#nextNormal = nextNormal;
  }

  /** 53 random bits as a number in [0, 1). */
  double(): number {
    const high = this.#uint32() >>> 5;
    const low = this.#uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** An integer from 0 to `max`: as many bits as `max` has are drawn until they are not above it. */
  upTo(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.#uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** Marsaglia's polar method; it makes two values, of which NumPy gives out the second first. */
  normal(): number {
    if (this.#nextNormal !== null) {
      const value = this.#nextNormal;
      this.#nextNormal = null;
      return value;
    }
    for (;;) {
      const x1 = 2 * this.double() - 1;
      const x2 = 2 * this.double() - 1;
      const r2 = x1 * x1 + x2 * x2;
      if (r2 >= 1 || r2 === 0) continue;
      const factor = Math.sqrt(-2 * Math.log(r2) / r2);
      this.#nextNormal = factor * x1;
      return factor * x2;
    }
  }

  /** The next 32 random bits, as an integer of at least 0. */
  #uint32(): number {
    return this.#bits.next() >>> 0;
  }
}
