// Panels of two matrices, in the order in which they are read: of a 4 rows, of b 2 vectors of columns. A tile of 4 rows × 2
// vectors takes their product in 8 registers; more would not fit into the 16 that V8 uses.

import { at, lanes, multiplyAdd } from "./simd";
import { Listed, listedStep } from "./steps";

/** Columns of a tile: 8 or 4. */
@inline
export function width<T>(): i32 {
  return 2 * lanes<T>();
}

/** Element i of four elements of a, of which `low` and `high` have two each in float64, as a vector of it. */
@inline
function lane<T>(low: v128, high: v128, i: i32): v128 {
  if (sizeof<T>() == 4) {
    if (i == 0) return v128.shuffle<f32>(low, low, 0, 0, 0, 0);
    if (i == 1) return v128.shuffle<f32>(low, low, 1, 1, 1, 1);
    if (i == 2) return v128.shuffle<f32>(low, low, 2, 2, 2, 2);
    return v128.shuffle<f32>(low, low, 3, 3, 3, 3);
  }
  const two = i < 2 ? low : high;
  return (i & 1) == 0 ? v128.shuffle<f64>(two, two, 0, 0) : v128.shuffle<f64>(two, two, 1, 1);
}

/**
 * c (4, width) = or += panel a (depth, 4) · panel b (depth, width); rows of c are `step` bytes apart, and the sum has at
 * least one step. V8 unrolls the loop itself.
 */
export function tile<T, Order>(depth: i32, a: usize, b: usize, c: usize, step: usize, adds: bool): void {
  let c00 = v128.splat<T>(0), c01 = c00, c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let row = b;
  const isListed = sizeof<Order>() == sizeof<Listed>();
  const stepA = isListed ? listedStep<T>() : 4 * sizeof<T>();
  const end = a + <usize>depth * stepA;
  do {
    if (isListed) row = b + load<Listed>(a, 4 * sizeof<T>());
    const b0 = v128.load(row);
    const b1 = v128.load(row, 16);
    const low = v128.load(a); // one load and four shuffles take less time than four loads
    const high = sizeof<T>() == 4 ? low : v128.load(a, 16);
    const a0 = lane<T>(low, high, 0);
    c00 = multiplyAdd<T>(a0, b0, c00);
    c01 = multiplyAdd<T>(a0, b1, c01);
    const a1 = lane<T>(low, high, 1);
    c10 = multiplyAdd<T>(a1, b0, c10);
    c11 = multiplyAdd<T>(a1, b1, c11);
    const a2 = lane<T>(low, high, 2);
    c20 = multiplyAdd<T>(a2, b0, c20);
    c21 = multiplyAdd<T>(a2, b1, c21);
    const a3 = lane<T>(low, high, 3);
    c30 = multiplyAdd<T>(a3, b0, c30);
    c31 = multiplyAdd<T>(a3, b1, c31);
    a += stepA;
    if (!isListed) row += 32;
  } while (a < end);
  putRow<T>(c, c00, c01, adds);
  putRow<T>(c + step, c10, c11, adds);
  putRow<T>(c + 2 * step, c20, c21, adds);
  putRow<T>(c + 3 * step, c30, c31, adds);
}

