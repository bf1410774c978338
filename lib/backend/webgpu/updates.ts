// Optimizer updates, in one pass over a parameter each. The constants of a formula are computed here, in float64.

import type { OptimizerUpdates } from "../contract.ts";
import type { Gpu } from "./device.ts";
import { elements } from "./kernel.ts";

const DIVISOR = (x: string) => `(sqrt(${x}) + 1e-7)`; // as in the book, §6.1.5

export function updatesOn(gpu: Gpu): OptimizerUpdates {
  return {
    sgd(w, g, lr) {
      elements(gpu, "sgd", "w -= u.lr * g;", { w, g }, { w }, { floats: { lr } });
    },

    momentum(w, g, v, lr, momentum) {
      const formula = `
        v = u.momentum * v - u.lr * g;
        w += v;`;
      elements(gpu, "momentum", formula, { w, g, v }, { w, v }, { floats: { lr, momentum } });
    },

    nesterov(w, g, v, lr, momentum) {
      const formula = `
        w += u.momentum * u.momentum * v - (1.0 + u.momentum) * u.lr * g; // v of the step before
        v = u.momentum * v - u.lr * g;`;
      elements(gpu, "nesterov", formula, { w, g, v }, { w, v }, { floats: { lr, momentum } });
    },

    adaGrad(w, g, h, lr) {
      const formula = `
        h += g * g;
        w -= u.lr * g / ${DIVISOR("h")};`;
      elements(gpu, "adaGrad", formula, { w, g, h }, { w, h }, { floats: { lr } });
    },

    rmsProp(w, g, h, lr, decayRate) {
      const formula = `
        h = u.decayRate * h + u.rest * g * g;
        w -= u.lr * g / ${DIVISOR("h")};`;
      const floats = { lr, decayRate, rest: 1 - decayRate };
      elements(gpu, "rmsProp", formula, { w, g, h }, { w, h }, { floats });
    },

    adam(w, g, m, v, lrT, beta1, beta2) {
      const formula = `
        m += u.rest1 * (g - m);
        v += u.rest2 * (g * g - v);
        w -= u.lrT * m / ${DIVISOR("v")};`;
      const floats = { lrT, rest1: 1 - beta1, rest2: 1 - beta2 };
      elements(gpu, "adam", formula, { w, g, m, v }, { w, m, v }, { floats });
    },
  };
}
