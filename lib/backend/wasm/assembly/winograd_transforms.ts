// The transforms of Winograd's convolution F(4 × 4, 3 × 3). A polynomial of degree 5 is known by its values at 0, ±√½,
// ±√2 and ∞; so 6 products give 4 places of a correlation with 3 taps in a row, and 36 products 4 × 4 places with 3 × 3
// taps, instead of 144. These points, whose squares multiply to 1, keep the rounding errors of float32 smaller than
// 0, ±1, ±2 do. Each transform takes lines of vectors, and its lanes are 4 tiles or 4 channels.

import { at, multiplyAdd, multiplySubtract } from "./simd";

/** Products per tile. */
export const POINTS: i32 = 36;

/** Bytes of what the transforms keep aside: 36 vectors and the constants. */
export const ASIDE: i32 = 36 * 16 + 64;

const A: f32 = 0.70710678; // √½
const B: f32 = 1.41421356; // √2

/** Puts the constants after the vectors: read from there they stay in registers, whereas V8 builds those of the code anew at every use. */
export function putConstants(aside: usize): void {
  store<f32>(aside + 576, A);
  store<f32>(aside + 576, B, 4);
  store<f32>(aside + 576, 0.5, 8);
  store<f32>(aside + 576, 2, 12);
  store<f32>(aside + 576, 2.5, 16);
}

@inline
export function constant(aside: usize, index: usize): v128 {
  return v128.load32_splat(aside + 576 + (index << 2));
}

/** Rows of 4 become columns. */
@inline
export function transposed(a: v128, b: v128, c: v128, d: v128, column: i32): v128 {
  if (column == 0) {
    return v128.shuffle<f64>(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 0, 4, 1, 5), 0, 2);
  }
  if (column == 1) {
    return v128.shuffle<f64>(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 0, 4, 1, 5), 1, 3);
  }
  if (column == 2) {
    return v128.shuffle<f64>(v128.shuffle<f32>(a, b, 2, 6, 3, 7), v128.shuffle<f32>(c, d, 2, 6, 3, 7), 0, 2);
  }
  return v128.shuffle<f64>(v128.shuffle<f32>(a, b, 2, 6, 3, 7), v128.shuffle<f32>(c, d, 2, 6, 3, 7), 1, 3);
}

/** 6 values of an image in a line → what stands for them at the 6 points. */
@inline
function imageLine(
  d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, a: v128, b: v128, half: v128, two: v128, most: v128, to: usize, step: usize,
): void {
  v128.store(to, multiplySubtract<f32>(most, d2, f32x4.add(d0, d4)));
  let even = multiplySubtract<f32>(two, d2, d4);
  let odd = multiplySubtract<f32>(two, d1, d3);
  v128.store(to + step, multiplyAdd<f32>(a, odd, even));
  v128.store(to + 2 * step, multiplySubtract<f32>(a, odd, even));
  even = multiplySubtract<f32>(half, d2, d4);
  odd = multiplySubtract<f32>(half, d1, d3);
  v128.store(to + 3 * step, multiplyAdd<f32>(b, odd, even));
  v128.store(to + 4 * step, multiplySubtract<f32>(b, odd, even));
  v128.store(to + 5 * step, multiplySubtract<f32>(most, d3, f32x4.add(d1, d5)));
}

/** Four tiles of 6 × 6, at four addresses and with lines `line` bytes apart, → `to`, where the points are `step` bytes apart. */
export function imageTiles(
  p0: usize, p1: usize, p2: usize, p3: usize, line: usize, aside: usize, to: usize, step: usize,
): void {
  const a = constant(aside, 0), b = constant(aside, 1), half = constant(aside, 2);
  const two = constant(aside, 3), most = constant(aside, 4);
  for (let row = aside; row < aside + 576; row += 96) {
    const r0 = v128.load(p0), r1 = v128.load(p1), r2 = v128.load(p2), r3 = v128.load(p3);
    const e0 = v128.load64_zero(p0, 16), e1 = v128.load64_zero(p1, 16);
    const e2 = v128.load64_zero(p2, 16), e3 = v128.load64_zero(p3, 16);
    imageLine(
      transposed(r0, r1, r2, r3, 0), transposed(r0, r1, r2, r3, 1),
      transposed(r0, r1, r2, r3, 2), transposed(r0, r1, r2, r3, 3),
      transposed(e0, e1, e2, e3, 0), transposed(e0, e1, e2, e3, 1), a, b, half, two, most, row, 16,
    );
    p0 += line;
    p1 += line;
    p2 += line;
    p3 += line;
  }
  for (let column = aside; column < aside + 96; column += 16) {
    imageLine(
      v128.load(column), v128.load(column, 96), v128.load(column, 192),
      v128.load(column, 288), v128.load(column, 384), v128.load(column, 480), a, b, half, two, most, to, 6 * step,
    );
    to += step;
  }
}

