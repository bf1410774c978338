// Runs a test on every backend, so that all pass the same suite.

import type { Backend } from "../lib/backend/contract.ts";
import { reference } from "../lib/backend/reference.ts";
import { startMachine } from "../lib/backend/wasm/machine.ts";
import { wasmOn } from "../lib/backend/wasm/wasm.ts";

const backends: Record<string, Backend> = {
  reference,
  "wasm, relaxed": wasmOn(startMachine("relaxed")),
  "wasm, plain": wasmOn(startMachine("plain")),
};

/** Defines `name` once per backend. */
export function forEachBackend(name: string, run: (backend: Backend) => void): void {
  for (const [title, backend] of Object.entries(backends)) {
    Deno.test(`${title}: ${name}`, () => run(backend));
  }
}
