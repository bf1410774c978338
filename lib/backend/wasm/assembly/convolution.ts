// Convolution without a matrix of windows. What 8 places in a row see of an element of the window lies in a row of the
// image, where a tile reads it; other windows are gathered into a panel first, which stays in the first cache.

import { aligned, at, lanes } from "./simd";
import { edgeTile, packRows, turn, width } from "./panels";
import { InOrder, list, Listed, listedStep } from "./steps";

/**
 * Planes (h, w) into planes (H, W), `pad` elements further down and right; what is outside for a negative one is left out. The
 * border stays as it is: the zeros that the caller has put there once.
 */
export function spread<T>(from: usize, planes: i32, h: i32, w: i32, to: usize, H: i32, W: i32, pad: i32): void {
  for (let plane: i32 = 0; plane < planes; plane++) {
    for (let y = max(0, -pad); y < min(h, H - pad); y++) {
      let x = max(0, -pad);
      let source = at<T>(from, (plane * h + y) * w + x);
      let target = at<T>(to, (plane * H + y + pad) * W + x + pad);
      const end = min(w, W - pad);
      for (; x + lanes<T>() <= end; x += lanes<T>(), source += 16, target += 16) {
        v128.store(target, v128.load(source));
      }
      for (; x < end; x++, source = at<T>(source, 1), target = at<T>(target, 1)) store<T>(target, load<T>(source));
    }
  }
}

/**
 * For each element of a window, how many bytes it is from the first, and one element more, for the bias and db: it sees the
 * plane of ones that is laid after the planes, which become zeros. `spare` is how many offsets there are after the
 * window's; those after the one are 0.
 */
export function offsetsWithOnes<T>(
  C: i32, FH: i32, FW: i32, H: i32, W: i32, offsets: usize, spare: i32, planes: usize,
): void {
  const size = C * H * W;
  for (let c: i32 = 0; c < C; c++) {
    for (let y: i32 = 0; y < FH; y++) {
      for (let x: i32 = 0; x < FW; x++, offsets += 4) {
        store<i32>(offsets, <i32>at<T>(0, (c * H + y) * W + x));
      }
    }
  }
  memory.fill(offsets, 0, at<i32>(0, spare));
  store<i32>(offsets, <i32>at<T>(0, size));
  memory.fill(planes, 0, at<T>(0, size));
  for (let i = size; i < size + H * W; i++) store<T>(at<T>(planes, i), 1);
}

/** The windows of `width` places from `place` on, as a panel (K, width); after the last place comes the last again. */
@inline
function gather<T>(
  x: usize, W: i32, offsets: usize, K: i32, place: i32, OH: i32, OW: i32, stride: i32, panel: usize,
): void {
  for (let half: i32 = 0; half < 2; half++, place += lanes<T>(), panel += 16) {
    const row = place / OW;
    const column = place - row * OW;
    if (stride == 1 && row < OH && column + lanes<T>() <= OW) {
      const from = at<T>(x, row * W + column);
      for (let k: i32 = 0; k < K; k++) {
        v128.store(panel + (<usize>k << 5), v128.load(from + load<i32>(offsets + (<usize>k << 2))));
      }
      continue;
    }
    for (let i: i32 = 0; i < lanes<T>(); i++) {
      const one = min(place + i, OH * OW - 1);
      const from = at<T>(x, (one / OW * W + one % OW) * stride);
      for (let k: i32 = 0; k < K; k++) {
        const value = load<T>(from + load<i32>(offsets + (<usize>k << 2)));
        store<T>(at<T>(panel + (<usize>k << 5), i), value);
      }
    }
  }
}

/** values[i] = 0 where z[i] ≤ 0 */
export function stop<T>(values: usize, z: usize, length: i32): void {
  for (let i: i32 = 0; i + lanes<T>() <= length; i += lanes<T>(), values += 16, z += 16) {
    v128.store(values, v128.andnot(v128.load(values), v128.le<T>(v128.load(z), v128.splat<T>(0))));
  }
  for (let i: i32 = length & -lanes<T>(); i < length; i++, values = at<T>(values, 1), z = at<T>(z, 1)) {
    if (load<T>(z) <= 0) store<T>(values, 0);
  }
}

