// The backend of WebAssembly: SIMD kernels, see README.md. What they do not have, such as int32 and the rarer
// operations, the plain backend computes.

import type { Backend } from "../contract.ts";
import { reference } from "../reference.ts";
import { elementwiseOn } from "./elementwise.ts";
import { imagesOn } from "./images.ts";
import { bytesOfAll, type Machine } from "./machine.ts";
import { updatesOn } from "./updates.ts";

/** The backend that computes on `machine`. */
export function wasmOn(machine: Machine): Backend {
  return {
    ...reference,
    name: "wasm",
    ...elementwiseOn(machine),
    ...matricesOn(machine),
    ...imagesOn(machine),
    ...updatesOn(machine),
  };
}

function matricesOn({ kernels, workshop }: Machine): Pick<Backend, "gemm"> {
  return {
    gemm(a, b, out, M, K, N, transposeA, transposeB) {
      const bytes = bytesOfAll(a, b, out);
      if (bytes === undefined) return reference.gemm(a, b, out, M, K, N, transposeA, transposeB);
      workshop.begin();
      const left = [workshop.put(a), ...(transposeA ? [1, M] : [K, 1])];
      const right = [workshop.put(b), ...(transposeB ? [1, K] : [N, 1])];
      const result = workshop.reserve(out.byteLength);
      const scratch = workshop.reserve(kernels.gemmScratch());
      kernels.gemm(bytes, ...left, ...right, result, M, K, N, scratch);
      workshop.take(result, out);
    },
  };
}
