// The backend of WebAssembly: SIMD kernels, see README.md. What they do not have, such as int32 and
// mixed dtypes, the plain backend computes.

import type { Backend } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { convolutionOn } from "./convolution.ts";
import { elementwiseOn } from "./elementwise.ts";
import { imagesOn } from "./images.ts";
import { bytesOfAll, type Machine, PARTS_PER_THREAD } from "./machine.ts";
import { normalizationOn } from "./normalization.ts";
import { reductionsOn } from "./reductions.ts";
import { updatesOn } from "./updates.ts";

const LONG_PART = 512; // rows or columns, for which laying out the other operand is 2 % of the work

/** The backend that computes on `machine`. */
export function wasmOn(machine: Machine): Backend {
  return {
    ...reference,
    name: "wasm",
    ...(machine.heap.isShared && { arena: machine.heap }),
    ...elementwiseOn(machine),
    ...matricesOn(machine),
    ...convolutionOn(machine),
    ...imagesOn(machine),
    ...normalizationOn(machine),
    ...reductionsOn(machine),
    ...updatesOn(machine),
  };
}

/** Products of matrices in parts, by a kernel of the module or of OpenBLAS. */
export function matricesOn(
  machine: Machine,
  kernel: "gemm" | "openBlas" = "gemm",
): Pick<Backend, "gemm"> {
  return {
    gemm(a, b, out, M, K, N, transposeA, transposeB, bias) {
      const bytes = bytesOfAll(a, b, out, bias ?? out);
      if (bytes === undefined) {
        return reference.gemm(a, b, out, M, K, N, transposeA, transposeB, bias);
      }
      const { heap } = machine;
      heap.reset();
      const [left, downA, acrossA] = [heap.copyIn(a), ...(transposeA ? [1, M] : [K, 1])];
      const [right, downB, acrossB] = [heap.copyIn(b), ...(transposeB ? [1, K] : [N, 1])];
      const added = bias === undefined ? 0 : heap.copyIn(bias);
      const result = heap.allocOut(out);
      /** The product of `rows` rows of a and `columns` columns of b, from these on. */
      // deno-fmt-ignore
      const part = (row: number, rows: number, column: number, columns: number) => [
        bytes, left + row * downA * bytes, downA, acrossA,
        right + column * acrossB * bytes, downB, acrossB,
        result + (row * N + column) * bytes, N, rows, K, columns,
        added === 0 ? 0 : added + column * bytes,
      ];
      // every part lays the whole of one operand into panels, so there is one for each thread, unless they are long
      const long = Math.floor(Math.max(M, N) / machine.threads / LONG_PART);
      const split = {
        partsPerThread: Math.min(Math.max(long, 1), PARTS_PER_THREAD),
        scratch: machine.kernels.gemmScratch(),
      };
      if (M >= N) {
        machine.split(
          kernel,
          M,
          { ...split, unit: 4, work: K * N },
          (start, end) => part(start, end - start, 0, N),
        );
      } else {
        machine.split(
          kernel,
          N,
          { ...split, unit: 8, work: K * M },
          (start, end) => part(0, M, start, end - start),
        );
      }
      heap.copyOut(result, out);
    },
  };
}