/** Images (N, C, h, w) seen by FN filters in panels, as packFilters makes them. `relu` is 1 to cut off at 0. */
function correlateOf<T>(
  x: usize, panels: usize, out: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, relu: i32, scratch: usize,
): void {
  const H = h + 2 * pad, W = w + 2 * pad;
  const depth = C * FH * FW + 1; // with one for the bias, which sees a 1
  const P = OH * OW;
  const spare = scratch;
  const panel = scratch + 128;
  const offsets = panel + (<usize>depth << 5);
  const listed = aligned(at<i32>(offsets, depth));
  const planes = aligned(listed + <usize>((FN + 3) / 4 * depth) * listedStep<T>());
  offsetsWithOnes<T>(C, FH, FW, H, W, offsets, 1, planes);
  list<T>(panels, FN, depth, offsets, listed);
  for (let n: i32 = 0; n < N; n++) {
    const map = at<T>(out, n * FN * P);
    spread<T>(at<T>(x, n * C * h * w), C, h, w, planes, H, W, pad);
    for (let p: i32 = 0; p < P; p += width<T>()) {
      const row = p / OW, column = p - row * OW;
      const isInARow = stride == 1 && column + width<T>() <= OW;
      if (!isInARow) gather<T>(planes, W, offsets, depth, p, OH, OW, stride, panel);
      for (let f: i32 = 0; f < FN; f += 4) {
        const to = at<T>(map, f * P + p);
        if (isInARow) {
          edgeTile<T, Listed>(
            depth, listed + <usize>(f / 4 * depth) * listedStep<T>(), at<T>(planes, row * W + column), to, at<T>(0, P), false,
            FN - f, width<T>(), spare,
          );
        } else {
          edgeTile<T, InOrder>(
            depth, at<T>(panels, f * depth), panel, to, at<T>(0, P), false, FN - f, P - p, spare,
          );
        }
      }
    }
    if (relu) stop<T>(map, map, FN * P); // while it is in the cache
  }
}

/** What 4 elements of the window, whose offsets are given, see at each place, in rows (OH·OW, 4) that are `step` bytes apart. */
@inline
export function gatherTaps<T>(
  x: usize, W: i32, offsets: usize, OH: i32, OW: i32, stride: i32, panel: usize, step: usize,
): void {
  for (let row: i32 = 0; row < OH; row++) {
    const line = at<T>(x, row * stride * W);
    let x0 = line + load<i32>(offsets), x1 = line + load<i32>(offsets, 4);
    let x2 = line + load<i32>(offsets, 8), x3 = line + load<i32>(offsets, 12);
    let column: i32 = 0;
    if (sizeof<T>() == 4 && stride == 1) {
      for (; column + 4 <= OW; column += 4, panel += 4 * step) {
        turn(x0, x1, x2, x3, panel, step);
        x0 += 16;
        x1 += 16;
        x2 += 16;
        x3 += 16;
      }
    }
    for (; column < OW; column++, panel += step) {
      store<T>(panel, load<T>(x0));
      store<T>(at<T>(panel, 1), load<T>(x1));
      store<T>(at<T>(panel, 2), load<T>(x2));
      store<T>(at<T>(panel, 3), load<T>(x3));
      x0 = at<T>(x0, stride);
      x1 = at<T>(x1, stride);
      x2 = at<T>(x2, stride);
      x3 = at<T>(x3, stride);
    }
  }
}

/** Filters (FN, K) as panels of 4, with the bias as one more element of each. */
@inline
function packFiltersOf<T>(filters: usize, bias: usize, FN: i32, K: i32, panels: usize): void {
  for (let f: i32 = 0; f < FN; f += 4, panels = at<T>(panels, 4 * (K + 1))) {
    const rows = min(4, FN - f);
    packRows<T>(at<T>(filters, f * K), K, 1, rows, K, panels);
    packRows<T>(at<T>(bias, f), 1, 0, rows, 1, at<T>(panels, 4 * K));
  }
}

export function packFilters(bytes: i32, filters: usize, bias: usize, FN: i32, K: i32, panels: usize): void {
  if (bytes == 4) packFiltersOf<f32>(filters, bias, FN, K, panels);
  else packFiltersOf<f64>(filters, bias, FN, K, panels);
}

export function correlate(
  bytes: i32, x: usize, panels: usize, out: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, FH: i32, FW: i32, stride: i32, OH: i32, OW: i32, relu: i32, scratch: usize,
): void {
  if (bytes == 4) correlateOf<f32>(x, panels, out, N, C, h, w, pad, FN, FH, FW, stride, OH, OW, relu, scratch);
  else correlateOf<f64>(x, panels, out, N, C, h, w, pad, FN, FH, FW, stride, OH, OW, relu, scratch);
}
