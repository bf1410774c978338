// Who takes part.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { openBlasFile } from "../lib/backend/openblas.ts";
import type { Group } from "./cases.ts";
import { type Command, Contestant } from "./contestant.ts";
import { python, setupPeers } from "./setup.ts";

const here = import.meta.dirname!;
const hopeless: Group[] = ["inference", "gradient"];

/** What the others are compared with: our library as it is without any set-up. */
export const BASE = "ours, WASM, 2 threads";

/** Our library on each of its backends; on OpenBLAS where that is installed. */
export const ours: readonly Command[] = [
  { ...backend("ours, plain loops", "reference", 1), tooSlowFor: hopeless },
  backend("ours, WASM, 1 thread", "wasm", 1),
  backend(BASE, "wasm", 2),
  ...(existsSync(openBlasFile()!) ? [backend("ours, OpenBLAS, 2 threads", "openblas", 2)] : []),
];

function backend(name: string, backend: string, threads: number): Command {
  return {
    name,
    ours: true,
    command: Deno.execPath(),
    args: ["run", "-A", join(here, "ours.ts")],
    env: { DLFS_BACKEND: backend, DLFS_THREADS: `${threads}` },
  };
}

/** Installs what the others need; says in one line what is left out. */
export async function peers(): Promise<Command[]> {
  const peer = (name: string, command: string, ...args: string[]): Command => ({
    name,
    ours: false,
    command,
    args,
  });
  const missing = await setupPeers();
  for (const [name, reason] of Object.entries(missing)) {
    console.log(`${name} is left out: ${reason}`);
  }
  const commands: Command[] = [];
  if (!missing.numpy) commands.push(peer("NumPy", python, join(here, "peers", "numpy_peer.py")));
  if (!missing.torch) {
    for (const layout of ["", "channels_last"]) {
      for (const threads of [1, 2]) {
        const name = ["PyTorch", `${threads} thread${threads > 1 ? "s" : ""}`, layout];
        const args = [join(here, "peers", "torch_peer.py"), `${threads}`, layout];
        commands.push(peer(name.filter(Boolean).join(", "), python, ...args.filter(Boolean)));
      }
    }
  }
  const config = join(here, "tfjs", "deno.json");
  const program = join(here, "tfjs", "peer.ts");
  commands.push(
    peer("TensorFlow.js", Deno.execPath(), "run", "-A", "--quiet", `--config=${config}`, program),
  );
  return commands;
}

/** Starts them; one that does not start is left out, with one line. */
export async function startAll(commands: readonly Command[]): Promise<Contestant[]> {
  const started: Contestant[] = [];
  for (const command of commands) {
    try {
      started.push(await Contestant.start(command));
    } catch (error) {
      if (command.ours) throw error;
      console.log(`${command.name} is left out: it does not start; the reason is above`);
    }
  }
  return started;
}
