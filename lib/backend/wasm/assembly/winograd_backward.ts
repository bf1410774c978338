// The gradient with respect to filters of 3 × 3, stride 1, float32, by Winograd. At each point it is a product of matrices: the
// transformed dout (filters, tiles) times the transformed images (tiles, channels), which is summed up over blocks of
// images and transformed back once. Lanes are channels here, or filters.

import { aligned, at, sumOf } from "./simd";
import { tile } from "./panels";
import { InOrder } from "./steps";
import { spread } from "./convolution";
import { paddedTo4 } from "./winograd";
import { ASIDE, gradientsTiles, imageTiles, POINTS, putConstants, tapsTiles } from "./winograd_transforms";

@inline
function paddedTo8(count: i32): i32 {
  return (count + 7) & ~7;
}

/** Images in a block: as many as give 600 kB, or one. */
function imagesInBlock(tiles: i32, C: i32, FN: i32): i32 {
  return max(1, 4096 / (tiles * (C + FN)));
}

/** Bytes from one point to the next in panels of `bytes` a tile, in which a power of 2 would fall into the same few lines of a cache. */
@inline
function pointStep(tiles: i32, bytes: i32): usize {
  return <usize>(tiles * bytes) + 64;
}

/** Bytes of scratch that winogradFiltersBackward needs. */
export function winogradFiltersBackwardScratch(C: i32, FN: i32, OH: i32, OW: i32): i32 {
  const down = (OH + 3) >> 2, across = (OW + 3) >> 2;
  const all = imagesInBlock(down * across, C, FN) * down * across;
  const planes = 2 * 4 * (4 * down + 2) * (4 * across + 2) * 4;
  return 1024 + ASIDE + planes + <i32>(
    (pointStep(all, 32) * (paddedTo8(C) >> 3) + pointStep(all, 16) * (paddedTo4(FN) >> 2) +
      pointStep(paddedTo4(FN), paddedTo8(C) * 4)) * POINTS
  );
}

@inline
function sumOfPlane(x: usize, length: i32): f32 {
  let sums = f32x4.splat(0);
  let i: i32 = 0;
  for (; i + 4 <= length; i += 4, x += 16) sums = f32x4.add(sums, v128.load(x));
  let sum = sumOf<f32>(sums);
  for (; i < length; i++, x += 4) sum += load<f32>(x);
  return sum;
}

/** dfilters (FN, C, 3, 3) and db (FN) of N images. */
export function winogradFiltersBackward(
  x: usize, dout: usize, dfilters: usize, db: usize, N: i32, C: i32, h: i32, w: i32, pad: i32,
  FN: i32, OH: i32, OW: i32, scratch: usize,
): void {
  const down = (OH + 3) >> 2, across = (OW + 3) >> 2;
  const H = 4 * down + 2, W = 4 * across + 2;
  const tiles = down * across;
  const images = imagesInBlock(tiles, C, FN);
  const channels = paddedTo8(C), filters = paddedTo4(FN);
  const plane = at<f32>(0, H * W), line = at<f32>(0, W);
  const aside = aligned(scratch);
  const planes = aligned(aside + ASIDE); // 4 channels of an image, then 4 of dout
  const maps = planes + 4 * plane;
  const seenStep = pointStep(images * tiles, 32);
  const seen = aligned(maps + 4 * plane);
  const doutStep = pointStep(images * tiles, 16);
  const douts = seen + seenStep * POINTS * (channels >> 3);
  const sumStep = pointStep(filters, channels * 4);
  const sums = douts + doutStep * POINTS * (filters >> 2);
  putConstants(aside);
  memory.fill(sums, 0, sumStep * POINTS);
  memory.fill(db, 0, at<f32>(0, FN));
  memory.fill(planes, 0, 8 * plane);

  for (let first: i32 = 0; first < N; first += images) {
    const count = min(images, N - first);
    for (let n: i32 = 0; n < count; n++) {
      for (let c: i32 = 0; c < channels; c += 4) {
        if (c + 4 > C) memory.fill(planes, 0, 4 * plane); // there are fewer than four
        if (c < C) spread<f32>(at<f32>(x, ((first + n) * C + c) * h * w), min(4, C - c), h, w, planes, H, W, pad);
        let to = seen + seenStep * POINTS * (c >> 3) + <usize>((n * tiles << 5) + (c & 4) * 4);
        for (let row: i32 = 0; row < down; row++) {
          let p = planes + 4 * row * line;
          for (let column: i32 = 0; column < across; column++, p += 16, to += 32) {
            imageTiles(p, p + plane, p + 2 * plane, p + 3 * plane, line, aside, to, seenStep);
          }
        }
      }
      for (let f: i32 = 0; f < FN; f += 4) {
        const map = at<f32>(dout, ((first + n) * FN + f) * OH * OW);
        if (f + 4 > FN) memory.fill(maps, 0, 4 * plane);
        spread<f32>(map, min(4, FN - f), OH, OW, maps, H, W, 0);
        for (let i: i32 = f; i < min(f + 4, FN); i++) {
          const to = at<f32>(db, i);
          store<f32>(to, load<f32>(to) + sumOfPlane(at<f32>(map, (i - f) * OH * OW), OH * OW));
        }
        let to = douts + doutStep * POINTS * (f >> 2) + (<usize>(n * tiles) << 4);
        for (let row: i32 = 0; row < down; row++) {
          let p = maps + 4 * row * line;
          for (let column: i32 = 0; column < across; column++, p += 16, to += 16) {
            gradientsTiles(p, plane, line, aside, to, doutStep);
          }
        }
      }
    }
    for (let point: i32 = 0; point < POINTS; point++) {
      for (let c: i32 = 0; c < channels; c += 8) {
        for (let f: i32 = 0; f < filters; f += 4) {
          tile<f32, InOrder>(
            count * tiles, douts + doutStep * (POINTS * (f >> 2) + point), seen + seenStep * (POINTS * (c >> 3) + point),
            at<f32>(sums + sumStep * point, f * channels + c), at<f32>(0, channels), true,
          );
        }
      }
    }
  }

  for (let f: i32 = 0; f < FN; f++) {
    for (let c: i32 = 0; c < C; c += 4) {
      tapsTiles(at<f32>(sums, f * channels + c), sumStep, aside);
      for (let i: i32 = 0; i < min(4, C - c); i++) {
        for (let tap: i32 = 0; tap < 9; tap++) {
          store<f32>(at<f32>(dfilters, (f * C + c + i) * 9 + tap), load<f32>(aside + (<usize>tap << 4) + (<usize>i << 2)));
        }
      }
    }
  }
}
