// Optimizer updates on the kernels: all arrays are copied in, and those that the update changes are copied out.

import type { OptimizerUpdates, TypedArray } from "../contract.ts";
import { reference } from "../reference.ts";
import { bytesOfAll, inParts, type Machine } from "./machine.ts";

export function updatesOn({ kernels, workshop }: Machine): OptimizerUpdates {
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
      inParts(w.length, (start, end) => {
        workshop.begin();
        const parts = [w, g, ...memory].map((array) => array.subarray(start, end));
        const addresses = parts.map((part) => workshop.put(part));
        kernels[name](bytes, end - start, ...addresses, ...constants);
        parts.forEach((part, i) => i !== 1 && workshop.take(addresses[i], part)); // g stays as it is
      });
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
