// Lets a test choose what computes.

import { backendInfo, type BackendName, useBackend } from "../lib/mod.ts";

/** Runs `f` on a backend; what computed before does so again afterwards. */
export async function onBackend<T>(name: BackendName, f: () => T | Promise<T>): Promise<T> {
  const before = backendInfo().name;
  useBackend(name);
  try {
    return await f();
  } finally {
    useBackend(before);
  }
}

const backends: BackendName[] = ["reference", "wasm"];
if (!backends.includes(backendInfo().name)) backends.push(backendInfo().name);

/** Defines a test once per backend that a reader can choose. */
export function testOnEach(name: string, run: () => void): void {
  for (const backend of backends) Deno.test(`${backend}: ${name}`, () => onBackend(backend, run));
}
