// Batch normalization on the kernels, split by features.

import type { Features, NormalizationOperations, TypedArray } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, COST_OF_AN_ELEMENT, type Runtime } from "./runtime.ts";

export function normalizationOn(runtime: Runtime): NormalizationOperations {
  const { heap } = runtime;

  /** Calls the kernel of that name; false if the plain backend has to do it. */
  function call(
    kernel: keyof NormalizationOperations,
    inputs: TypedArray[],
    outputs: TypedArray[],
    { N, D, P, epsilon }: Features,
  ): boolean {
    const bytes = bytesOfAll(...inputs, ...outputs);
    if (bytes === undefined) return false;
    const cost = 2 * N * P * COST_OF_AN_ELEMENT;
    heap.withAddresses(inputs, outputs, (...addresses) => {
      runtime.split(kernel, D, { cost }, (start, end) => [
        ...[bytes, ...addresses, N, D, P, start, end],
        ...(kernel === "moments" ? [] : [epsilon]),
      ]);
    });
    return true;
  }

  return {
    moments(x, mean, variance, features) {
      if (call("moments", [x], [mean, variance], features)) return;
      reference.moments(x, mean, variance, features);
    },

    normalize(x, mean, variance, gamma, beta, normalized, out, features) {
      const inputs = [x, mean, variance, gamma, beta];
      if (call("normalize", inputs, [normalized, out], features)) return;
      reference.normalize(x, mean, variance, gamma, beta, normalized, out, features);
    },

    normalizeBackward(dout, normalized, variance, gamma, dx, dgamma, dbeta, features) {
      const inputs = [dout, normalized, variance, gamma];
      if (call("normalizeBackward", inputs, [dx, dgamma, dbeta], features)) return;
      reference.normalizeBackward(
        ...[dout, normalized, variance, gamma] as const,
        ...[dx, dgamma, dbeta] as const,
        features,
      );
    },
  };
}
