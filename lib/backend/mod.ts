// The backend that computes. Everything above this folder imports `backend`, which useBackend() exchanges.

import type { Backend } from "./contract.ts";
import { reference } from "./reference.ts";
import { bestBuild, type Build, Machine } from "./wasm/machine.ts";
import { threadsFor } from "./wasm/threads.ts";
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
  /** of "wasm": how many threads compute; 1 until the others have started, a twentieth of a second after the import */
  threads?: number;
}

/** The backend that computes now. */
export let backend: Backend = reference;
let build: Build | undefined; // of what computes now
let machine: Machine | undefined; // started when it is first wanted, then kept
let wasm: Backend | undefined;

/** Which backend computes now. */
export function backendInfo(): BackendInfo {
  return build === undefined
    ? { name: "reference" }
    : { name: "wasm", build, threads: machine!.threads };
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
  build = name === "wasm" ? bestBuild() : undefined;
  if (build === undefined) {
    backend = reference;
  } else {
    machine ??= new Machine(build, threadsFor(variable("DLFS_THREADS")));
    backend = wasm ??= wasmOn(machine);
  }
  return backendInfo();
}

/** An environment variable, where it may be read without asking; else undefined. */
function variable(name: string): string | undefined {
  if (typeof Deno === "undefined") return undefined; // in a browser
  const wanted = { name: "env", variable: name } as const;
  if (Deno.permissions.querySync(wanted).state !== "granted") return undefined;
  return Deno.env.get(name) || undefined;
}

choose("DLFS_BACKEND", variable("DLFS_BACKEND") ?? "reference");
