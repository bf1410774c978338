// The plain backend's batch normalization, chapter 6. x is read in the order in which it lies in memory, with a sum for
// each feature on the side.

import type { Features, NormalizationOperations, TypedArray } from "../contract.ts";

function moments(
  x: TypedArray,
  mean: TypedArray,
  variance: TypedArray,
  features: Features,
): void {
  const { N, D, P } = features;
  const sums = new Float64Array(D);
  for (let i = 0; i < x.length; i++) sums[Math.floor(i / P) % D] += x[i];
  const squares = new Float64Array(D);
  for (let i = 0; i < x.length; i++) {
    const d = Math.floor(i / P) % D;
    squares[d] += (x[i] - sums[d] / (N * P)) ** 2;
  }
  for (let d = 0; d < D; d++) {
    mean[d] = sums[d] / (N * P);
    variance[d] = squares[d] / (N * P);
  }
}

function normalize(
  x: TypedArray,
  mean: TypedArray,
  variance: TypedArray,
  gamma: TypedArray,
  beta: TypedArray,
  normalized: TypedArray,
  out: TypedArray,
  features: Features,
): void {
  const { D, P, epsilon } = features;
  for (let i = 0; i < x.length; i++) {
    const d = Math.floor(i / P) % D;
    normalized[i] = (x[i] - mean[d]) / Math.sqrt(variance[d] + epsilon);
    out[i] = gamma[d] * normalized[i] + beta[d];
  }
}

function normalizeBackward(
  dout: TypedArray,
  normalized: TypedArray,
  variance: TypedArray,
  gamma: TypedArray,
  dx: TypedArray,
  dgamma: TypedArray,
  dbeta: TypedArray,
  features: Features,
): void {
  const { N, D, P, epsilon } = features;
  const gammaSums = new Float64Array(D);
  const betaSums = new Float64Array(D);
  for (let i = 0; i < dout.length; i++) {
    const d = Math.floor(i / P) % D;
    gammaSums[d] += dout[i] * normalized[i];
    betaSums[d] += dout[i];
  }
  for (let i = 0; i < dout.length; i++) {
    const d = Math.floor(i / P) % D;
    const common = (betaSums[d] + normalized[i] * gammaSums[d]) / (N * P);
    dx[i] = gamma[d] / Math.sqrt(variance[d] + epsilon) * (dout[i] - common);
  }
  dgamma.set(gammaSums);
  dbeta.set(betaSums);
}

export const normalization: NormalizationOperations = { moments, normalize, normalizeBackward };
