// The plain backend's optimizer updates, chapter 6: each writes new weights over w, and what it remembers over v, h or m.

import type { OptimizerUpdates, TypedArray } from "../contract.ts";

const EPSILON = 1e-7; // against division by zero; outside the root, as in the book, §6.1.5

function sgd(w: TypedArray, g: TypedArray, lr: number): void {
  for (let i = 0; i < w.length; i++) w[i] -= lr * g[i];
}

function momentum(w: TypedArray, g: TypedArray, v: TypedArray, lr: number, momentum: number): void {
  for (let i = 0; i < w.length; i++) {
    v[i] = momentum * v[i] - lr * g[i];
    w[i] += v[i];
  }
}

function nesterov(w: TypedArray, g: TypedArray, v: TypedArray, lr: number, momentum: number): void {
  for (let i = 0; i < w.length; i++) {
    w[i] = w[i] + momentum * momentum * v[i] - (1 + momentum) * lr * g[i]; // v of the step before
    v[i] = momentum * v[i] - lr * g[i];
  }
}

function adaGrad(w: TypedArray, g: TypedArray, h: TypedArray, lr: number): void {
  for (let i = 0; i < w.length; i++) {
    h[i] += g[i] * g[i];
    w[i] -= lr * g[i] / (Math.sqrt(h[i]) + EPSILON);
  }
}

function rmsProp(w: TypedArray, g: TypedArray, h: TypedArray, lr: number, decayRate: number): void {
  for (let i = 0; i < w.length; i++) {
    h[i] = decayRate * h[i] + (1 - decayRate) * g[i] * g[i];
    w[i] -= lr * g[i] / (Math.sqrt(h[i]) + EPSILON);
  }
}

function adam(
  w: TypedArray,
  g: TypedArray,
  m: TypedArray,
  v: TypedArray,
  lrT: number,
  beta1: number,
  beta2: number,
): void {
  for (let i = 0; i < w.length; i++) {
    m[i] += (1 - beta1) * (g[i] - m[i]);
    v[i] += (1 - beta2) * (g[i] * g[i] - v[i]);
    w[i] -= lrT * m[i] / (Math.sqrt(v[i]) + EPSILON);
  }
}

export const updates: OptimizerUpdates = { sgd, momentum, nesterov, adaGrad, rmsProp, adam };
