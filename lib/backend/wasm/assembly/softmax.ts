// Softmax of rows, float32.

import { at, sumOf } from "./simd";

/**
 * e to the power of each element. x = n · ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ⁿ · eʳ: a polynomial of degree 7 (that of
 * Cephes' expf) gives eʳ to 2e-7, and 2ⁿ is n in the exponent of a float. ln 2 is taken away in two parts, so that r keeps its digits.
 * For x ≤ 0 only; below −87 the result is 0.
 */
@inline
function exp(x: v128): v128 {
  const isTiny = f32x4.lt(x, f32x4.splat(-87));
  x = f32x4.max(x, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let sum = f32x4.splat(1.9875691500e-4);
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(1.3981999507e-3));
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(8.3334519073e-3));
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(4.1665795894e-2));
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(1.6666665459e-1));
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(f32x4.mul(sum, x), x), f32x4.add(x, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(sum, power), isTiny);
}

/** Each row of x (rows, columns) becomes exp(x − max) / Σ exp(x − max). */
export function softmax(x: usize, out: usize, rows: i32, columns: i32): void {
  for (let row: i32 = 0; row < rows; row++) {
    let largest: f32 = -Infinity;
    for (let j: i32 = 0; j < columns; j++) largest = max(largest, load<f32>(at<f32>(x, j)));
    const shift = f32x4.splat(largest);
    let sums = f32x4.splat(0);
    let j: i32 = 0;
    for (; j + 4 <= columns; j += 4) {
      const power = exp(f32x4.sub(v128.load(at<f32>(x, j)), shift));
      v128.store(at<f32>(out, j), power);
      sums = f32x4.add(sums, power);
    }
    let sum = sumOf<f32>(sums);
    for (; j < columns; j++) {
      const power = f32x4.extract_lane(exp(f32x4.sub(v128.load32_splat(at<f32>(x, j)), shift)), 0);
      store<f32>(at<f32>(out, j), power);
      sum += power;
    }
    for (j = 0; j < columns; j++) store<f32>(at<f32>(out, j), load<f32>(at<f32>(out, j)) / sum);
    x = at<f32>(x, columns);
    out = at<f32>(out, columns);
  }
}
