// Batch normalization of x (N, D, P): the features from `start` to `end` of D. Lanes are features where each has one
// element in a sample (P = 1), else elements of one feature. Sums are in float64, like those of the plain backend.

import { at, lanes, pair, putPair, sumOf } from "./simd";
import { sumOfRow } from "./reductions";

/** Sum of (x − mean)² over a row. */
function squaresOfRow<T>(x: usize, mean: f64, length: i32): f64 {
  const center = f64x2.splat(mean);
  let a = f64x2.splat(0), b = a;
  let i: i32 = 0;
  for (; i + 4 <= length; i += 4, x = at<T>(x, 4)) {
    const left = f64x2.sub(pair<T>(x), center), right = f64x2.sub(pair<T>(at<T>(x, 2)), center);
    a = f64x2.add(a, f64x2.mul(left, left));
    b = f64x2.add(b, f64x2.mul(right, right));
  }
  let sum = sumOf<f64>(f64x2.add(a, b));
  for (; i < length; i++, x = at<T>(x, 1)) {
    const difference = <f64>load<T>(x) - mean;
    sum += difference * difference;
  }
  return sum;
}

@inline
function momentsOf<T>(x: usize, mean: usize, variance: usize, N: i32, D: i32, P: i32, start: i32, end: i32): void {
  const count = <f64>N * <f64>P;
  const sample = at<T>(0, D * P);
  let d = start;
  if (P == 1) {
    for (; d + 2 <= end; d += 2) {
      let sums = f64x2.splat(0);
      let from = at<T>(x, d);
      for (let n: i32 = 0; n < N; n++, from += sample) sums = f64x2.add(sums, pair<T>(from));
      const means = f64x2.div(sums, f64x2.splat(count));
      let squares = f64x2.splat(0);
      from = at<T>(x, d);
      for (let n: i32 = 0; n < N; n++, from += sample) {
        const difference = f64x2.sub(pair<T>(from), means);
        squares = f64x2.add(squares, f64x2.mul(difference, difference));
      }
      putPair<T>(at<T>(mean, d), means);
      putPair<T>(at<T>(variance, d), f64x2.div(squares, f64x2.splat(count)));
    }
  }
  for (; d < end; d++) {
    let sum: f64 = 0;
    let from = at<T>(x, d * P);
    for (let n: i32 = 0; n < N; n++, from += sample) sum += sumOfRow<T>(from, P);
    const center = sum / count;
    let squares: f64 = 0;
    from = at<T>(x, d * P);
    for (let n: i32 = 0; n < N; n++, from += sample) squares += squaresOfRow<T>(from, center, P);
    store<T>(at<T>(mean, d), <T>center);
    store<T>(at<T>(variance, d), <T>(squares / count));
  }
}

/** Stores a vector, or its first element only. */
@inline
function put<T>(to: usize, x: v128, isWhole: bool): void {
  if (isWhole) v128.store(to, x);
  else store<T>(to, v128.extract_lane<T>(x, 0));
}

@inline
function take<T>(from: usize, isWhole: bool): v128 {
  return isWhole ? v128.load(from) : v128.load_splat<T>(from);
}

/** What all elements of a feature, or those of as many features as there are lanes, share. */
@inline
function deviation<T>(variance: v128, epsilon: f64): v128 {
  return v128.sqrt<T>(v128.add<T>(variance, v128.splat<T>(<T>epsilon)));
}

@inline
function normalizeVector<T>(
  x: usize, mean: v128, std: v128, gamma: v128, beta: v128, normalized: usize, out: usize, isWhole: bool,
): void {
  const result = v128.div<T>(v128.sub<T>(take<T>(x, isWhole), mean), std);
  put<T>(normalized, result, isWhole);
  put<T>(out, v128.add<T>(v128.mul<T>(gamma, result), beta), isWhole);
}

@inline
function normalizeOf<T>(
  x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, normalized: usize, out: usize,
  N: i32, D: i32, P: i32, start: i32, end: i32, epsilon: f64,
): void {
  for (let d = start; d < end;) {
    const isVector = P == 1 && d + lanes<T>() <= end;
    const length = isVector ? lanes<T>() : P;
    const center = take<T>(at<T>(mean, d), isVector);
    const std = deviation<T>(take<T>(at<T>(variance, d), isVector), epsilon);
    const factor = take<T>(at<T>(gamma, d), isVector), shift = take<T>(at<T>(beta, d), isVector);
    for (let n: i32 = 0; n < N; n++) {
      let offset = at<T>(0, (n * D + d) * P);
      let p: i32 = 0;
      for (; p + lanes<T>() <= length; p += lanes<T>(), offset += 16) {
        normalizeVector<T>(x + offset, center, std, factor, shift, normalized + offset, out + offset, true);
      }
      for (; p < length; p++, offset += sizeof<T>()) {
        normalizeVector<T>(x + offset, center, std, factor, shift, normalized + offset, out + offset, false);
      }
    }
    d += isVector ? lanes<T>() : 1;
  }
}

