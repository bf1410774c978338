// Products of matrices by OpenBLAS, native code with the vectors of 256 and 512 bits that WebAssembly lacks. It lies
// in .venv after `deno task setup:openblas`, and is opened only on request. In a training step, whose arrays lie in
// the memory that our threads share, each thread computes a part with one thread of OpenBLAS; elsewhere OpenBLAS
// reads and writes the arrays in place, with threads of its own.

import type { Backend, TypedArray } from "./contract.ts";

// cblas.h
const ROW_MAJOR = 101;
const PLAIN = 111;
const TRANSPOSED = 112;

// Multiply-adds, 1 ms of them. OpenBLAS's threads spin for 20 ms; where ours need the cores, as in networks, one
// thread is much faster.
const WORTH_THREADS = 2 ** 26;

/** `cblas_sgemm` or `cblas_dgemm`: order, how a and b are stored, M, N, K, alpha, a, b, beta, out; with row lengths. */
// deno-fmt-ignore
const gemmOf = <T extends "f32" | "f64">(number: T) => [
  "i32", "i32", "i32", "i32", "i32", "i32",
  number, "buffer", "i32", "buffer", "i32", number, "buffer", "i32",
] as const;

// the package puts "scipy_" before the names of OpenBLAS
const symbols = {
  sgemm: { name: "scipy_cblas_sgemm", parameters: gemmOf("f32"), result: "void" },
  dgemm: { name: "scipy_cblas_dgemm", parameters: gemmOf("f64"), result: "void" },
  setThreads: { name: "scipy_openblas_set_num_threads", parameters: ["i32"], result: "void" },
  kernels: { name: "scipy_openblas_get_corename", parameters: [], result: "pointer" },
} as const;

/** A library, and what is called in it: enough to open it in a thread. */
export interface Library {
  file: string;
  symbols: typeof symbols;
}

/** OpenBLAS as a thread opens it; undefined where there is no Deno or no file system. */
export function openBlasLibrary(): Library | undefined {
  const file = openBlasFile();
  return file && { file: file.href, symbols };
}

/**
 * A kernel like the module's gemm, for a thread, whose source it becomes: out (M, N) = a · b + bias (N), unless that
 * is 0; for addresses in `memory`, and steps in elements. It opens the library at the first call.
 */
export function openBlasKernel(
  { file, symbols }: Library,
  memory: WebAssembly.Memory,
): (...values: number[]) => number {
  let opened: Deno.DynamicLibrary<Library["symbols"]> | undefined;
  // deno-fmt-ignore
  return (bytes, a, downA, acrossA, b, downB, acrossB, out, downOut, M, K, N, bias) => {
    opened ??= Deno.dlopen(new URL(file), symbols);
    const { sgemm, dgemm } = opened.symbols;
    const from = (address: number) => new Uint8Array(memory.buffer as ArrayBuffer, address);
    for (let row = 0; bias !== 0 && row < M; row++) { // the product is added to it
      from(out + row * downOut * bytes).set(from(bias).subarray(0, N * bytes));
    }
    (bytes === 4 ? sgemm : dgemm)(
      101, acrossA === 1 ? 111 : 112, acrossB === 1 ? 111 : 112, M, N, K, // row-major; plain or transposed
      1, from(a), acrossA === 1 ? Math.max(downA, K) : acrossA,
      from(b), acrossB === 1 ? Math.max(downB, N) : acrossB,
      bias === 0 ? 0 : 1, from(out), downOut,
    );
    return 0;
  };
}

/** A typed array; in shared memory too, but the type of FFI does not say so. */
type Buffer = TypedArray & ArrayBufferView<ArrayBuffer>;

/** OpenBLAS, opened. */
export interface OpenBlas {
  /** the processor whose kernels OpenBLAS has chosen, such as "Haswell" (AVX2) or "SkylakeX" (AVX-512) */
  kernels: string;
  /** products of float32 or float64 */
  gemm: Backend["gemm"];
}

/** Where `deno task setup:openblas` puts the library; undefined where there is no Deno or no file system. */
export function openBlasFile(): URL | undefined {
  if (typeof Deno === "undefined" || !import.meta.url.startsWith("file:")) return undefined;
  const ending = { darwin: "dylib", windows: "dll" }[Deno.build.os as string] ?? "so";
  const path = `../../.venv/openblas/scipy_openblas32/lib/libscipy_openblas.${ending}`;
  return new URL(path, import.meta.url);
}

/**
 * Opens the library.
 *
 * @param threads for large products; smaller ones are computed by the calling thread alone
 * @param otherwise computes products of what OpenBLAS does not know, such as int32
 * @param inThreads computes products whose result lies in the memory of our threads, which `isShared` tells
 * @returns a sentence about what is missing, where it cannot be opened
 */
export function openOpenBlas(
  file: URL | undefined,
  threads: number,
  otherwise: Backend["gemm"],
  inThreads?: { gemm: Backend["gemm"]; isShared: (array: TypedArray) => boolean },
): OpenBlas | string {
  if (file === undefined) return "it needs Deno, and this project in files";
  if (Deno.permissions.querySync({ name: "ffi", path: file }).state !== "granted") {
    return "it needs the permission --allow-ffi";
  }
  let library;
  try {
    library = Deno.dlopen(file, symbols);
  } catch (error) {
    const reason = (error as Error).message.replaceAll("Could not open library: ", "");
    return `${reason}; deno task setup:openblas installs it`;
  }
  const { sgemm, dgemm, setThreads, kernels } = library.symbols;
  let current = 0;
  return {
    kernels: Deno.UnsafePointerView.getCString(kernels()!),
    gemm(a, b, out, M, K, N, transposeA, transposeB, bias) {
      const call = areAll(Float32Array, a, b, out, bias ?? out)
        ? sgemm
        : areAll(Float64Array, a, b, out, bias ?? out)
        ? dgemm
        : undefined;
      if (call === undefined) return otherwise(a, b, out, M, K, N, transposeA, transposeB, bias);
      const isInThreads = inThreads?.isShared(out) ?? false;
      const wanted = isInThreads || M * K * N < WORTH_THREADS ? 1 : threads;
      if (wanted !== current) setThreads(current = wanted);
      if (isInThreads) return inThreads!.gemm(a, b, out, M, K, N, transposeA, transposeB, bias);
      if (bias !== undefined) {
        for (let m = 0; m < M; m++) out.set(bias, m * N); // the product is added to it
      }
      const [orderA, lengthA] = transposeA ? [TRANSPOSED, M] : [PLAIN, K];
      const [orderB, lengthB] = transposeB ? [TRANSPOSED, K] : [PLAIN, N];
      // deno-fmt-ignore
      call(
        ROW_MAJOR, orderA, orderB, M, N, K,
        1, a as Buffer, Math.max(1, lengthA), b as Buffer, Math.max(1, lengthB),
        bias === undefined ? 0 : 1, out as Buffer, Math.max(1, N),
      );
    },
  };
}

function areAll(kind: typeof Float32Array | typeof Float64Array, ...arrays: TypedArray[]): boolean {
  return arrays.every((array) => array instanceof kind);
}
