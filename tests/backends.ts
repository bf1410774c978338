// Runs a test on every backend, so that all pass the same suite.

import type { Backend } from "../lib/backend/contract.ts";
import { backend, backendInfo } from "../lib/backend/mod.ts";
import "../lib/backend/webgpu/webgpu.ts";
import { reference } from "../lib/backend/reference/reference.ts";
import { Runtime } from "../lib/backend/wasm/runtime.ts";
import { wasmOn } from "../lib/backend/wasm/wasm.ts";

// threads for even the smallest operation
const twoThreads = new Runtime("relaxed", 2, { leastCost: 1 });
while (twoThreads.threads < 2) await new Promise((resolve) => setTimeout(resolve, 5));

const backends: Record<string, Backend> = {
  reference,
  "wasm, relaxed": wasmOn(new Runtime("relaxed")),
  "wasm, relaxed, 2 threads": wasmOn(twoThreads),
  "wasm, plain": wasmOn(new Runtime("plain")),
  // where DLFS_BACKEND chose one of these: deno task test does so once, where the library or a GPU is there
  ...(["openblas", "webgpu"].includes(backendInfo().name) && { [backendInfo().name]: backend }),
};

/** Defines `name` once per backend. */
export function forEachBackend(name: string, run: (backend: Backend) => void): void {
  for (const [title, backend] of Object.entries(backends)) {
    Deno.test(`${title}: ${name}`, () => run(backend));
  }
}
