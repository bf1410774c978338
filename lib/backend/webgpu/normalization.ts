// Batch normalization: sums over a feature by a workgroup for each, then element by element.

import type { Features, NormalizationOperations } from "../contract.ts";
import type { Gpu } from "./device.ts";
import { acrossLanes, compute, EACH, groupsFor, LANES } from "./kernel.ts";

/** Which element of x (N, D, P) is number j of the feature d, and a sum over those of all lanes. */
const FEATURE = `
fn at(j: u32, d: u32) -> u32 { return (j / u.P * u.D + d) * u.P + j % u.P; }
${acrossLanes("total", "f32", "a + b")}`;

const EACH_OF_FEATURE = `for (var j = lane; j < u.N * u.P; j += ${LANES}u)`;

export function normalizationOn(gpu: Gpu): NormalizationOperations {
  const integersOf = ({ N, D, P }: Features) => ({ N, D, P });
  return {
    /** In two passes: the mean, then distances from it. */
    moments(x, mean, variance, features) {
      compute(gpu, {
        name: "moments",
        top: FEATURE,
        main: `
          let count = f32(u.N * u.P);
          var sum = 0.0;
          ${EACH_OF_FEATURE} { sum += x[at(j, group)]; }
          let center = total(sum, lane) / count;
          var squares = 0.0;
          ${EACH_OF_FEATURE} {
            let distance = x[at(j, group)] - center;
            squares += distance * distance;
          }
          squares = total(squares, lane);
          if (lane == 0u) {
            mean[group] = center;
            variance[group] = squares / count;
          }`,
        inputs: { x },
        outputs: { mean, variance },
        integers: integersOf(features),
        groups: features.D,
      });
    },

    normalize(x, mean, variance, gamma, beta, normalized, out, features) {
      const { D, P, epsilon } = features;
      compute(gpu, {
        name: "normalize",
        main: `${EACH}
          let d = i / u.P % u.D;
          let value = (x[i] - mean[d]) / sqrt(variance[d] + u.epsilon);
          normalized[i] = value;
          out[i] = gamma[d] * value + beta[d];`,
        inputs: { x, mean, variance, gamma, beta },
        outputs: { normalized, out },
        integers: { length: x.length, D, P },
        floats: { epsilon },
        groups: groupsFor(x.length),
      });
    },

    normalizeBackward(dout, normalized, variance, gamma, dx, dgamma, dbeta, features) {
      const { N, D, P, epsilon } = features;
      compute(gpu, {
        name: "dgamma and dbeta",
        top: FEATURE,
        main: `
          var gammaSum = 0.0;
          var betaSum = 0.0;
          ${EACH_OF_FEATURE} {
            let i = at(j, group);
            gammaSum += dout[i] * normalized[i];
            betaSum += dout[i];
          }
          gammaSum = total(gammaSum, lane);
          betaSum = total(betaSum, lane);
          if (lane == 0u) {
            dgamma[group] = gammaSum;
            dbeta[group] = betaSum;
          }`,
        inputs: { dout, normalized },
        outputs: { dgamma, dbeta },
        integers: integersOf(features),
        groups: D,
      });
      compute(gpu, {
        name: "normalizeBackward",
        main: `${EACH}
          let d = i / u.P % u.D;
          let mean = (dbeta[d] + normalized[i] * dgamma[d]) * u.perElement;
          dx[i] = gamma[d] / sqrt(variance[d] + u.epsilon) * (dout[i] - mean);`,
        inputs: { dout, normalized, variance, gamma, dgamma, dbeta },
        outputs: { dx },
        integers: { length: dx.length, D, P },
        floats: { epsilon, perElement: 1 / (N * P) },
        groups: groupsFor(dx.length),
      });
    },
  };
}
