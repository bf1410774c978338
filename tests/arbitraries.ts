// Generators for property tests: shapes, tensors of a shape, pairs that broadcast, pairs that multiply.
// Properties run with a fixed seed, so that a failure today is a failure tomorrow.

import fc from "fast-check";
import { type DType, type Tensor, tensor } from "../lib/mod.ts";

/** Settings of every property: seeded, and few enough runs for a quick suite. */
export const seeded = { seed: 20161, numRuns: 100 };

/** Shapes of 0 to `maxAxes` axes with lengths from `minLength` to 4. */
export function shape(maxAxes = 4, minLength = 0): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: minLength, max: 4 }), { maxLength: maxAxes });
}

/** Tensors of a given shape with values from −100 to 100. */
export function tensorOf(
  lengths: readonly number[],
  dtype: DType = "float64",
): fc.Arbitrary<Tensor> {
  const size = lengths.reduce((product, length) => product * length, 1);
  const value = dtype === "int32"
    ? fc.integer({ min: -100, max: 100 })
    : fc.double({ min: -100, max: 100, noNaN: true });
  return fc.array(value, { minLength: size, maxLength: size })
    .map((values) => tensor(values, { shape: lengths, dtype }));
}

/** Tensors of any shape. */
export function anyTensor(maxAxes = 4, minLength = 0): fc.Arbitrary<Tensor> {
  return shape(maxAxes, minLength).chain((lengths) => tensorOf(lengths));
}

/** Two tensors whose shapes broadcast, with the shape of the result. */
export function broadcastablePair(): fc.Arbitrary<{ a: Tensor; b: Tensor; shape: number[] }> {
  return shape(4, 1).chain((lengths) => {
    const part = fc.record({
      keep: fc.array(fc.boolean(), { minLength: lengths.length, maxLength: lengths.length }),
      drop: fc.integer({ min: 0, max: lengths.length }),
    }).map(({ keep, drop }) => lengths.map((n, i) => keep[i] ? n : 1).slice(drop));
    return fc.tuple(part, part).chain(([shapeA, shapeB]) => {
      const result = lengths.map((_, axis) =>
        Math.max(
          shapeA[axis - lengths.length + shapeA.length] ?? 1,
          shapeB[axis - lengths.length + shapeB.length] ?? 1,
        )
      ).slice(lengths.length - Math.max(shapeA.length, shapeB.length));
      return fc.record({
        a: tensorOf(shapeA),
        b: tensorOf(shapeB),
        shape: fc.constant(result),
      });
    });
  });
}

/** Matrices (M, K) and (K, N). */
export function matmulPair(): fc.Arbitrary<{ a: Tensor; b: Tensor }> {
  const length = fc.integer({ min: 0, max: 5 });
  return fc.tuple(length, length, length)
    .chain(([M, K, N]) => fc.record({ a: tensorOf([M, K]), b: tensorOf([K, N]) }));
}
