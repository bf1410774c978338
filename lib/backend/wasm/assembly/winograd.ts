// Convolution of 3 × 3, stride 1, float32, by Winograd: images and filters are transformed, multiplied as 36 products
// of matrices, one for each point, and transformed back: 8 tiles at a time, so that what is between stays in the caches.

import { aligned, at } from "./simd";
import { tile } from "./panels";
import { InOrder } from "./steps";
import { spread } from "./convolution";
import {
  ASIDE, constant, filterTiles, imageTiles, POINTS, putConstants, sum, sumsOfColumns, transposed,
} from "./winograd_transforms";

/** Bytes from one point to the next in a group of 8 tiles; not a power of 2, which would fall into the same few lines of a cache. */
@inline
function pointStep(channels: i32): usize {
  return (<usize>channels << 5) + 64;
}

@inline
export function paddedTo4(count: i32): i32 {
  return (count + 3) & ~3;
}

/** Images whose planes are laid out together: as many as give 256 kB, or one. */
function imagesInBlock(down: i32, across: i32, C: i32): i32 {
  return max(1, 65536 / ((4 * down + 2) * (4 * across + 2) * C));
}

/** Bytes of scratch that winograd needs. */
export function winogradScratch(C: i32, FN: i32, OH: i32, OW: i32): i32 {
  const down = (OH + 3) >> 2, across = (OW + 3) >> 2;
  const images = imagesInBlock(down, across, C);
  const groups = (images * down * across + 7) >> 3;
  const planes = images * C * (4 * down + 2) * (4 * across + 2) * 4;
  return 1024 + ASIDE + groups * 8 * 16 + planes + POINTS * <i32>(pointStep(C) + pointStep(paddedTo4(FN)));
}

/**
 * Of FN filters over C channels those from `start` to `end` → for each point panels of 4 filters, (C, 4). One filter is
 * `filterStep` bytes from the next, a channel of it `channelStep`, and one of its 9 taps `tapStep`.
 */
export function winogradFilters(
  filters: usize, start: i32, end: i32, filterStep: i32, channelStep: i32, tapStep: i32, FN: i32, C: i32,
  out: usize, scratch: usize,
): void {
  const step = <usize>(paddedTo4(FN) * C) << 2;
  for (let f = start; f < end; f += 4) {
    const first = filters + f * filterStep;
    let to = at<f32>(out, f * C);
    for (let c: i32 = 0; c < C; c++, to += 16) {
      filterTiles(first + c * channelStep, filterStep, FN - f, tapStep, scratch, to, step);
    }
  }
}

/** A row of a tile with `start` added, cut off at `least`, and 0 where a mask, `toMask` bytes further on, is not positive. */
@inline
function finished(row: v128, start: v128, least: v128, to: usize, toMask: usize): v128 {
  row = f32x4.pmax(f32x4.add(start, row), least); // a NaN stays
  return toMask == 0 ? row : v128.andnot(row, f32x4.le(v128.load(to + toMask), f32x4.splat(0)));
}

/** Writes what is inside of a row of a tile, the `row`th, that belongs to `place`. */
@inline
function putRow(values: v128, start: v128, least: v128, to: usize, toMask: usize, row: i32, place: usize): void {
  if (row >= load<i32>(place, 8)) return;
  const columns = load<i32>(place, 12);
  values = finished(values, start, least, to, toMask);
  if (columns >= 4) {
    v128.store(to, values);
    return;
  }
  store<f32>(to, f32x4.extract_lane(values, 0));
  if (columns > 1) store<f32>(to, f32x4.extract_lane(values, 1), 4);
  if (columns > 2) store<f32>(to, f32x4.extract_lane(values, 2), 8);
}

/** Whether there are four tiles, and all of each of them is inside. */
@inline
function areWhole(place: usize, count: i32): bool {
  if (count < 4) return false;
  let whole = true;
  for (const end = place + 64; place < end; place += 16) {
    if (load<i32>(place, 8) < 4 || load<i32>(place, 12) < 4) whole = false;
  }
  return whole;
}

