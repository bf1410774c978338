// The backend that computes. Everything above this folder imports `backend`, which useBackend() exchanges.

import type { Backend } from "./contract.ts";
import { reference } from "./reference.ts";
import { bestBuild, startMachine } from "./wasm/machine.ts";
import { wasmOn } from "./wasm/wasm.ts";

export type { Backend, TypedArray } from "./contract.ts";

/** Plain loops to read, or kernels of WebAssembly. */
export type BackendName = "reference" | "wasm";

/** What computes. */
export interface BackendInfo {
  /** the backend */
  name: BackendName;
  /** of "wasm": whether a multiply-add is rounded once (relaxed SIMD) or twice (plain SIMD) */
  build?: "relaxed" | "plain";
}

/** The backend that computes now. */
export let backend: Backend = reference;
let info: BackendInfo = { name: "reference" };
let wasm: Backend | undefined; // started when it is first wanted, then kept

/** Which backend computes now. */
export function backendInfo(): BackendInfo {
  return { ...info };
}

/**
 * Lets a backend compute from now on. Both give the same results but for their last digits. Where there is no SIMD,
 * "wasm" leaves it to "reference".
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
  if (name !== "reference" && name !== "wasm") {
    throw new TypeError(`${call}: got ${JSON.stringify(name)}, needs "reference" or "wasm"`);
  }
  const build = name === "wasm" ? bestBuild() : undefined;
  if (build === undefined) {
    backend = reference;
    info = { name: "reference" };
  } else {
    backend = wasm ??= wasmOn(startMachine(build));
    info = { name: "wasm", build };
  }
  return backendInfo();
}

/** The environment variable DLFS_BACKEND, where it may be read without asking; else undefined. */
function variable(): string | undefined {
  if (typeof Deno === "undefined") return undefined; // in a browser
  const wanted = { name: "env", variable: "DLFS_BACKEND" } as const;
  if (Deno.permissions.querySync(wanted).state !== "granted") return undefined;
  return Deno.env.get("DLFS_BACKEND") || undefined;
}

choose("DLFS_BACKEND", variable() ?? "reference");