/** Products at the 6 points → sum `i` of the 4. What several of them need is computed once. */
@inline
export function sum(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, a: v128, b: v128, half: v128, two: v128, i: i32,
): v128 {
  const even1 = f32x4.add(m1, m2), odd1 = f32x4.mul(a, f32x4.sub(m1, m2));
  const even2 = f32x4.add(m3, m4), odd2 = f32x4.mul(b, f32x4.sub(m3, m4));
  if (i == 0) return f32x4.add(f32x4.add(m0, even1), even2);
  if (i == 1) return f32x4.add(odd1, odd2);
  if (i == 2) return multiplyAdd<f32>(half, even1, f32x4.add(even2, even2));
  return multiplyAdd<f32>(half, odd1, multiplyAdd<f32>(two, odd2, m5));
}

/** Products of four tiles, whose points are `step` bytes apart, → the first 24 vectors of `aside`: 4 rows, not yet columns. */
export function sumsOfColumns(from: usize, step: usize, aside: usize): void {
  const column = 6 * step;
  const a = constant(aside, 0), b = constant(aside, 1), half = constant(aside, 2), two = constant(aside, 3);
  for (let to = aside; to < aside + 96; to += 16, from += step) {
    const m0 = v128.load(from), m1 = v128.load(from + column), m2 = v128.load(from + 2 * column);
    const m3 = v128.load(from + 3 * column), m4 = v128.load(from + 4 * column), m5 = v128.load(from + 5 * column);
    v128.store(to, sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 0));
    v128.store(to, sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 1), 96);
    v128.store(to, sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 2), 192);
    v128.store(to, sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 3), 288);
  }
}

/** 4 gradients in a line → what stands for them at the 6 points: the transpose of sumsLine. */
@inline
function gradientsLine(
  y0: v128, y1: v128, y2: v128, y3: v128, a: v128, b: v128, half: v128, two: v128, to: usize, step: usize,
): void {
  v128.store(to, y0);
  let even = multiplyAdd<f32>(half, y2, y0);
  let odd = multiplyAdd<f32>(half, y3, y1);
  v128.store(to + step, multiplyAdd<f32>(a, odd, even));
  v128.store(to + 2 * step, multiplySubtract<f32>(a, odd, even));
  even = multiplyAdd<f32>(two, y2, y0);
  odd = multiplyAdd<f32>(two, y3, y1);
  v128.store(to + 3 * step, multiplyAdd<f32>(b, odd, even));
  v128.store(to + 4 * step, multiplySubtract<f32>(b, odd, even));
  v128.store(to + 5 * step, y3);
}

/** Four tiles of 4 × 4, `next` bytes apart and with lines `line` bytes apart, → `to`, where the points are `step` bytes apart. */
export function gradientsTiles(p: usize, next: usize, line: usize, aside: usize, to: usize, step: usize): void {
  const a = constant(aside, 0), b = constant(aside, 1), half = constant(aside, 2), two = constant(aside, 3);
  for (let row = aside; row < aside + 384; row += 96, p += line) {
    const r0 = v128.load(p), r1 = v128.load(p + next), r2 = v128.load(p + 2 * next), r3 = v128.load(p + 3 * next);
    gradientsLine(
      transposed(r0, r1, r2, r3, 0), transposed(r0, r1, r2, r3, 1),
      transposed(r0, r1, r2, r3, 2), transposed(r0, r1, r2, r3, 3), a, b, half, two, row, 16,
    );
  }
  for (let column = aside; column < aside + 96; column += 16, to += step) {
    gradientsLine(
      v128.load(column), v128.load(column, 96), v128.load(column, 192), v128.load(column, 288),
      a, b, half, two, to, 6 * step,
    );
  }
}

