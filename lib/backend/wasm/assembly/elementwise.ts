// Operations on one element, or one pair, at a time. Arrays without rows are taken vector by vector, past their end into
// the padding; rows end where they end.

import { exp, log, sigmoid, tanh } from "./functions";
import { at, lanes } from "./simd";

/** x where it is positive or NaN, else 0 */
@inline
function positive<T>(x: v128, out: v128): v128 {
  return v128.andnot(out, v128.le<T>(x, v128.splat<T>(0)));
}

@inline
function applyUnary<T>(operation: i32, x: v128): v128 {
  if (operation == 0) return v128.neg<T>(x);
  if (operation == 1) return v128.abs<T>(x);
  if (operation == 2) return v128.sqrt<T>(x);
  if (operation == 4) return exp(x);
  if (operation == 5) return log(x);
  if (operation == 6) return tanh(x);
  if (operation == 7) return sigmoid(x);
  return positive<T>(x, x);
}

@inline
function unaryOf<T>(operation: i32, x: usize, out: usize, length: i32): void {
  for (const end = at<T>(x, length); x < end; x += 16) {
    v128.store(out, applyUnary<T>(operation, v128.load(x)));
    out += 16;
  }
}

@inline
function unaryBy<T>(operation: i32, x: usize, out: usize, length: i32): void {
  switch (operation) {
    case 0: return unaryOf<T>(0, x, out, length);
    case 1: return unaryOf<T>(1, x, out, length);
    case 2: return unaryOf<T>(2, x, out, length);
    default: return unaryOf<T>(3, x, out, length);
  }
}

@inline
function functionBy(operation: i32, x: usize, out: usize, length: i32): void {
  switch (operation) {
    case 4: return unaryOf<f32>(4, x, out, length);
    case 5: return unaryOf<f32>(5, x, out, length);
    case 6: return unaryOf<f32>(6, x, out, length);
    default: return unaryOf<f32>(7, x, out, length);
  }
}

/** Operation: 0 neg, 1 abs, 2 sqrt, 3 relu; in float32 also 4 exp, 5 log, 6 tanh, 7 sigmoid. */
export function unary(bytes: i32, operation: i32, x: usize, out: usize, length: i32): void {
  if (operation > 3) functionBy(operation, x, out, length);
  else if (bytes == 4) unaryBy<f32>(operation, x, out, length);
  else unaryBy<f64>(operation, x, out, length);
}

@inline
function reluBackwardOf<T>(x: usize, dout: usize, dx: usize, length: i32): void {
  for (const end = at<T>(x, length); x < end; x += 16) {
    v128.store(dx, positive<T>(v128.load(x), v128.load(dout)));
    dout += 16;
    dx += 16;
  }
}

export function reluBackward(bytes: i32, x: usize, dout: usize, dx: usize, length: i32): void {
  if (bytes == 4) reluBackwardOf<f32>(x, dout, dx, length);
  else reluBackwardOf<f64>(x, dout, dx, length);
}

@inline
function applyBinary<T>(operation: i32, a: v128, b: v128): v128 {
  if (operation == 0) return v128.add<T>(a, b);
  if (operation == 1) return v128.sub<T>(a, b);
  if (operation == 2) return v128.mul<T>(a, b);
  if (operation == 3) return v128.div<T>(a, b);
  if (operation == 4) return v128.max<T>(a, b);
  if (operation == 5) return v128.min<T>(a, b);
  const one = v128.splat<T>(1);
  if (operation == 6) return v128.and(v128.gt<T>(a, b), one);
  if (operation == 7) return v128.and(v128.lt<T>(a, b), one);
  return v128.and(v128.eq<T>(a, b), one);
}

/** out (rows, columns): the operands step on by `down` elements for each row, and by `across`, 0 or 1, for each column. */
@inline
function binaryOf<T>(
  operation: i32, a: usize, downA: i32, acrossA: i32, b: usize, downB: i32, acrossB: i32,
  out: usize, rows: i32, columns: i32,
): void {
  const size = sizeof<T>();
  for (let row: i32 = 0; row < rows; row++) {
    let x = at<T>(a, row * downA);
    let y = at<T>(b, row * downB);
    let column: i32 = 0;
    for (; column + lanes<T>() <= columns; column += lanes<T>()) {
      const left = acrossA ? v128.load(x) : v128.load_splat<T>(x);
      const right = acrossB ? v128.load(y) : v128.load_splat<T>(y);
      v128.store(out, applyBinary<T>(operation, left, right));
      x += <usize>acrossA << 4;
      y += <usize>acrossB << 4;
      out += 16;
    }
    for (; column < columns; column++) {
      const result = applyBinary<T>(operation, v128.load_splat<T>(x), v128.load_splat<T>(y));
      store<T>(out, v128.extract_lane<T>(result, 0));
      x += <usize>acrossA * size;
      y += <usize>acrossB * size;
      out += size;
    }
  }
}

@inline
function binaryBy<T>(
  operation: i32, a: usize, downA: i32, acrossA: i32, b: usize, downB: i32, acrossB: i32,
  out: usize, rows: i32, columns: i32,
): void {
  switch (operation) {
    case 0: return binaryOf<T>(0, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    case 1: return binaryOf<T>(1, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    case 2: return binaryOf<T>(2, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    case 3: return binaryOf<T>(3, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    case 4: return binaryOf<T>(4, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    case 5: return binaryOf<T>(5, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    case 6: return binaryOf<T>(6, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    case 7: return binaryOf<T>(7, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
    default: return binaryOf<T>(8, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
  }
}

/** Operation: 0 add, 1 sub, 2 mul, 3 div, 4 maximum, 5 minimum, 6 greater, 7 less, 8 equal. */
export function binary(
  bytes: i32, operation: i32, a: usize, downA: i32, acrossA: i32, b: usize, downB: i32, acrossB: i32,
  out: usize, rows: i32, columns: i32,
): void {
  if (bytes == 4) binaryBy<f32>(operation, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
  else binaryBy<f64>(operation, a, downA, acrossA, b, downB, acrossB, out, rows, columns);
}
