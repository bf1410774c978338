// The plain backend's batch normalization, chapter 6. x is read in the order in which it lies in memory, with a sum for
// each feature on the side.

import type { NormalizationOperations } from "../contract.ts";

export const normalization: NormalizationOperations = {
  moments(x, mean, variance, features) {
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
  },

  normalize(x, mean, variance, gamma, beta, normalized, out, features) {
    const { D, P, epsilon } = features;
    for (let i = 0; i < x.length; i++) {
      const d = Math.floor(i / P) % D;
      normalized[i] = (x[i] - mean[d]) / Math.sqrt(variance[d] + epsilon);
      out[i] = gamma[d] * normalized[i] + beta[d];
    }
  },

  normalizeBackward(dout, normalized, variance, gamma, dx, dgamma, dbeta, features) {
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
  },
};
