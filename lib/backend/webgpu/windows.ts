// Windows over images, in WGSL: which pixel a window sees at one of its elements.

import type { Windows } from "../contract.ts";

/** All sizes but N, for the name of a kernel that has them as constants. */
export const sizesOf = ({ C, H, W, FH, FW, stride, pad }: Windows) =>
  `(${C}, ${H}, ${W}), ${FH} × ${FW}, stride ${stride}, pad ${pad}`;

/** The sizes as constants: a device divides by them in a fifth of the time that it takes for other numbers. */
export const constantsOf = ({ C, H, W, FH, FW, stride, pad, OH, OW }: Windows) => `
const C = ${C}u;
const H = ${H}u;
const W = ${W}u;
const FH = ${FH}u;
const FW = ${FW}u;
const stride = ${stride}u;
const pad = ${pad}u;
const OH = ${OH}u;
const OW = ${OW}u;`;

/**
 * What windows see of the images x: a row for each place (n, oy, ox), a column for each element (c, fy, fx). Above and
 * left of an image the numbers, which cannot be negative, start from the largest again, so one comparison does.
 */
export const SEEN = `
fn seen(place: u32, element: u32) -> f32 {
  let row = place / OW % OH * stride + element / FW % FH - pad;
  let column = place % OW * stride + element % FW - pad;
  if (row >= H || column >= W) { return 0.0; } // the border
  return x[((place / (OH * OW) * C + element / (FH * FW)) * H + row) * W + column];
}`;

/** The place of the window whose element (fy, fx) sees the pixel (y, x), if `isPlace`. */
export const PLACE = `
struct Place { oy: u32, ox: u32, isPlace: bool }
fn placeOf(y: u32, x: u32, fy: u32, fx: u32) -> Place {
  let down = y + pad - fy;
  let across = x + pad - fx;
  let fits = down % stride == 0u && across % stride == 0u;
  return Place(down / stride, across / stride, fits && down / stride < OH && across / stride < OW);
}`;
