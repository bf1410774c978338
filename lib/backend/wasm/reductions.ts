// Reductions on the kernels, split by rows, or where there is one row, by columns.

import type { Backend, Reduction } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, COST_OF_AN_ELEMENT, type Runtime } from "./runtime.ts";

const reductions: Reduction[] = ["sum", "max", "min", "argmax", "argmin"]; // in the order of their numbers in assembly/

export function reductionsOn(runtime: Runtime): Pick<Backend, "reduce"> {
  const { heap } = runtime;
  return {
    reduce(operation, x, out, outer, length, inner) {
      const isIndex = operation === "argmax" || operation === "argmin";
      const bytes = bytesOfAll(x, ...(isIndex ? [] : [out]));
      if (bytes === undefined || (isIndex && !(out instanceof Int32Array))) {
        return reference.reduce(operation, x, out, outer, length, inner);
      }
      const byRows = outer !== 1;
      const [count, size] = byRows ? [outer, inner] : [inner, 1];
      const cost = length * size * COST_OF_AN_ELEMENT;
      const [stepIn, stepOut] = [byRows ? length * inner : 1, size * out.BYTES_PER_ELEMENT];
      const code = reductions.indexOf(operation);
      heap.withAddresses([x], [out], (from, to) => {
        runtime.split("reduce", count, { cost }, (start, end) => [
          ...[bytes, code, from + start * stepIn * bytes, to + start * stepOut],
          ...(byRows ? [end - start, length, inner, inner] : [1, length, inner, end - start]),
        ]);
      });
    },
  };
}
