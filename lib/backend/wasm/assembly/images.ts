// Windows over images: im2col, col2im and pooling, loop for loop as in the plain backend; pooling of 2 × 2 in float32,
// which is all that the book pools, takes four windows at a time.

import { at } from "./simd";

const BLOCK: i32 = 4096; // elements that are set to 0 at once, and still in the first cache when something is added

/** x to col, or with isBack col added to x */
@inline
function im2colOf<T>(
  x: usize, col: usize, N: i32, C: i32, H: i32, W: i32, FH: i32, FW: i32,
  stride: i32, pad: i32, OH: i32, OW: i32, isBack: bool,
): void {
  for (let n: i32 = 0; n < N; n++) {
    for (let row: i32 = 0; row < OH; row++) {
      for (let column: i32 = 0; column < OW; column++) {
        for (let c: i32 = 0; c < C; c++) {
          for (let y = row * stride - pad, bottom = y + FH; y < bottom; y++) {
            const line = ((n * C + c) * H + y) * W;
            const isInside = y >= 0 && y < H;
            for (let i = column * stride - pad, right = i + FW; i < right; i++) {
              const isSeen = isInside && i >= 0 && i < W;
              if (!isBack) {
                store<T>(col, isSeen ? load<T>(at<T>(x, line + i)) : 0);
              } else if (isSeen) {
                const to = at<T>(x, line + i);
                store<T>(to, load<T>(to) + load<T>(col));
              }
              col += sizeof<T>();
            }
          }
        }
      }
    }
  }
}

export function im2col(
  bytes: i32, x: usize, col: usize, N: i32, C: i32, H: i32, W: i32, FH: i32, FW: i32,
  stride: i32, pad: i32, OH: i32, OW: i32,
): void {
  if (bytes == 4) im2colOf<f32>(x, col, N, C, H, W, FH, FW, stride, pad, OH, OW, false);
  else im2colOf<f64>(x, col, N, C, H, W, FH, FW, stride, pad, OH, OW, false);
}

export function col2im(
  bytes: i32, x: usize, col: usize, N: i32, C: i32, H: i32, W: i32, FH: i32, FW: i32,
  stride: i32, pad: i32, OH: i32, OW: i32,
): void {
  memory.fill(x, 0, <usize>(N * C * H * W) * bytes);
  if (bytes == 4) im2colOf<f32>(x, col, N, C, H, W, FH, FW, stride, pad, OH, OW, true);
  else im2colOf<f64>(x, col, N, C, H, W, FH, FW, stride, pad, OH, OW, true);
}

/** Where y is larger than x, or the first NaN: as a mask */
@inline
function wins(y: v128, x: v128): v128 {
  return v128.andnot(f32x4.eq(x, x), f32x4.le(y, x));
}

/** y where the mask says so, else x */
@inline
function choose(y: v128, x: v128, isY: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_laneselect<i32>(y, x, isY); // one instruction instead of three
  return v128.bitselect(y, x, isY);
}

/**
 * Windows of 2 × 2 side by side, float32, at least four: four at a time from two rows of eight, of which first each has a
 * winner. The last four may be partly those of the time before.
 */
@inline
function pairs(x: usize, first: i32, W: i32, OW: i32, out: usize, indices: usize): void {
  for (let next: i32 = 0; next < OW; next += 4) {
    const column = min(next, OW - 4);
    const above = at<f32>(x, 2 * column), below = at<f32>(above, W);
    const index = i32x4.add(i32x4.splat(first + 2 * column), i32x4(0, 2, 4, 6));
    const a = v128.load(above), b = v128.load(above, 16), c = v128.load(below), d = v128.load(below, 16);
    const topLeft = v128.shuffle<f32>(a, b, 0, 2, 4, 6), topRight = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
    const left = v128.shuffle<f32>(c, d, 0, 2, 4, 6), right = v128.shuffle<f32>(c, d, 1, 3, 5, 7);
    const isTopRight = wins(topRight, topLeft), isRight = wins(right, left);
    const top = choose(topRight, topLeft, isTopRight), bottom = choose(right, left, isRight);
    const isBottom = wins(bottom, top);
    const topIndex = i32x4.sub(index, isTopRight); // a mask is −1 where it is true
    const bottomIndex = i32x4.sub(i32x4.add(index, i32x4.splat(W)), isRight);
    v128.store(at<f32>(out, column), choose(bottom, top, isBottom));
    v128.store(at<i32>(indices, column), choose(bottomIndex, topIndex, isBottom));
  }
}

/** The first maximum of each window, NaN before numbers, and its index, for the planes from `start` to `end`. */
@inline
function poolingOf<T>(
  x: usize, out: usize, indices: usize, start: i32, end: i32, H: i32, W: i32, FH: i32, FW: i32,
  stride: i32, pad: i32, OH: i32, OW: i32,
): void {
  out = at<T>(out, start * OH * OW);
  indices = at<i32>(indices, start * OH * OW);
  for (let plane = start; plane < end; plane++) {
    for (let row: i32 = 0; row < OH; row++) {
      const top = row * stride - pad;
      if (sizeof<T>() == 4 && FH == 2 && FW == 2 && stride == 2 && pad == 0 && OW >= 4) {
        const first = (plane * H + top) * W;
        pairs(at<T>(x, first), first, W, OW, out, indices);
        out = at<T>(out, OW);
        indices = at<i32>(indices, OW);
        continue;
      }
      for (let column: i32 = 0; column < OW; column++) {
        const left = column * stride - pad;
        let index: i32 = -1;
        let largest: T = 0;
        for (let y = max(top, 0); y < min(top + FH, H); y++) {
          const line = (plane * H + y) * W;
          for (let i = line + max(left, 0); i < line + min(left + FW, W); i++) {
            const value = load<T>(at<T>(x, i));
            if (index < 0 || value > largest || (value != value && largest == largest)) {
              index = i;
              largest = value;
            }
          }
        }
        store<T>(out, largest);
        store<i32>(indices, index);
        out += sizeof<T>();
        indices += 4;
      }
    }
  }
}

export function pooling(
  bytes: i32, x: usize, out: usize, indices: usize, start: i32, end: i32, H: i32, W: i32, FH: i32, FW: i32,
  stride: i32, pad: i32, OH: i32, OW: i32,
): void {
  if (bytes == 4) poolingOf<f32>(x, out, indices, start, end, H, W, FH, FW, stride, pad, OH, OW);
  else poolingOf<f64>(x, out, indices, start, end, H, W, FH, FW, stride, pad, OH, OW);
}

@inline
function poolingBackwardOf<T>(dout: usize, indices: usize, dx: usize, start: i32, end: i32, P: i32, HW: i32): void {
  const together = max(BLOCK / max(HW, 1), 1);
  for (let plane = start; plane < end; plane += together) {
    const planes = min(together, end - plane);
    memory.fill(at<T>(dx, plane * HW), 0, at<T>(0, planes * HW));
    for (let i = plane * P; i < (plane + planes) * P; i++) {
      const to = at<T>(dx, load<i32>(at<i32>(indices, i)));
      store<T>(to, load<T>(to) + load<T>(at<T>(dout, i)));
    }
  }
}

/** For the planes from `start` to `end`, with P elements in dout and HW in dx each: dout[i] added at indices[i], 0 elsewhere */
export function poolingBackward(bytes: i32, dout: usize, indices: usize, dx: usize, start: i32, end: i32, P: i32, HW: i32): void {
  if (bytes == 4) poolingBackwardOf<f32>(dout, indices, dx, start, end, P, HW);
  else poolingBackwardOf<f64>(dout, indices, dx, start, end, P, HW);
}
