// What every backend must compute of features, against the definitions written out here.

import { assertClose } from "../assert.ts";
import { forEachBackend } from "../backends.ts";
import type { TypedArray } from "../../lib/backend/contract.ts";
import { random, tensor } from "../../lib/mod.ts";

const arrayTypes = { float32: Float32Array, float64: Float64Array };
const epsilon = 1e-6;
const cases = [[1, 1, 1], [3, 5, 1], [4, 1, 7], [7, 3, 4], [2, 31, 1], [9, 8, 9]];

forEachBackend("batch normalization of every feature, and its gradients", (backend) => {
  const rng = random(1);
  for (const dtype of ["float32", "float64"] as const) {
    for (const [N, D, P] of cases) {
      const features = { N, D, P, epsilon };
      const draw = (size: number) => rng.normal(size, 0.5, 1, dtype).data;
      const fresh = (size: number) => new arrayTypes[dtype](size).fill(99);
      const [x, dout, gamma, beta] = [N * D * P, N * D * P, D, D].map(draw);
      const [normalized, out, dx] = [fresh(x.length), fresh(x.length), fresh(x.length)];
      const [mean, variance, dgamma, dbeta] = [fresh(D), fresh(D), fresh(D), fresh(D)];
      backend.moments(x, mean, variance, features);
      backend.normalize(x, mean, variance, gamma, beta, normalized, out, features);
      backend.normalizeBackward(dout, normalized, variance, gamma, dx, dgamma, dbeta, features);

      const same = (actual: TypedArray, indices: number[], expected: number[], what: string) =>
        assertClose(tensor(indices.map((i) => actual[i]), { dtype }), tensor(expected, { dtype }), {
          what: `${what} of (${N}, ${D}, ${P}) ${dtype}`,
        });
      for (let d = 0; d < D; d++) {
        const all = Array.from(x.keys()).filter((i) => Math.floor(i / P) % D === d);
        const sum = (f: (i: number) => number) => all.reduce((total, i) => total + f(i), 0);
        const mu = sum((i) => x[i]) / all.length;
        const sigma2 = sum((i) => (x[i] - mu) ** 2) / all.length;
        const std = Math.sqrt(sigma2 + epsilon);
        const hat = (i: number) => (x[i] - mu) / std;
        const sumDout = sum((i) => dout[i]);
        const sumDoutHat = sum((i) => dout[i] * hat(i));
        same(mean, [d], [mu], "mean");
        same(variance, [d], [sigma2], "variance");
        same(dbeta, [d], [sumDout], "dbeta");
        same(dgamma, [d], [sumDoutHat], "dgamma");
        same(out, all, all.map((i) => gamma[d] * hat(i) + beta[d]), "out");
        // the gradient of Σ dout · out through x itself, through the mean and through the variance
        const expected = all.map((i) => {
          const direct = dout[i];
          const byMean = -sumDout / all.length;
          const byVariance = -hat(i) * sumDoutHat / all.length;
          return gamma[d] / std * (direct + byMean + byVariance);
        });
        same(dx, all, expected, "dx");
      }
    }
  }
});

forEachBackend("normalize takes statistics that are not those of x", (backend) => {
  const normalized = new Float64Array(2);
  const out = new Float64Array(2);
  backend.normalize(
    new Float64Array([5, 7]),
    new Float64Array([1]),
    new Float64Array([4]),
    new Float64Array([10]),
    new Float64Array([0.5]),
    normalized,
    out,
    { N: 2, D: 1, P: 1, epsilon: 0 },
  );
  assertClose(tensor(normalized), [2, 3]);
  assertClose(tensor(out), [20.5, 30.5]);
});
