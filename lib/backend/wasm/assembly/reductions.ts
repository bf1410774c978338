// Reductions of x (outer, length, inner) to (outer, inner). Sums are in float64, like those of the plain backend; columns
// are added up in its order, rows in eight sums side by side.

import { at, lanes, pair, putPair, sumOf } from "./simd";

/** Sum of a row. */
export function sumOfRow<T>(x: usize, length: i32): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  let i: i32 = 0;
  for (; i + 8 <= length; i += 8, x = at<T>(x, 8)) {
    a = f64x2.add(a, pair<T>(x));
    b = f64x2.add(b, pair<T>(at<T>(x, 2)));
    c = f64x2.add(c, pair<T>(at<T>(x, 4)));
    d = f64x2.add(d, pair<T>(at<T>(x, 6)));
  }
  let sum = sumOf<f64>(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
  for (; i < length; i++, x = at<T>(x, 1)) sum += <f64>load<T>(x);
  return sum;
}

/** Sums of `columns` columns, whose elements are `inner` elements apart. */
@inline
function sumsOfColumns<T>(x: usize, out: usize, length: i32, inner: i32, columns: i32): void {
  const down = at<T>(0, inner);
  let i: i32 = 0;
  for (; i + 8 <= columns; i += 8) {
    let a = f64x2.splat(0), b = a, c = a, d = a;
    let from = at<T>(x, i);
    for (let k: i32 = 0; k < length; k++, from += down) {
      a = f64x2.add(a, pair<T>(from));
      b = f64x2.add(b, pair<T>(at<T>(from, 2)));
      c = f64x2.add(c, pair<T>(at<T>(from, 4)));
      d = f64x2.add(d, pair<T>(at<T>(from, 6)));
    }
    const to = at<T>(out, i);
    putPair<T>(to, a);
    putPair<T>(at<T>(to, 2), b);
    putPair<T>(at<T>(to, 4), c);
    putPair<T>(at<T>(to, 6), d);
  }
  for (; i < columns; i++) {
    let sum: f64 = 0;
    let from = at<T>(x, i);
    for (let k: i32 = 0; k < length; k++, from += down) sum += <f64>load<T>(from);
    store<T>(at<T>(out, i), <T>sum);
  }
}

/** The larger (or smaller) of each two, or NaN. */
@inline
function extreme<T>(isMax: bool, a: v128, b: v128): v128 {
  return isMax ? v128.max<T>(a, b) : v128.min<T>(a, b);
}

@inline
function extremeOfRow<T>(isMax: bool, x: usize, length: i32): T {
  let best = v128.load_splat<T>(x);
  let i: i32 = 0;
  for (; i + lanes<T>() <= length; i += lanes<T>(), x += 16) best = extreme<T>(isMax, best, v128.load(x));
  for (; i < length; i++, x = at<T>(x, 1)) best = extreme<T>(isMax, best, v128.load_splat<T>(x));
  best = extreme<T>(isMax, best, v128.shuffle<f64>(best, best, 1, 0));
  if (lanes<T>() == 4) best = extreme<T>(isMax, best, v128.shuffle<f32>(best, best, 1, 0, 3, 2));
  return v128.extract_lane<T>(best, 0);
}

@inline
function extremesOfColumns<T>(isMax: bool, x: usize, out: usize, length: i32, inner: i32, columns: i32): void {
  for (let i: i32 = 0; i < columns;) {
    const isWhole = i + lanes<T>() <= columns;
    let from = at<T>(x, i);
    let best = isWhole ? v128.load(from) : v128.load_splat<T>(from);
    for (let k: i32 = 1; k < length; k++) {
      from = at<T>(from, inner);
      best = extreme<T>(isMax, best, isWhole ? v128.load(from) : v128.load_splat<T>(from));
    }
    if (isWhole) v128.store(at<T>(out, i), best);
    else store<T>(at<T>(out, i), v128.extract_lane<T>(best, 0));
    i += isWhole ? lanes<T>() : 1;
  }
}

/** Where in a column the largest (or smallest) element is: the first of equals, and before all others the first NaN. */
@inline
function indexOfExtreme<T>(isMax: bool, x: usize, length: i32, inner: i32): i32 {
  let best = load<T>(x);
  let index: i32 = 0;
  for (let k: i32 = 1; k < length && best == best; k++) {
    x = at<T>(x, inner);
    const value = load<T>(x);
    if ((isMax ? value > best : value < best) || value != value) {
      best = value;
      index = k;
    }
  }
  return index;
}

@inline
function reduceExtremes<T>(isMax: bool, x: usize, out: usize, length: i32, inner: i32, columns: i32): void {
  if (inner == 1) store<T>(out, extremeOfRow<T>(isMax, x, length));
  else extremesOfColumns<T>(isMax, x, out, length, inner, columns);
}

@inline
function reduceBy<T>(
  operation: i32, x: usize, out: usize, outer: i32, length: i32, inner: i32, columns: i32,
): void {
  for (let o: i32 = 0; o < outer; o++, x = at<T>(x, length * inner)) {
    if (operation > 2) {
      for (let i: i32 = 0; i < columns; i++) {
        const index = indexOfExtreme<T>(operation == 3, at<T>(x, i), length, inner);
        store<i32>(at<i32>(out, o * inner + i), index);
      }
      continue;
    }
    const to = at<T>(out, o * inner);
    if (operation == 1) reduceExtremes<T>(true, x, to, length, inner, columns);
    else if (operation == 2) reduceExtremes<T>(false, x, to, length, inner, columns);
    else if (inner == 1) store<T>(to, <T>sumOfRow<T>(x, length));
    else sumsOfColumns<T>(x, to, length, inner, columns);
  }
}

/**
 * Operation: 0 sum, 1 max, 2 min, 3 argmax, 4 argmin; the last two give int32. Of the `inner` columns the first `columns`
 * are reduced.
 */
export function reduce(
  bytes: i32, operation: i32, x: usize, out: usize, outer: i32, length: i32, inner: i32, columns: i32,
): void {
  if (bytes == 4) reduceBy<f32>(operation, x, out, outer, length, inner, columns);
  else reduceBy<f64>(operation, x, out, outer, length, inner, columns);
}
