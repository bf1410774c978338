// Products of matrices as the layers need them, without a copy of what is transposed.

import { backend } from "../backend/mod.ts";
import { commonDType } from "../tensor/dtype.ts";
import { arrayOf, empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * a · b, and `bias` added to each row.
 *
 * @param a (M, K); with `transposeA`, (K, M), and its transpose is the factor
 * @param b (K, N); with `transposeB`, (N, K), and its transpose is the factor
 * @returns (M, N)
 */
export function product(
  call: string,
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false, bias }: {
    transposeA?: boolean;
    transposeB?: boolean;
    bias?: Tensor;
  },
): Tensor {
  const [M, K] = transposeA ? a.shape.toReversed() : a.shape;
  const N = b.shape[transposeB ? 0 : 1];
  const out = empty([M, N], commonDType(call, a, b));
  const added = bias && arrayOf(bias);
  backend.gemm(arrayOf(a), arrayOf(b), arrayOf(out), M, K, N, transposeA, transposeB, added);
  return out;
}
