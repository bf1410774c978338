// A layer of the book, run on NumPy's inputs.

import { assertClose } from "../assert.ts";
import { fromGolden, type GoldenCase, goldenCases, goldenTest } from "../golden.ts";
import type { DType, Layer, Tensor } from "../../lib/mod.ts";

/** How far from NumPy: 1e-10 in float64; in float32 1e-5, of sums near zero too. */
export const tolerances = {
  float64: { rtol: 1e-10, atol: 1e-12 },
  float32: { rtol: 1e-5, atol: 1e-6 },
} as const;

/** Every golden case of a layer in both dtypes: out, dx, and what backward leaves on the layer. */
export function goldenLayerTest(
  name: string,
  make: (golden: GoldenCase, get: (field: string) => Tensor) => Layer,
  gradients: readonly string[] = [],
): void {
  goldenTest(`${name} gives NumPy's values, forward and backward`, (folder) => {
    for (const golden of goldenCases(folder, "layer").filter((c) => c.name === name)) {
      for (const dtype of ["float64", "float32"] as const) {
        const get = (field: string) => fromGolden(golden[field], dtype as DType);
        const close = (actual: Tensor, field: string) =>
          assertClose(actual, get(field), { ...tolerances[dtype], what: `${name} ${field}` });
        const layer = make(golden, get);
        close(layer.forward(get("x")), "out");
        close(layer.backward(get("dout")), "dx");
        for (const field of gradients) {
          close((layer as unknown as Record<string, Tensor>)[field], field);
        }
      }
    }
  });
}
