// The gradient of a convolution with respect to its filters: a tile is 4 elements of the window × 8 filters, and the sum goes over the
// places.

import { gatherTaps, offsetsWithOnes, spread } from "./convolution";
import { filtersBackwardPooled } from "./filters_backward_pooled";
import { packColumns, tile, width } from "./panels";
import { InOrder } from "./steps";
import { aligned, at } from "./simd";

/** dfilters (FN, K) and db (FN) of N images. */
function filtersBackwardOf<T>(
  x: usize, dout: usize, dfilters: usize, db: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, scratch: usize,
): void {
  const H = h + 2 * pad, W = w + 2 * pad;
  const K = C * FH * FW;
  const P = OH * OW;
  const columns = (FN + width<T>() - 1) & -width<T>();
  const rows = (K + 4) & ~3; // with one for db: what the bias was multiplied with is 1 everywhere
  const offsets = scratch;
  const douts = aligned(offsets + (<usize>rows << 2));
  const sums = at<T>(douts, P * columns);
  const panel = aligned(at<T>(sums, rows * columns));
  const planes = aligned(at<T>(panel, P * 4));
  offsetsWithOnes<T>(C, FH, FW, H, W, offsets, 4, planes);
  memory.fill(sums, 0, at<T>(0, rows * columns));
  for (let n: i32 = 0; n < N; n++) {
    const map = at<T>(dout, n * FN * P);
    spread<T>(at<T>(x, n * C * h * w), C, h, w, planes, H, W, pad);
    packColumns<T>(map, 1, P, P, FN, douts);
    for (let k: i32 = 0; k < rows; k += 4) {
      gatherTaps<T>(planes, W, offsets + (<usize>k << 2), OH, OW, stride, panel, at<T>(0, 4));
      for (let f: i32 = 0; f < columns; f += width<T>()) {
        tile<T, InOrder>(P, panel, at<T>(douts, f * P), at<T>(sums, k * columns + f), at<T>(0, columns), true);
      }
    }
  }
  memory.copy(db, at<T>(sums, K * columns), at<T>(0, FN));
  for (let f: i32 = 0; f < FN; f++) {
    for (let k: i32 = 0; k < K; k++) {
      store<T>(at<T>(dfilters, f * K + k), load<T>(at<T>(sums, k * columns + f)));
    }
  }
}

/** With indices, not 0, dout is that of a pooling after the convolution: Q elements for each map, float32. */
export function filtersBackward(
  bytes: i32, x: usize, dout: usize, dfilters: usize, db: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, indices: usize, first: i32, Q: i32, scratch: usize,
): void {
  if (indices != 0) {
    filtersBackwardPooled(
      x, dout, dfilters, db, N, C, h, w, pad, FN, FH, FW, stride, OH, OW, indices, first, Q, scratch,
    );
  } else if (bytes == 4) {
    filtersBackwardOf<f32>(
      x, dout, dfilters, db, N, C, h, w, pad, FN, FH, FW, stride, OH, OW, scratch,
    );
  } else {
    filtersBackwardOf<f64>(
      x, dout, dfilters, db, N, C, h, w, pad, FN, FH, FW, stride, OH, OW, scratch,
    );
  }
}
