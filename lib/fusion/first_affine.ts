import { checkDout } from "../tensor/arguments.ts";
import { Affine } from "../layers/affine.ts";
import { rowsOf } from "../layers/checks.ts";
import { product } from "../layers/product.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { fusion } from "./fusion.ts";

/** Affine at the beginning of a network: dW and db only, since dx is not needed. */
export const firstAffine = fusion({
  classes: [Affine],
  runs: "Affine",
  why: "",
  fuse([affine], { isFirst }) {
    if (!isFirst) return undefined;
    let rows: Tensor;
    return {
      forward(x) {
        rows = rowsOf("Affine.forward", x, affine.W);
        return affine.forward(x);
      },
      backward(dout) {
        const call = "Affine.backward";
        checkDout(call, dout, [rows.shape[0], affine.b.size]);
        affine.dW = product(call, rows, dout, { transposeA: true });
        affine.db = dout.sum(0);
        return undefined;
      },
    };
  },
});