/** Sum of a · b over a row. */
function productsOfRow<T>(a: usize, b: usize, length: i32): f64 {
  let sums = f64x2.splat(0), more = sums;
  let i: i32 = 0;
  for (; i + 4 <= length; i += 4, a = at<T>(a, 4), b = at<T>(b, 4)) {
    sums = f64x2.add(sums, f64x2.mul(pair<T>(a), pair<T>(b)));
    more = f64x2.add(more, f64x2.mul(pair<T>(at<T>(a, 2)), pair<T>(at<T>(b, 2))));
  }
  let sum = sumOf<f64>(f64x2.add(sums, more));
  for (; i < length; i++, a = at<T>(a, 1), b = at<T>(b, 1)) sum += <f64>load<T>(a) * <f64>load<T>(b);
  return sum;
}

/** dgamma and dbeta. */
@inline
function parametersBackwardOf<T>(
  dout: usize, normalized: usize, dgamma: usize, dbeta: usize, N: i32, D: i32, P: i32, start: i32, end: i32,
): void {
  const sample = at<T>(0, D * P);
  let d = start;
  if (P == 1) {
    for (; d + 2 <= end; d += 2) {
      let sums = f64x2.splat(0), products = sums;
      let offset = at<T>(0, d);
      for (let n: i32 = 0; n < N; n++, offset += sample) {
        const gradient = pair<T>(dout + offset);
        sums = f64x2.add(sums, gradient);
        products = f64x2.add(products, f64x2.mul(gradient, pair<T>(normalized + offset)));
      }
      putPair<T>(at<T>(dbeta, d), sums);
      putPair<T>(at<T>(dgamma, d), products);
    }
  }
  for (; d < end; d++) {
    let sum: f64 = 0, products: f64 = 0;
    let offset = at<T>(0, d * P);
    for (let n: i32 = 0; n < N; n++, offset += sample) {
      sum += sumOfRow<T>(dout + offset, P);
      products += productsOfRow<T>(dout + offset, normalized + offset, P);
    }
    store<T>(at<T>(dbeta, d), <T>sum);
    store<T>(at<T>(dgamma, d), <T>products);
  }
}

@inline
function backwardVector<T>(
  dout: usize, normalized: usize, factor: v128, sums: v128, products: v128, count: v128, dx: usize, isWhole: bool,
): void {
  const scaled = v128.mul<T>(take<T>(normalized, isWhole), products);
  const common = v128.div<T>(v128.add<T>(sums, scaled), count);
  put<T>(dx, v128.mul<T>(factor, v128.sub<T>(take<T>(dout, isWhole), common)), isWhole);
}

@inline
function normalizeBackwardOf<T>(
  dout: usize, normalized: usize, variance: usize, gamma: usize, dx: usize, dgamma: usize, dbeta: usize,
  N: i32, D: i32, P: i32, start: i32, end: i32, epsilon: f64,
): void {
  parametersBackwardOf<T>(dout, normalized, dgamma, dbeta, N, D, P, start, end);
  const count = v128.splat<T>(<T>(<f64>N * <f64>P));
  for (let d = start; d < end;) {
    const isVector = P == 1 && d + lanes<T>() <= end;
    const length = isVector ? lanes<T>() : P;
    const std = deviation<T>(take<T>(at<T>(variance, d), isVector), epsilon);
    const factor = v128.div<T>(take<T>(at<T>(gamma, d), isVector), std);
    const sums = take<T>(at<T>(dbeta, d), isVector), products = take<T>(at<T>(dgamma, d), isVector);
    for (let n: i32 = 0; n < N; n++) {
      let offset = at<T>(0, (n * D + d) * P);
      let p: i32 = 0;
      for (; p + lanes<T>() <= length; p += lanes<T>(), offset += 16) {
        backwardVector<T>(dout + offset, normalized + offset, factor, sums, products, count, dx + offset, true);
      }
      for (; p < length; p++, offset += sizeof<T>()) {
        backwardVector<T>(dout + offset, normalized + offset, factor, sums, products, count, dx + offset, false);
      }
    }
    d += isVector ? lanes<T>() : 1;
  }
}

export function moments(
  bytes: i32, x: usize, mean: usize, variance: usize, N: i32, D: i32, P: i32, start: i32, end: i32,
): void {
  if (bytes == 4) momentsOf<f32>(x, mean, variance, N, D, P, start, end);
  else momentsOf<f64>(x, mean, variance, N, D, P, start, end);
}

export function normalize(
  bytes: i32, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, normalized: usize, out: usize,
  N: i32, D: i32, P: i32, start: i32, end: i32, epsilon: f64,
): void {
  if (bytes == 4) {
    normalizeOf<f32>(x, mean, variance, gamma, beta, normalized, out, N, D, P, start, end, epsilon);
  } else {
    normalizeOf<f64>(x, mean, variance, gamma, beta, normalized, out, N, D, P, start, end, epsilon);
  }
}

export function normalizeBackward(
  bytes: i32, dout: usize, normalized: usize, variance: usize, gamma: usize, dx: usize, dgamma: usize, dbeta: usize,
  N: i32, D: i32, P: i32, start: i32, end: i32, epsilon: f64,
): void {
  if (bytes == 4) {
    normalizeBackwardOf<f32>(
      dout, normalized, variance, gamma, dx, dgamma, dbeta, N, D, P, start, end, epsilon,
    );
  } else {
    normalizeBackwardOf<f64>(
      dout, normalized, variance, gamma, dx, dgamma, dbeta, N, D, P, start, end, epsilon,
    );
  }
}
