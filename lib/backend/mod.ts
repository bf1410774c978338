// The backend that computes. Everything above this folder imports `backend`, which useBackend() exchanges.

import { variable } from "../host/environment.ts";
import type { Backend, TypedArray } from "./contract.ts";
import { type OpenBlas, openBlasFile, openBlasLibrary, openOpenBlas } from "./openblas.ts";
import { reference } from "./reference/reference.ts";
import { bestBuild, type Build, Runtime } from "./wasm/runtime.ts";
import { useMemory } from "./places.ts";
import { threadsFor } from "./wasm/threads.ts";
import { matricesOn, wasmOn } from "./wasm/wasm.ts";

export type { Backend, TypedArray } from "./contract.ts";

/** Plain loops to read; kernels of WebAssembly; those, with OpenBLAS for products of matrices; or kernels of a GPU. */
export type BackendName = "reference" | "wasm" | "openblas" | "webgpu";

/** What computes. */
export interface BackendInfo {
  /** the backend */
  name: BackendName;
  /** of "wasm" and "openblas": whether a multiply-add is rounded once (relaxed SIMD) or twice (plain SIMD) */
  build?: "relaxed" | "plain";
  /** of "wasm" and "openblas": how many threads compute; 1 until the others have started, 50 ms after the import */
  threads?: number;
  /** of "openblas": the processor its kernels are for, such as "Haswell" (AVX2) or "SkylakeX" (AVX-512) */
  kernels?: string;
  /** of "webgpu": the GPU, such as "NVIDIA H200", or "llvmpipe …" where the processor imitates one */
  adapter?: string;
}

/** A GPU, and the backend that computes on it. */
export interface WebGpu {
  backend: Backend;
  device: { readonly adapter: string; readonly isUsable: boolean };
}

/** The backend that computes now. */
export let backend: Backend = reference;
let build: Build | undefined; // of what computes now
let runtime: Runtime | undefined; // started when it is first wanted, then kept
let wasm: Backend | undefined;
let openBlas: OpenBlas | undefined; // opened when it is first wanted
let startWebGpu: ((host: Backend) => WebGpu | string) | undefined;
let webGpu: WebGpu | undefined; // started when it is first wanted

/**
 * Which backend computes now.
 *
 * @example
 * ```ts
 * import { backendInfo, useBackend } from "../mod.ts";
 * useBackend("reference");
 * backendInfo(); // { name: "reference" }
 * useBackend("wasm");
 * ```
 */
export function backendInfo(): BackendInfo {
  if (backend === webGpu?.backend) return { name: "webgpu", adapter: webGpu.device.adapter };
  if (build === undefined) return { name: "reference" };
  const { threads } = runtime!;
  return backend === wasm
    ? { name: "wasm", build, threads }
    : { name: "openblas", build, threads, kernels: openBlas!.kernels };
}

/**
 * Lets a backend compute from now on. All give the same results but for their last digits.
 *
 * "wasm" needs nothing; without SIMD, "reference" computes instead. "openblas" needs `deno task setup:openblas` once
 * and the permission `--allow-ffi`, which notebooks have; "webgpu" needs a GPU, and in a page `deno task serve`. Where
 * something is missing a line says so, and "wasm" computes.
 *
 * @returns what computes now
 * @throws TypeError for a name that is not one of a backend
 * @example
 * ```ts
 * import { tensor, useBackend } from "../mod.ts";
 * useBackend("wasm");
 * const x = tensor([[1, 2], [3, 4]]);
 * if (x.dot(x).data[3] !== 22) throw new Error("10 + 12");
 * ```
 */
export function useBackend(name: BackendName): BackendInfo {
  return choose("useBackend", name);
}

function choose(call: string, name: string): BackendInfo {
  if (!["reference", "wasm", "openblas", "webgpu"].includes(name)) {
    throw new TypeError(
      `${call}: got ${JSON.stringify(name)}, needs "reference", "wasm", "openblas" or "webgpu"`,
    );
  }
  exchange(call, name);
  useMemory(backend.memory);
  return backendInfo();
}

function exchange(call: string, name: string): void {
  build = name === "reference" ? undefined : bestBuild();
  if (build === undefined) {
    backend = reference;
    return;
  }
  const threads = threadsFor(variable("DLFS_THREADS"));
  const { heap } = runtime ??= new Runtime(build, threads, { library: openBlasLibrary() });
  backend = wasm ??= wasmOn(runtime);
  if (name === "openblas") {
    const inThreads = {
      ...matricesOn(runtime, "openBlas"),
      isShared: (array: TypedArray) => heap.holds(array),
    };
    const opened = openBlas ?? openOpenBlas(openBlasFile(), threads, wasm.gemm, inThreads);
    if (typeof opened === "string") {
      console.warn(`${call}: "wasm" computes, not "openblas": ${opened}`);
    } else {
      openBlas = opened;
      backend = { ...wasm, name, gemm: opened.gemm };
    }
  }
  if (name === "webgpu" && startWebGpu !== undefined) {
    const started = webGpu?.device.isUsable ? webGpu : startWebGpu(wasm);
    if (typeof started === "string") {
      console.warn(`${call}: "wasm" computes, not "webgpu": ${started}`);
    } else {
      webGpu = started;
      backend = started.backend;
    }
  }
}

const preferred = variable("DLFS_BACKEND") ?? "wasm";
choose("DLFS_BACKEND", preferred);

/** Lets "webgpu" be chosen: lib/mod.ts has it, and a page that needs a few parts of lib goes without its kernels. */
export function offerWebGpu(start: (host: Backend) => WebGpu | string): void {
  startWebGpu = start;
  if (preferred === "webgpu") choose("DLFS_BACKEND", preferred);
}
