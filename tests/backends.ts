// Runs a test on every backend, so that all pass the same suite.

import type { Backend } from "../lib/backend/contract.ts";
import { reference } from "../lib/backend/reference.ts";

const backends: Backend[] = [reference];

/** Defines `name` once per backend. */
export function forEachBackend(name: string, run: (backend: Backend) => void): void {
  for (const backend of backends) Deno.test(`${backend.name}: ${name}`, () => run(backend));
}
