// The gradient of a convolution with respect to its images. A tile is 4 elements of the window × 8 places: what each place gives back to
// its window. That is added up where the windows lie, as col2im does it.

import { spread, stop } from "./convolution";
import { edgeTile, packRows, width } from "./panels";
import { list, Listed, listedStep } from "./steps";
import { aligned, at, lanes } from "./simd";

/** to[i · step] += from[i] */
@inline
function addRow<T>(from: usize, to: usize, length: i32, step: i32): void {
  let i: i32 = 0;
  if (step == 1) {
    for (; i + lanes<T>() <= length; i += lanes<T>(), from += 16, to += 16) {
      v128.store(to, v128.add<T>(v128.load(to), v128.load(from)));
    }
  }
  for (; i < length; i++, from = at<T>(from, 1), to = at<T>(to, step)) {
    store<T>(to, load<T>(to) + load<T>(from));
  }
}

/** dx (N, C, h, w) for filters (FN, C, FH, FW); with `mask`, not 0, dx is 0 where that is not positive. */
function imagesBackwardOf<T>(
  dout: usize, filters: usize, dx: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, mask: usize, scratch: usize,
): void {
  const H = h + 2 * pad, W = w + 2 * pad;
  const K = C * FH * FW;
  const rows = (K + 3) & ~3;
  const P = OH * OW;
  const spare = scratch;
  const offsets = scratch + 128; // of the maps: where a place's elements of dout are
  const panels = aligned(at<i32>(offsets, FN));
  const listed = aligned(at<T>(panels, rows * FN));
  const windows = aligned(listed + <usize>(rows / 4 * FN) * listedStep<T>()); // (rows, P), what the places give back
  const planes = aligned(at<T>(windows, rows * P));
  for (let f: i32 = 0; f < FN; f++) store<i32>(at<i32>(offsets, f), <i32>at<T>(0, f * P));
  packRows<T>(filters, 1, K, rows, FN, panels);
  list<T>(panels, rows, FN, offsets, listed);
  for (let n: i32 = 0; n < N; n++) {
    for (let p: i32 = 0; p < P; p += width<T>()) {
      for (let k: i32 = 0; k < rows; k += 4) {
        edgeTile<T, Listed>(
          FN, listed + <usize>(k / 4 * FN) * listedStep<T>(), at<T>(dout, n * FN * P + p), at<T>(windows, k * P + p),
          at<T>(0, P), false, 4, P - p, spare,
        );
      }
    }
    memory.fill(planes, 0, at<T>(0, C * H * W));
    for (let k: i32 = 0; k < K; k++) {
      const c = k / (FH * FW), y = k / FW % FH, x = k % FW;
      for (let row: i32 = 0; row < OH; row++) {
        const line = (c * H + row * stride + y) * W + x;
        addRow<T>(at<T>(windows, k * P + row * OW), at<T>(planes, line), OW, stride);
      }
    }
    const images = at<T>(dx, n * C * h * w);
    spread<T>(planes, C, H, W, images, h, w, -pad);
    if (mask != 0) stop<T>(images, at<T>(mask, n * C * h * w), C * h * w);
  }
}

export function imagesBackward(
  bytes: i32, dout: usize, filters: usize, dx: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, mask: usize, scratch: usize,
): void {
  if (bytes == 4) {
    imagesBackwardOf<f32>(dout, filters, dx, N, C, h, w, pad, FN, FH, FW, stride, OH, OW, mask, scratch);
  } else {
    imagesBackwardOf<f64>(dout, filters, dx, N, C, h, w, pad, FN, FH, FW, stride, OH, OW, mask, scratch);
  }
}
