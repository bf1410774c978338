// What all kernels share. They are written once for float32 (T = f32) and float64 (T = f64); a vector has 16 bytes.
// Every array starts at a multiple of 64 bytes and may be read and written up to the next one.

/** Elements in a vector: 4 or 2. */
@inline
export function lanes<T>(): i32 {
  return 16 / <i32>sizeof<T>();
}

/** The address of element i. */
@inline
export function at<T>(array: usize, i: i32): usize {
  return array + <usize>i * sizeof<T>();
}

/** a · b + c, rounded once where the build has relaxed SIMD and the machine can, else twice. */
@inline
export function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(c, v128.mul<T>(a, b));
}

/** c − a · b, rounded like multiplyAdd. */
@inline
export function multiplySubtract<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<T>(a, b, c);
  return v128.sub<T>(c, v128.mul<T>(a, b));
}

/** Sum of the elements of a vector. */
@inline
export function sumOf<T>(x: v128): T {
  let sum = v128.extract_lane<T>(x, 0) + v128.extract_lane<T>(x, 1);
  if (lanes<T>() == 4) sum += v128.extract_lane<T>(x, 2) + v128.extract_lane<T>(x, 3);
  return sum;
}

/** address, or the next multiple of 64 */
@inline
export function aligned(address: usize): usize {
  return (address + 63) & ~63;
}

/** Two elements as float64. */
@inline
export function pair<T>(x: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(x);
  return f64x2.promote_low_f32x4(v128.load64_zero(x));
}

/** Stores two float64 as elements. */
@inline
export function putPair<T>(to: usize, x: v128): void {
  if (sizeof<T>() == 8) v128.store(to, x);
  else v128.store64_lane(to, f32x4.demote_f64x2_zero(x), 0);
}