@inline
function putRow<T>(c: usize, left: v128, right: v128, adds: bool): void {
  if (adds) {
    left = v128.add<T>(v128.load(c), left);
    right = v128.add<T>(v128.load(c, 16), right);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** A tile of which c has `rows` rows and `columns` columns only; `spare` has room for a whole one. */
export function edgeTile<T, Order>(
  depth: i32, a: usize, b: usize, c: usize, step: usize, adds: bool,
  rows: i32, columns: i32, spare: usize,
): void {
  if (rows >= 4 && columns >= width<T>()) {
    tile<T, Order>(depth, a, b, c, step, adds);
  } else {
    tile<T, Order>(depth, a, b, spare, 32, false);
    putEdge<T>(spare, c, step, adds, rows, columns);
  }
}

/** The rows and columns of a tile that c has. */
function putEdge<T>(tile: usize, c: usize, step: usize, adds: bool, rows: i32, columns: i32): void {
  for (const end = tile + (<usize>min(rows, 4) << 5); tile < end; tile += 32, c += step) {
    if (columns >= width<T>()) {
      putRow<T>(c, v128.load(tile), v128.load(tile, 16), adds);
      continue;
    }
    for (let column: i32 = 0; column < columns; column++) {
      const to = at<T>(c, column);
      const value = load<T>(at<T>(tile, column));
      store<T>(to, adds ? load<T>(to) + value : value);
    }
  }
}

/** Four elements of four rows, float32, become four of their columns, `step` bytes apart. */
@inline
export function turn(row0: usize, row1: usize, row2: usize, row3: usize, to: usize, step: usize): void {
  const a = v128.load(row0), b = v128.load(row1), c = v128.load(row2), d = v128.load(row3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to + step, v128.shuffle<f64>(ab, cd, 1, 3));
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to + 2 * step, v128.shuffle<f64>(ab2, cd2, 0, 2));
  v128.store(to + 3 * step, v128.shuffle<f64>(ab2, cd2, 1, 3));
}

/** Two elements of four rows, float64, become two of their columns, one after the other. */
@inline
function turnPairs(row0: usize, row1: usize, row2: usize, row3: usize, to: usize): void {
  const a = v128.load(row0), b = v128.load(row1), c = v128.load(row2), d = v128.load(row3);
  v128.store(to, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(to, v128.shuffle<f64>(c, d, 0, 2), 16);
  v128.store(to, v128.shuffle<f64>(a, b, 1, 3), 32);
  v128.store(to, v128.shuffle<f64>(c, d, 1, 3), 48);
}

/**
 * Panels of 4 rows of a (rows, depth), whose elements are `down` and `across` elements apart. Rows that are not there have
 * any numbers: their products are not used.
 */
export function packRows<T>(a: usize, down: i32, across: i32, rows: i32, depth: i32, panels: usize): void {
  for (let row: i32 = 0; row < rows; row += 4) {
    let a0 = at<T>(a, row * down);
    if (down == 1) {
      for (let k: i32 = 0; k < depth; k++) {
        v128.store(panels, v128.load(a0));
        if (sizeof<T>() == 8) v128.store(panels, v128.load(a0, 16), 16);
        panels = at<T>(panels, 4);
        a0 = at<T>(a0, across);
      }
      continue;
    }
    let a1 = at<T>(a, min(row + 1, rows - 1) * down);
    let a2 = at<T>(a, min(row + 2, rows - 1) * down);
    let a3 = at<T>(a, min(row + 3, rows - 1) * down);
    let k: i32 = 0;
    if (across == 1) { // 4 times as fast as one by one
      for (; k + lanes<T>() <= depth; k += lanes<T>(), panels += 64) {
        if (sizeof<T>() == 4) turn(a0, a1, a2, a3, panels, 16);
        else turnPairs(a0, a1, a2, a3, panels);
        a0 += 16;
        a1 += 16;
        a2 += 16;
        a3 += 16;
      }
    }
    for (; k < depth; k++) {
      store<T>(panels, load<T>(a0));
      store<T>(at<T>(panels, 1), load<T>(a1));
      store<T>(at<T>(panels, 2), load<T>(a2));
      store<T>(at<T>(panels, 3), load<T>(a3));
      panels = at<T>(panels, 4);
      a0 = at<T>(a0, across);
      a1 = at<T>(a1, across);
      a2 = at<T>(a2, across);
      a3 = at<T>(a3, across);
    }
  }
}

/** Panels of `width` columns of b (depth, columns); columns that are not there have any numbers. */
export function packColumns<T>(b: usize, down: i32, across: i32, depth: i32, columns: i32, panels: usize): void {
  for (let column: i32 = 0; column < columns; column += width<T>(), panels += <usize>depth << 5) {
    if (across == 1) {
      let from = at<T>(b, column);
      for (let to = panels, end = panels + (<usize>depth << 5); to < end; to += 32) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from = at<T>(from, down);
      }
      continue;
    }
    const last = columns - 1 - column;
    let first: i32 = 0;
    if (sizeof<T>() == 4 && down == 1) {
      first = depth & ~3;
      for (let half: i32 = 0; half < 8; half += 4) {
        let b0 = at<T>(b, (column + min(half, last)) * across), b1 = at<T>(b, (column + min(half + 1, last)) * across);
        let b2 = at<T>(b, (column + min(half + 2, last)) * across), b3 = at<T>(b, (column + min(half + 3, last)) * across);
        let to = at<T>(panels, half);
        for (let k: i32 = 0; k < first; k += 4, to += 128) {
          turn(b0, b1, b2, b3, to, 32);
          b0 += 16;
          b1 += 16;
          b2 += 16;
          b3 += 16;
        }
      }
    }
    for (let i: i32 = 0; i < width<T>(); i++) { // column by column, so that a transposed b is read in its order
      let source = at<T>(b, (column + min(i, last)) * across + first * down);
      let to = at<T>(panels + (<usize>first << 5), i);
      for (let k = first; k < depth; k++, to += 32) {
        store<T>(to, load<T>(source));
        source = at<T>(source, down);
      }
    }
  }
}