/** The rows of sums that sumsOfColumns leaves → up to four tiles, at their places in `map`. */
function putTiles(
  sums: usize, aside: usize, start: v128, least: v128, map: usize, toMask: usize, place: usize, count: i32,
  isWhole: bool, line: usize,
): void {
  const a = constant(aside, 0), b = constant(aside, 1), half = constant(aside, 2), two = constant(aside, 3);
  let to0 = map + load<i32>(place, 4), to1 = map + load<i32>(place, 20);
  let to2 = map + load<i32>(place, 36), to3 = map + load<i32>(place, 52);
  for (let row: i32 = 0; row < 4; row++, sums += 96) {
    const m0 = v128.load(sums), m1 = v128.load(sums, 16), m2 = v128.load(sums, 32);
    const m3 = v128.load(sums, 48), m4 = v128.load(sums, 64), m5 = v128.load(sums, 80);
    const s0 = sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 0), s1 = sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 1);
    const s2 = sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 2), s3 = sum(m0, m1, m2, m3, m4, m5, a, b, half, two, 3);
    const row0 = transposed(s0, s1, s2, s3, 0), row1 = transposed(s0, s1, s2, s3, 1);
    const row2 = transposed(s0, s1, s2, s3, 2), row3 = transposed(s0, s1, s2, s3, 3);
    if (isWhole) {
      v128.store(to0, finished(row0, start, least, to0, toMask));
      v128.store(to1, finished(row1, start, least, to1, toMask));
      v128.store(to2, finished(row2, start, least, to2, toMask));
      v128.store(to3, finished(row3, start, least, to3, toMask));
    } else {
      putRow(row0, start, least, to0, toMask, row, place);
      if (count > 1) putRow(row1, start, least, to1, toMask, row, place + 16);
      if (count > 2) putRow(row2, start, least, to2, toMask, row, place + 32);
      if (count > 3) putRow(row3, start, least, to3, toMask, row, place + 48);
    }
    to0 += line;
    to1 += line;
    to2 += line;
    to3 += line;
  }
}

/**
 * out (N, FN, OH, OW) = bias + images (N, C, h, w) with a border of `pad`, seen by transformed filters; 0 for no bias. `relu`
 * is 1 to cut off at 0; with `mask`, not 0, out is 0 where that is not positive.
 */
export function winograd(
  x: usize, filters: usize, bias: usize, out: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, OH: i32, OW: i32, relu: i32, mask: usize, scratch: usize,
): void {
  const toMask = mask == 0 ? 0 : mask - out;
  const least = f32x4.splat(relu ? 0 : -Infinity);
  const down = (OH + 3) >> 2, across = (OW + 3) >> 2;
  const H = 4 * down + 2, W = 4 * across + 2;
  const tiles = down * across;
  const images = imagesInBlock(down, across, C);
  const groups = (images * tiles + 7) >> 3;
  const plane = at<f32>(0, H * W);
  const aside = aligned(scratch);
  const places = aligned(aside + ASIDE); // for each tile: bytes from the first in the planes and in out, rows and columns of it
  const planes = places + (<usize>groups << 7);
  const productStep = pointStep(paddedTo4(FN));
  const products = aligned(planes + <usize>(images * C) * plane);
  const seenStep = pointStep(C);
  const seen = products + productStep * POINTS;
  putConstants(aside);
  memory.fill(planes, 0, <usize>(images * C) * plane);
  for (let i: i32 = 0; i < groups * 8; i++) {
    const one = min(i, images * tiles - 1);
    const n = one / tiles, row = one % tiles / across, column = one % across;
    const place = places + (<usize>i << 4);
    store<i32>(place, <i32>at<f32>(0, (n * C * H + 4 * row) * W + 4 * column));
    store<i32>(place, <i32>at<f32>(0, (n * FN * OH + 4 * row) * OW + 4 * column), 4);
    store<i32>(place, min(OH - 4 * row, 4), 8);
    store<i32>(place, OW - 4 * column, 12);
  }

  for (let first: i32 = 0; first < N; first += images) {
    const count = min(images, N - first);
    const last = (count * tiles + 7) >> 3;
    spread<f32>(at<f32>(x, first * C * h * w), count * C, h, w, planes, H, W, pad);
    for (let group: i32 = 0; group < last; group++) {
      for (let half: i32 = 0; half < 2; half++) {
        const place = places + (<usize>(group * 2 + half) << 6);
        let p0 = planes + load<i32>(place), p1 = planes + load<i32>(place, 16);
        let p2 = planes + load<i32>(place, 32), p3 = planes + load<i32>(place, 48);
        for (let c: i32 = 0; c < C; c++) {
          imageTiles(p0, p1, p2, p3, at<f32>(0, W), aside, seen + (<usize>c << 5) + (<usize>half << 4), seenStep);
          p0 += plane;
          p1 += plane;
          p2 += plane;
          p3 += plane;
        }
      }
      let from = seen;
      let panels = filters;
      for (let to = products; to < seen; to += productStep, from += seenStep) {
        for (let f: usize = 0; f < productStep - 64; f += 128, panels = at<f32>(panels, C * 4)) {
          tile<f32, InOrder>(C, panels, from, to + f, 32, false);
        }
      }
      for (let half: i32 = 0; half < 2; half++) {
        const t = group * 8 + half * 4, present = min(4, count * tiles - t);
        if (present <= 0) break;
        const place = places + (<usize>t << 4);
        const isWhole = areWhole(place, present);
        for (let f: i32 = 0; f < FN; f++) {
          sumsOfColumns(products + (<usize>f << 5) + (<usize>half << 4), productStep, aside);
          const start = bias == 0 ? f32x4.splat(0) : v128.load32_splat(at<f32>(bias, f));
          const map = at<f32>(out, (first * FN + f) * OH * OW);
          putTiles(aside, aside, start, least, map, toMask, place, present, isWhole, at<f32>(0, OW));
        }
      }
    }
  }
}
