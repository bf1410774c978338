// Products of matrices, from panels. Blocks of 256 of the sum and 96 rows stay in the caches. Steps of a sum that meet only
// zeros in four rows of a are left out: three fifths of them where the rows are images of MNIST.

import { edgeTile, packColumns, packRows, width } from "./panels";
import { InOrder, isSparse, leaveOutZeros, Listed } from "./steps";
import { at, multiplyAdd, sumOf } from "./simd";

const DEPTH: i32 = 256;
const ROWS: i32 = 96;
const COLUMNS: i32 = 1024;

/** Whether no element is infinite or NaN: times 0 those are not 0. */
function areFinite<T>(x: usize, bytes: usize): bool {
  let sum = v128.splat<T>(0);
  for (const end = x + bytes; x < end; x += 16) sum = multiplyAdd<T>(v128.load(x), v128.splat<T>(0), sum);
  return sumOf<T>(sum) == 0;
}

/**
 * out (M, N) = a (M, K) · b (K, N), whose elements are `down` and `across` elements apart; rows of out are `downOut`
 * elements apart, for it may be some columns of a larger matrix. With a bias (N), not 0, each row begins with that.
 */
function multiply<T>(
  a: usize, downA: i32, acrossA: i32, b: usize, downB: i32, acrossB: i32,
  out: usize, downOut: i32, M: i32, K: i32, N: i32, bias: usize, scratch: usize,
): void {
  if (K == 0 || bias != 0) {
    for (let m: i32 = 0; m < M; m++) {
      const row = at<T>(out, m * downOut);
      if (bias == 0) memory.fill(row, 0, at<T>(0, N));
      else memory.copy(row, bias, at<T>(0, N));
    }
  }
  const spare = scratch;
  const counts = scratch + 128; // of the steps of each panel of a; 0 stands for all
  const listed = counts + ROWS; // those steps, 36 bytes each at most
  const panelsA = listed + ROWS / 4 * DEPTH * 36;
  const panelsB = at<T>(panelsA, ROWS * DEPTH);
  const step = at<T>(0, downOut);
  for (let n: i32 = 0; n < N; n += COLUMNS) {
    const columns = min(COLUMNS, N - n);
    for (let k: i32 = 0; k < K; k += DEPTH) {
      const depth = min(DEPTH, K - k);
      const adds = k > 0 || bias != 0;
      packColumns<T>(at<T>(b, k * downB + n * acrossB), downB, acrossB, depth, columns, panelsB);
      const bytesB = <usize>((columns + width<T>() - 1) / width<T>() * depth) << 5;
      let mayLeaveOut: i32 = -1; // not known yet
      for (let m: i32 = 0; m < M; m += ROWS) {
        const rows = min(ROWS, M - m);
        for (let i: i32 = 0; i < rows; i += 4) {
          const panel = at<T>(panelsA, i * depth);
          packRows<T>(at<T>(a, (m + i) * downA + k * acrossA), downA, acrossA, min(rows - i, 4), depth, panel);
          let count: i32 = 0;
          if (mayLeaveOut != 0 && isSparse<T>(panel, depth)) {
            if (mayLeaveOut < 0) mayLeaveOut = <i32>areFinite<T>(panelsB, bytesB);
            if (mayLeaveOut) count = leaveOutZeros<T>(panel, depth, listed + i / 4 * DEPTH * 36);
          }
          store<i32>(counts + i, count);
        }
        for (let j: i32 = 0; j < columns; j += width<T>()) {
          const panelB = at<T>(panelsB, j * depth);
          for (let i: i32 = 0; i < rows; i += 4) {
            const panel = at<T>(panelsA, i * depth);
            const c = at<T>(out, (m + i) * downOut + n + j);
            const count = load<i32>(counts + i);
            if (count == 0) {
              edgeTile<T, InOrder>(depth, panel, panelB, c, step, adds, rows - i, columns - j, spare);
            } else {
              const steps = listed + i / 4 * DEPTH * 36;
              edgeTile<T, Listed>(count, steps, panelB, c, step, adds, rows - i, columns - j, spare);
            }
          }
        }
      }
    }
  }
}

/** Bytes of scratch that gemm needs. */
export function gemmScratch(): i32 {
  return 128 + ROWS + ROWS / 4 * DEPTH * 36 + (ROWS + COLUMNS) * DEPTH * 8;
}

export function gemm(
  bytes: i32, a: usize, downA: i32, acrossA: i32, b: usize, downB: i32, acrossB: i32,
  out: usize, downOut: i32, M: i32, K: i32, N: i32, bias: usize, scratch: usize,
): void {
  if (bytes == 4) multiply<f32>(a, downA, acrossA, b, downB, acrossB, out, downOut, M, K, N, bias, scratch);
  else multiply<f64>(a, downA, acrossA, b, downB, acrossB, out, downOut, M, K, N, bias, scratch);
}
