// A real kernel under readers who are hard on it: kernel.py.

import { join } from "node:path";
import { linesOf } from "../execute.ts";
import { jupyterEnv, python, root, setup } from "../setup.ts";
import type { TortureOptions, TortureReport } from "../torture.ts";

/** Stop at 100 random moments, odd cells, half an hour in one kernel. */
export async function* run({ seed, scale }: TortureOptions): AsyncGenerator<TortureReport> {
  await setup();
  const child = new Deno.Command(python, {
    args: [join(root, "tools", "torture", "kernel.py"), `${seed}`, `${scale}`],
    env: jupyterEnv,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  for await (const line of linesOf(child.stdout)) yield JSON.parse(line);
  const { success } = await child.status;
  if (!success) {
    yield { name: "kernel.py", cases: 1, failures: ["it ended early; its message is above"] };
  }
}
