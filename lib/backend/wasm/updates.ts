// Optimizer updates on the kernels: all arrays are copied in, and those that the update changes are copied out.

import type { OptimizerUpdates, TypedArray } from "../contract.ts";
import { reference } from "../reference.ts";
import { bytesOfAll, type Machine } from "./machine.ts";

export function updatesOn({ kernels, workshop }: Machine): OptimizerUpdates {
  /** The update of that name; `changed` arrays come before the constants of its formula. */
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
      workshop.begin();
      const addresses = [w, g, ...memory].map((array) => workshop.put(array));
      kernels[name](bytes, w.length, ...addresses, ...constants);
      workshop.take(addresses[0], w);
      memory.forEach((array, i) => workshop.take(addresses[i + 2], array));
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
