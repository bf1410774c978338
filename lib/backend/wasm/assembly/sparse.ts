// The gradient by the filters where few elements of dout are not 0, float32: what comes back from max pooling is 0 in three
// of four places. Only for the others, one after the other, the window that the filter saw is added to the sum.

import { gatherTaps, offsetsWithOnes, spread } from "./convolution";
import { aligned, at, multiplyAdd } from "./simd";

const ROUND: i32 = 28; // elements of the window whose sums are in registers: 7 vectors, enough for 5 × 5 and 3 × 3 × 3

/** Which of 16 elements are not 0: a bit for each. */
@inline
function bitsOf(x: usize): u64 {
  const zero = f32x4.splat(0);
  const low = i16x8.narrow_i32x4_s(f32x4.ne(v128.load(x), zero), f32x4.ne(v128.load(x, 16), zero));
  const high = i16x8.narrow_i32x4_s(f32x4.ne(v128.load(x, 32), zero), f32x4.ne(v128.load(x, 48), zero));
  return <u64>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

/** Which of the 64 elements from `start` are there and not 0: a bit for each. */
@inline
function bitsFrom(x: usize, start: i32, length: i32): u64 {
  let bits: u64 = 0;
  const count = length - start;
  for (let i: i32 = 0; i < min(count, 64); i += 16) bits |= bitsOf(at<f32>(x, start + i)) << i;
  return count < 64 ? bits & ((<u64>1 << count) - 1) : bits;
}

/** Whether at least two thirds of the elements are 0. */
export function isMostlyZero(x: usize, length: i32): bool {
  let count: i32 = 0;
  for (let i: i32 = 0; i < length; i += 64) count += <i32>popcnt(bitsFrom(x, i, length));
  return 3 * count <= length;
}

/** sums (28) += Σ dout · windows (P, 28) */
@inline
function addWindows(dout: usize, windows: usize, P: i32, sums: usize): void {
  let s0 = v128.load(sums), s1 = v128.load(sums, 16), s2 = v128.load(sums, 32), s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64), s5 = v128.load(sums, 80), s6 = v128.load(sums, 96);
  for (let first: i32 = 0; first < P; first += 64) {
    for (let bits = bitsFrom(dout, first, P); bits != 0; bits &= bits - 1) {
      const place = first + <i32>ctz(bits);
      const factor = v128.load32_splat(at<f32>(dout, place));
      const seen = at<f32>(windows, place * ROUND);
      s0 = multiplyAdd<f32>(factor, v128.load(seen), s0);
      s1 = multiplyAdd<f32>(factor, v128.load(seen, 16), s1);
      s2 = multiplyAdd<f32>(factor, v128.load(seen, 32), s2);
      s3 = multiplyAdd<f32>(factor, v128.load(seen, 48), s3);
      s4 = multiplyAdd<f32>(factor, v128.load(seen, 64), s4);
      s5 = multiplyAdd<f32>(factor, v128.load(seen, 80), s5);
      s6 = multiplyAdd<f32>(factor, v128.load(seen, 96), s6);
    }
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
}

/** dfilters (FN, K) and db (FN) of N images, as filtersBackward computes them. */
export function filtersBackwardOfFew(
  x: usize, dout: usize, dfilters: usize, db: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, scratch: usize,
): void {
  const H = h + 2 * pad, W = w + 2 * pad;
  const K = C * FH * FW;
  const P = OH * OW;
  const rows = (K + ROUND) / ROUND * ROUND; // with one for db: what the bias was multiplied with is 1 everywhere
  const offsets = scratch;
  const sums = aligned(at<i32>(offsets, rows));
  const windows = aligned(at<f32>(sums, FN * rows));
  const planes = aligned(at<f32>(windows, P * ROUND));
  offsetsWithOnes<f32>(C, FH, FW, H, W, offsets, rows - K, planes);
  memory.fill(sums, 0, at<f32>(0, FN * rows));
  for (let n: i32 = 0; n < N; n++) {
    spread<f32>(at<f32>(x, n * C * h * w), C, h, w, planes, H, W, pad, pad, 1);
    for (let row: i32 = 0; row < rows; row += ROUND) {
      for (let k: i32 = 0; k < ROUND; k += 4) {
        gatherTaps<f32>(
          planes, W, at<i32>(offsets, row + k), OH, OW, stride, at<f32>(windows, k), at<f32>(0, ROUND),
        );
      }
      for (let f: i32 = 0; f < FN; f++) {
        addWindows(at<f32>(dout, (n * FN + f) * P), windows, P, at<f32>(sums, f * rows + row));
      }
    }
  }
  for (let f: i32 = 0; f < FN; f++) {
    memory.copy(at<f32>(dfilters, f * K), at<f32>(sums, f * rows), at<f32>(0, K));
    store<f32>(at<f32>(db, f), load<f32>(at<f32>(sums, f * rows + K)));
  }
}
