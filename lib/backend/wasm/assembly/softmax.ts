// Softmax of rows, and the backward pass of its cross entropy, float32.

import { exp } from "./functions";
import { at, sumOf } from "./simd";

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

/** dx = (y − t) · scale, to the end of a vector. */
export function softmaxCrossEntropyBackward(y: usize, t: usize, dx: usize, length: i32, scale: f32): void {
  for (let i: i32 = 0; i < length; i += 4) {
    const difference = f32x4.sub(v128.load(at<f32>(y, i)), v128.load(at<f32>(t, i)));
    v128.store(at<f32>(dx, i), f32x4.mul(difference, f32x4.splat(scale)));
  }
}
