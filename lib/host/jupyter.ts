// Whether there is a Jupyter kernel around, and a reader at it.

import { variable } from "./environment.ts";

/** What the kernel offers. */
interface Jupyter {
  broadcast: (type: string, content: Record<string, unknown>) => Promise<void>;
}

/** `Deno.jupyter`, which is a getter that throws outside a kernel. */
export function jupyter(): Jupyter | undefined {
  try {
    return (Deno as unknown as { jupyter: Jupyter }).jupyter;
  } catch {
    return undefined;
  }
}

/** Whether this is a notebook that a reader works with; where our tools execute one, DLFS_STRICT is set. */
export function isLive(): boolean {
  return jupyter() !== undefined && variable("DLFS_STRICT") === undefined;
}
