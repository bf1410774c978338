// Trainings that are killed with -9 at random moments, while they write their checkpoint too, and go on from what is on the
// disk. They survive when they end with the very bits of a training that nothing had come between.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mersenne } from "pure-rand/generator/mersenne";
import type { TortureOptions, TortureReport } from "../torture.ts";

const program = fileURLToPath(new URL("training/train.ts", import.meta.url));

/** A program that trains, from the checkpoint at `path` if there is one, and saves it after each step. */
function start(path: string): Deno.ChildProcess {
  const args = ["run", "-A", "--no-check", program, path];
  return new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).spawn();
}

/** What it said: how it began, and the SHA-256 of where it ended. */
async function said(process: Deno.ChildProcess): Promise<string[]> {
  const { stdout, stderr } = await process.output();
  const decoder = new TextDecoder();
  return [
    ...decoder.decode(stdout).trim().split("\n"),
    ...decoder.decode(stderr).trim().split("\n"),
  ]
    .filter((line) => line !== "");
}

function sha256(path: string): string {
  return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
}

/** Kills a training at random moments until one comes to its end; says after how many kills, and how often it went on. */
async function killedToTheEnd(
  path: string,
  draw: (n: number) => number,
  longest: number,
): Promise<{ kills: number; resumed: number; fault?: string }> {
  let resumed = 0;
  for (let kills = 0;; kills++) {
    const process = start(path);
    const timer = setTimeout(() => process.kill("SIGKILL"), draw(longest));
    const lines = await said(process);
    clearTimeout(timer);
    const { success } = await process.status;
    if (lines.some((line) => /^from step [1-9]/.test(line))) resumed++;
    if (success) return { kills, resumed };
    const complaint = lines.find((line) => !line.startsWith("from step"));
    if (complaint !== undefined) return { kills, resumed, fault: complaint };
  }
}

/** Reports. */
export async function* run({ seed, scale }: TortureOptions): AsyncGenerator<TortureReport> {
  const bits = mersenne(seed);
  const draw = (n: number) => (bits.next() >>> 0) % n;
  const folder = Deno.makeTempDirSync();
  try {
    const through = join(folder, "through.checkpoint");
    const started = performance.now();
    await said(start(through));
    const longest = Math.ceil(performance.now() - started);
    const right = sha256(through);

    const failures: string[] = [];
    let kills = 0;
    let resumed = 0;
    for (let round = 0; kills < 20 * scale || resumed === 0; round++) {
      const path = join(folder, `${round}.checkpoint`);
      const { kills: more, fault, ...went } = await killedToTheEnd(path, draw, longest);
      kills += more;
      resumed += went.resumed;
      if (fault !== undefined) failures.push(`round ${round}, after ${more} kills: ${fault}`);
      else if (sha256(path) !== right) failures.push(`round ${round}, ${more} kills: other bits`);
    }
    yield { name: "killed with -9, resumed from the checkpoint", cases: kills, failures };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
