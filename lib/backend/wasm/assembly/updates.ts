// Optimizer updates, each in one pass. Operations and their order are those of the plain backend, and no product is fused
// with a sum, so that float64 gives the same bits.

import { at } from "./simd";

const EPSILON = 1e-7; // §6.1.5

@inline
function times<T>(factor: f64, x: v128): v128 {
  return v128.mul<T>(v128.splat<T>(<T>factor), x);
}

/** lr · x / (√h + ε) */
@inline
function scaled<T>(lr: f64, x: v128, h: v128): v128 {
  return v128.div<T>(times<T>(lr, x), v128.add<T>(v128.sqrt<T>(h), v128.splat<T>(<T>EPSILON)));
}

@inline
function sgdOf<T>(w: usize, g: usize, length: i32, lr: f64): void {
  for (const end = at<T>(w, length); w < end; w += 16, g += 16) {
    v128.store(w, v128.sub<T>(v128.load(w), times<T>(lr, v128.load(g))));
  }
}

@inline
function momentumOf<T>(w: usize, g: usize, v: usize, length: i32, lr: f64, momentum: f64): void {
  for (const end = at<T>(w, length); w < end; w += 16, g += 16, v += 16) {
    const next = v128.sub<T>(times<T>(momentum, v128.load(v)), times<T>(lr, v128.load(g)));
    v128.store(v, next);
    v128.store(w, v128.add<T>(v128.load(w), next));
  }
}

@inline
function nesterovOf<T>(w: usize, g: usize, v: usize, length: i32, lr: f64, momentum: f64): void {
  for (const end = at<T>(w, length); w < end; w += 16, g += 16, v += 16) {
    const before = v128.load(v);
    const gradient = v128.load(g);
    const ahead = v128.add<T>(v128.load(w), times<T>(momentum * momentum, before));
    v128.store(w, v128.sub<T>(ahead, times<T>((1 + momentum) * lr, gradient)));
    v128.store(v, v128.sub<T>(times<T>(momentum, before), times<T>(lr, gradient)));
  }
}

@inline
function adaGradOf<T>(w: usize, g: usize, h: usize, length: i32, lr: f64): void {
  for (const end = at<T>(w, length); w < end; w += 16, g += 16, h += 16) {
    const gradient = v128.load(g);
    const squares = v128.add<T>(v128.load(h), v128.mul<T>(gradient, gradient));
    v128.store(h, squares);
    v128.store(w, v128.sub<T>(v128.load(w), scaled<T>(lr, gradient, squares)));
  }
}

@inline
function rmsPropOf<T>(w: usize, g: usize, h: usize, length: i32, lr: f64, decayRate: f64): void {
  for (const end = at<T>(w, length); w < end; w += 16, g += 16, h += 16) {
    const gradient = v128.load(g);
    const fresh = v128.mul<T>(times<T>(1 - decayRate, gradient), gradient);
    const squares = v128.add<T>(times<T>(decayRate, v128.load(h)), fresh);
    v128.store(h, squares);
    v128.store(w, v128.sub<T>(v128.load(w), scaled<T>(lr, gradient, squares)));
  }
}

@inline
function adamOf<T>(w: usize, g: usize, m: usize, v: usize, length: i32, lrT: f64, beta1: f64, beta2: f64): void {
  for (const end = at<T>(w, length); w < end; w += 16, g += 16, m += 16, v += 16) {
    const gradient = v128.load(g);
    const mBefore = v128.load(m);
    const vBefore = v128.load(v);
    const mNext = v128.add<T>(mBefore, times<T>(1 - beta1, v128.sub<T>(gradient, mBefore)));
    const square = v128.mul<T>(gradient, gradient);
    const vNext = v128.add<T>(vBefore, times<T>(1 - beta2, v128.sub<T>(square, vBefore)));
    v128.store(m, mNext);
    v128.store(v, vNext);
    v128.store(w, v128.sub<T>(v128.load(w), scaled<T>(lrT, mNext, vNext)));
  }
}

export function sgd(bytes: i32, length: i32, w: usize, g: usize, lr: f64): void {
  if (bytes == 4) sgdOf<f32>(w, g, length, lr);
  else sgdOf<f64>(w, g, length, lr);
}

export function momentum(bytes: i32, length: i32, w: usize, g: usize, v: usize, lr: f64, momentum: f64): void {
  if (bytes == 4) momentumOf<f32>(w, g, v, length, lr, momentum);
  else momentumOf<f64>(w, g, v, length, lr, momentum);
}

export function nesterov(bytes: i32, length: i32, w: usize, g: usize, v: usize, lr: f64, momentum: f64): void {
  if (bytes == 4) nesterovOf<f32>(w, g, v, length, lr, momentum);
  else nesterovOf<f64>(w, g, v, length, lr, momentum);
}

export function adaGrad(bytes: i32, length: i32, w: usize, g: usize, h: usize, lr: f64): void {
  if (bytes == 4) adaGradOf<f32>(w, g, h, length, lr);
  else adaGradOf<f64>(w, g, h, length, lr);
}

export function rmsProp(bytes: i32, length: i32, w: usize, g: usize, h: usize, lr: f64, decayRate: f64): void {
  if (bytes == 4) rmsPropOf<f32>(w, g, h, length, lr, decayRate);
  else rmsPropOf<f64>(w, g, h, length, lr, decayRate);
}

export function adam(
  bytes: i32, length: i32, w: usize, g: usize, m: usize, v: usize, lrT: f64, beta1: f64, beta2: f64,
): void {
  if (bytes == 4) adamOf<f32>(w, g, m, v, length, lrT, beta1, beta2);
  else adamOf<f64>(w, g, m, v, length, lrT, beta1, beta2);
}
