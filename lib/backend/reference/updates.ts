// The plain backend's optimizer updates, chapter 6: each overwrites w and its own state, v, h or m.

import type { OptimizerUpdates } from "../contract.ts";

const EPSILON = 1e-7; // against division by zero; outside the root, as in the book, §6.1.5

export const updates: OptimizerUpdates = {
  sgd(w, g, lr) {
    for (let i = 0; i < w.length; i++) w[i] -= lr * g[i];
  },

  momentum(w, g, v, lr, momentum) {
    for (let i = 0; i < w.length; i++) {
      v[i] = momentum * v[i] - lr * g[i];
      w[i] += v[i];
    }
  },

  nesterov(w, g, v, lr, momentum) {
    for (let i = 0; i < w.length; i++) {
      w[i] = w[i] + momentum * momentum * v[i] - (1 + momentum) * lr * g[i]; // v of the step before
      v[i] = momentum * v[i] - lr * g[i];
    }
  },

  adaGrad(w, g, h, lr) {
    for (let i = 0; i < w.length; i++) {
      h[i] += g[i] * g[i];
      w[i] -= lr * g[i] / (Math.sqrt(h[i]) + EPSILON);
    }
  },

  rmsProp(w, g, h, lr, decayRate) {
    for (let i = 0; i < w.length; i++) {
      h[i] = decayRate * h[i] + (1 - decayRate) * g[i] * g[i];
      w[i] -= lr * g[i] / (Math.sqrt(h[i]) + EPSILON);
    }
  },

  adam(w, g, m, v, lrT, beta1, beta2) {
    for (let i = 0; i < w.length; i++) {
      m[i] += (1 - beta1) * (g[i] - m[i]);
      v[i] += (1 - beta2) * (g[i] * g[i] - v[i]);
      w[i] -= lrT * m[i] / (Math.sqrt(v[i]) + EPSILON);
    }
  },
};
