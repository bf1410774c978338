// Optimizer updates on the kernels, in place.

import type { OptimizerUpdates, TypedArray } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, type Runtime } from "./runtime.ts";

export function updatesOn(runtime: Runtime): OptimizerUpdates {
  /** The update of that name: w, its gradient g, what is remembered of it, and the constants of the formula. */
  const update =
    (name: keyof OptimizerUpdates) =>
    (w: TypedArray, g: TypedArray, ...rest: (TypedArray | number)[]): void => {
      const memory = rest.filter((value) => typeof value !== "number");
      const constants = rest.filter((value) => typeof value === "number");
      const bytes = bytesOfAll(w, g, ...memory);
      if (bytes === undefined) {
        (reference[name] as (...values: unknown[]) => void)(w, g, ...rest);
        return;
      }
      const inputs = [w, g, ...memory];
      runtime.elements(name, inputs, [w, ...memory], (addresses, length) => [
        bytes,
        length,
        ...addresses.slice(0, inputs.length),
        ...constants,
      ]);
    };
  return {
    sgd: update("sgd"),
    momentum: update("momentum"),
    nesterov: update("nesterov"),
    adaGrad: update("adaGrad"),
    rmsProp: update("rmsProp"),
    adam: update("adam"),
  };
}
