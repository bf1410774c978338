// The gradient with respect to the filters where max pooling comes after the convolution, float32: of each window of the pooling, one
// place gets something back. Only for these the window that the filter saw is added to the sum.

import { gatherTaps, offsetsWithOnes, spread } from "./convolution";
import { aligned, at, multiplyAdd } from "./simd";

const ROUND: i32 = 28; // elements of the window whose sums are in registers: 7 vectors, enough for 5 × 5 and 3 × 3 × 3
const STEP: i32 = 32; // elements from one window to the next: two lines of the cache

/** sums (ROUND) += Σ dout[i] · windows[indices[i] − first], for the Q elements that the pooling has left of a map */
@inline
function addWindows(dout: usize, indices: usize, first: i32, Q: i32, windows: usize, sums: usize): void {
  let s0 = v128.load(sums), s1 = v128.load(sums, 16), s2 = v128.load(sums, 32), s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64), s5 = v128.load(sums, 80), s6 = v128.load(sums, 96);
  const base = windows - at<f32>(0, first * STEP);
  for (const end = at<f32>(dout, Q); dout < end; dout += 4, indices += 4) {
    const factor = v128.load32_splat(dout);
    const seen = at<f32>(base, load<i32>(indices) * STEP);
    s0 = multiplyAdd<f32>(factor, v128.load(seen), s0);
    s1 = multiplyAdd<f32>(factor, v128.load(seen, 16), s1);
    s2 = multiplyAdd<f32>(factor, v128.load(seen, 32), s2);
    s3 = multiplyAdd<f32>(factor, v128.load(seen, 48), s3);
    s4 = multiplyAdd<f32>(factor, v128.load(seen, 64), s4);
    s5 = multiplyAdd<f32>(factor, v128.load(seen, 80), s5);
    s6 = multiplyAdd<f32>(factor, v128.load(seen, 96), s6);
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
}

/**
 * dfilters (FN, K) and db (FN) of N images, from dout and indices (N, FN, Q) of the pooling. `first` is the index of the
 * first element of the first map.
 */
export function filtersBackwardPooled(
  x: usize, dout: usize, dfilters: usize, db: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, indices: usize, first: i32, Q: i32, scratch: usize,
): void {
  const H = h + 2 * pad, W = w + 2 * pad;
  const K = C * FH * FW;
  const P = OH * OW;
  const rows = (K + ROUND) / ROUND * ROUND; // with one for db: what the bias was multiplied with is 1 everywhere
  const offsets = scratch;
  const sums = aligned(at<i32>(offsets, rows));
  const windows = aligned(at<f32>(sums, FN * rows));
  const planes = aligned(at<f32>(windows, P * STEP));
  offsetsWithOnes<f32>(C, FH, FW, H, W, offsets, rows - K, planes);
  memory.fill(sums, 0, at<f32>(0, FN * rows));
  for (let n: i32 = 0; n < N; n++) {
    spread<f32>(at<f32>(x, n * C * h * w), C, h, w, planes, H, W, pad);
    for (let row: i32 = 0; row < rows; row += ROUND) {
      for (let k: i32 = 0; k < ROUND; k += 4) {
        gatherTaps<f32>(
          planes, W, at<i32>(offsets, row + k), OH, OW, stride, at<f32>(windows, k), at<f32>(0, STEP),
        );
      }
      for (let f: i32 = 0; f < FN; f++) {
        const map = n * FN + f;
        addWindows(
          at<f32>(dout, map * Q), at<i32>(indices, map * Q), first + map * P, Q,
          windows, at<f32>(sums, f * rows + row),
        );
      }
    }
  }
  for (let f: i32 = 0; f < FN; f++) {
    memory.copy(at<f32>(dfilters, f * K), at<f32>(sums, f * rows), at<f32>(0, K));
    store<f32>(at<f32>(db, f), load<f32>(at<f32>(sums, f * rows + K)));
  }
}
