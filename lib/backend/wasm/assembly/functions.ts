// exp, log, tanh and sigmoid of four float32 at once, to a unit or two of the last digit; the polynomials are those of
// Cephes' expf, logf and tanhf. NaN stays NaN, infinities and overflow give what the functions of Math give.

import { multiplyAdd } from "./simd";

@inline
function number(x: f32): v128 {
  return f32x4.splat(x);
}

/** 2ⁿ for whole numbers from −126 to 127: n in the exponent of a float. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/**
 * x = n · ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ⁿ · eʳ, and a polynomial gives eʳ. ln 2 is taken away in two parts, so
 * that r keeps its digits. 2ⁿ is multiplied in two halves, since n goes from −159 to 128.
 */
@inline
export function exp(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, number(-110)), number(89)); // so a NaN stays
  const n = f32x4.nearest(f32x4.mul(x, number(1.44269504)));
  x = f32x4.sub(x, f32x4.mul(n, number(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(n, number(-2.12194440e-4)));
  let sum = number(1.9875691500e-4);
  sum = multiplyAdd<f32>(sum, x, number(1.3981999507e-3));
  sum = multiplyAdd<f32>(sum, x, number(8.3334519073e-3));
  sum = multiplyAdd<f32>(sum, x, number(4.1665795894e-2));
  sum = multiplyAdd<f32>(sum, x, number(1.6666665459e-1));
  sum = multiplyAdd<f32>(sum, x, number(0.5));
  sum = f32x4.add(multiplyAdd<f32>(sum, f32x4.mul(x, x), x), number(1));
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(sum, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

/** x = 2ⁿ · m with √½ ≤ m < √2, so ln x = n · ln 2 + ln m, and a polynomial in m − 1 gives ln m. */
@inline
export function log(x: v128): v128 {
  const isTiny = f32x4.lt(x, number(1.17549435e-38)); // and so without the leading 1 that the others have
  const large = v128.bitselect(f32x4.mul(x, number(8388608)), x, isTiny); // 2²³
  const bits = i32x4.sub(large, i32x4.splat(0x3f3504f3)); // from √½ on
  let n = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  n = f32x4.sub(n, v128.and(isTiny, number(23)));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const d = f32x4.sub(m, number(1));
  const square = f32x4.mul(d, d);
  let sum = number(7.0376836292e-2);
  sum = multiplyAdd<f32>(sum, d, number(-1.1514610310e-1));
  sum = multiplyAdd<f32>(sum, d, number(1.1676998740e-1));
  sum = multiplyAdd<f32>(sum, d, number(-1.2420140846e-1));
  sum = multiplyAdd<f32>(sum, d, number(1.4249322787e-1));
  sum = multiplyAdd<f32>(sum, d, number(-1.6668057665e-1));
  sum = multiplyAdd<f32>(sum, d, number(2.0000714765e-1));
  sum = multiplyAdd<f32>(sum, d, number(-2.4999993993e-1));
  sum = multiplyAdd<f32>(sum, d, number(3.3333331174e-1));
  sum = f32x4.mul(f32x4.mul(sum, d), square);
  sum = f32x4.add(sum, f32x4.mul(n, number(-2.12194440e-4)));
  sum = f32x4.add(f32x4.sub(sum, f32x4.mul(square, number(0.5))), d);
  sum = f32x4.add(sum, f32x4.mul(n, number(0.693359375)));
  sum = v128.bitselect(x, sum, f32x4.eq(x, number(Infinity)));
  sum = v128.bitselect(number(-Infinity), sum, f32x4.eq(x, number(0)));
  return v128.bitselect(sum, number(NaN), f32x4.ge(x, number(0)));
}

/** x + x³ · polynomial below 0.625, else 1 − 2 / (e²ˣ + 1); the sign is put back. */
@inline
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const large = f32x4.sub(number(1), f32x4.div(number(2), f32x4.add(exp(f32x4.add(size, size)), number(1))));
  const square = f32x4.mul(x, x);
  let sum = number(-5.70498872745e-3);
  sum = multiplyAdd<f32>(sum, square, number(2.06390887954e-2));
  sum = multiplyAdd<f32>(sum, square, number(-5.37397155531e-2));
  sum = multiplyAdd<f32>(sum, square, number(1.33314422036e-1));
  sum = multiplyAdd<f32>(sum, square, number(-3.33332819422e-1));
  sum = multiplyAdd<f32>(f32x4.mul(sum, square), size, size);
  const result = v128.bitselect(sum, large, f32x4.lt(size, number(0.625)));
  return v128.or(result, v128.and(x, number(-0.0)));
}

/** 1 / (1 + e⁻ˣ), for negative x as eˣ / (1 + eˣ), so that it does not overflow. */
@inline
export function sigmoid(x: v128): v128 {
  const power = exp(f32x4.neg(f32x4.abs(x)));
  const upper = v128.bitselect(power, number(1), f32x4.lt(x, number(0)));
  return f32x4.div(upper, f32x4.add(power, number(1)));
}
