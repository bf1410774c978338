// The backend of WebAssembly: SIMD kernels, see README.md. What they do not have, such as int32 and
// mixed dtypes, the plain backend computes.

import type { Backend } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { convolutionOn } from "./convolution.ts";
import { elementwiseOn } from "./elementwise.ts";
import { imagesOn } from "./images.ts";
import { bytesOfAll, PARTS_PER_THREAD, type Runtime } from "./runtime.ts";
import { normalizationOn } from "./normalization.ts";
import { reductionsOn } from "./reductions.ts";
import { updatesOn } from "./updates.ts";

const LONG_PART = 512; // rows or columns, for which packing the other operand is 2 % of the work

/** The backend that computes on `runtime`. */
export function wasmOn(runtime: Runtime): Backend {
  return {
    ...reference,
    name: "wasm",
    ...(runtime.heap.isShared && { arena: runtime.heap }),
    ...elementwiseOn(runtime),
    ...matricesOn(runtime),
    ...convolutionOn(runtime),
    ...imagesOn(runtime),
    ...normalizationOn(runtime),
    ...reductionsOn(runtime),
    ...updatesOn(runtime),
  };
}

/** Products of matrices in parts, by a kernel of the module or of OpenBLAS. */
export function matricesOn(
  runtime: Runtime,
  kernel: "gemm" | "openBlas" = "gemm",
): Pick<Backend, "gemm"> {
  return {
    gemm(a, b, out, M, K, N, transposeA, transposeB, bias) {
      const bytes = bytesOfAll(a, b, out, bias ?? out);
      if (bytes === undefined) {
        return reference.gemm(a, b, out, M, K, N, transposeA, transposeB, bias);
      }
      const [downA, acrossA] = transposeA ? [1, M] : [K, 1];
      const [downB, acrossB] = transposeB ? [1, K] : [N, 1];
      // every part packs the whole of one operand, so there is one for each thread, unless they are long
      const long = Math.floor(Math.max(M, N) / runtime.threads / LONG_PART);
      const split = {
        partsPerThread: Math.min(Math.max(long, 1), PARTS_PER_THREAD),
        scratch: runtime.kernels.gemmScratch(),
      };
      const operands = bias === undefined ? [a, b] : [a, b, bias];
      runtime.heap.withAddresses(operands, [out], (left, right, ...rest) => {
        const [added, result] = bias === undefined ? [0, ...rest] : rest;
        /** The product of `rows` rows of a and `columns` columns of b, from these on. */
        // deno-fmt-ignore
        const part = (row: number, rows: number, column: number, columns: number) => [
          bytes, left + row * downA * bytes, downA, acrossA,
          right + column * acrossB * bytes, downB, acrossB,
          result + (row * N + column) * bytes, N, rows, K, columns,
          added === 0 ? 0 : added + column * bytes,
        ];
        const byRows = (start: number, end: number) => part(start, end - start, 0, N);
        const byColumns = (start: number, end: number) => part(0, M, start, end - start);
        if (M >= N) runtime.split(kernel, M, { ...split, grain: 4, cost: K * N }, byRows);
        else runtime.split(kernel, N, { ...split, grain: 8, cost: K * M }, byColumns);
      });
    },
  };
}
