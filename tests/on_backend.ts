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