/** 3 taps in a line → their values at the 6 points, divided by what the other two transforms leave too large. */
@inline
function filterLine(g0: v128, g1: v128, g2: v128, to: usize, step: usize): void {
  v128.store(to, g0);
  let even = f32x4.mul(f32x4.splat(-2.0 / 3), f32x4.add(g0, f32x4.mul(f32x4.splat(0.5), g2)));
  let odd = f32x4.mul(f32x4.splat(A * -2 / 3), g1);
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  even = f32x4.mul(f32x4.splat(1.0 / 6), f32x4.add(g0, f32x4.add(g2, g2)));
  odd = f32x4.mul(f32x4.splat(B / 6), g1);
  v128.store(to + 3 * step, f32x4.add(even, odd));
  v128.store(to + 4 * step, f32x4.sub(even, odd));
  v128.store(to + 5 * step, g2);
}

/** The element at `from` of each of 4 filters, `next` bytes apart; 0 for those after the first `count`. */
@inline
function tap(from: usize, next: usize, count: i32): v128 {
  let taps = v128.load32_zero(from);
  if (count > 1) taps = v128.load_lane<f32>(from + next, taps, 1);
  if (count > 2) taps = v128.load_lane<f32>(from + 2 * next, taps, 2);
  if (count > 3) taps = v128.load_lane<f32>(from + 3 * next, taps, 3);
  return taps;
}

/**
 * Four filters of 3 × 3, `next` bytes apart and their taps `tapStep` bytes, → `to`, where the points are `step` bytes apart.
 */
export function filterTiles(
  from: usize, next: usize, count: i32, tapStep: i32, aside: usize, to: usize, step: usize,
): void {
  for (let row = aside; row < aside + 288; row += 96, from += 3 * tapStep) {
    filterLine(
      tap(from, next, count), tap(from + tapStep, next, count), tap(from + 2 * tapStep, next, count), row, 16,
    );
  }
  for (let column = aside; column < aside + 96; column += 16, to += step) {
    filterLine(v128.load(column), v128.load(column, 96), v128.load(column, 192), to, 6 * step);
  }
}

/** Products at the 6 points → gradients of the 3 taps: the transpose of filterLine. */
@inline
function tapsLine(
  u0: v128, u1: v128, u2: v128, u3: v128, u4: v128, u5: v128, to: usize, step: usize,
): void {
  const even1 = f32x4.mul(f32x4.splat(-2.0 / 3), f32x4.add(u1, u2));
  const odd1 = f32x4.mul(f32x4.splat(A * -2 / 3), f32x4.sub(u1, u2));
  const even2 = f32x4.mul(f32x4.splat(1.0 / 6), f32x4.add(u3, u4));
  const odd2 = f32x4.mul(f32x4.splat(B / 6), f32x4.sub(u3, u4));
  v128.store(to, f32x4.add(f32x4.add(u0, even1), even2));
  v128.store(to + step, f32x4.add(odd1, odd2));
  const twice = f32x4.add(even2, even2);
  v128.store(to + 2 * step, f32x4.add(f32x4.add(f32x4.mul(f32x4.splat(0.5), even1), twice), u5));
}

/** Products of four filters, whose points are `step` bytes apart, → the first 9 vectors of `aside`, a tap each. */
export function tapsTiles(from: usize, step: usize, aside: usize): void {
  const column = 6 * step;
  for (let to = aside; to < aside + 96; to += 16, from += step) {
    tapsLine(
      v128.load(from), v128.load(from + column), v128.load(from + 2 * column),
      v128.load(from + 3 * column), v128.load(from + 4 * column), v128.load(from + 5 * column), to, 96,
    );
  }
  let to = aside;
  for (let row = aside; row < aside + 288; row += 96, to += 48) {
    tapsLine(
      v128.load(row), v128.load(row, 16), v128.load(row, 32),
      v128.load(row, 48), v128.load(row, 64), v128.load(row, 80), to, 16,
    );
  }
}
