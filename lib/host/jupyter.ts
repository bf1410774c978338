// Whether there is a Jupyter kernel around.

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
