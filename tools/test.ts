// deno task test: everything, from cheap to dear. Prints what fails and what is omitted, and last how many tests
// passed and failed.

import { existsSync } from "node:fs";
import { openBlasFile } from "../lib/backend/openblas.ts";
import { dataFolder } from "../tests/golden.ts";
import { formatSeconds } from "./progress.ts";
import { root } from "./setup.ts";

/** A part of the tests: its name, and the arguments with which Deno runs it. */
type Stage = [name: string, ...args: string[]];

// The core touches no file, network or notebook; only its tests read vectors. These folders need more:
const needy = ["datasets", "io", "display", "tools", "torture", "bench", "notebooks", "reports"];
const readOnly = ["--allow-read", "--allow-env=DLFS_DATA_DIR"];
const allBut = (names: string[]) => [`--ignore=${names.map((name) => `tests/${name}`)}`, "tests"];
const test = ["test", "--no-check"]; // the stage Check has looked at all types

const smoke: Stage = ["Smoke test", ...test, "tests/tiny_test.ts"];
const stages: Stage[] = [
  ["Check: format, lint, types, notebooks", "run", "-A", "tools/check.ts"],
  ["Core, with no permission but to read its vectors", ...test, ...readOnly, ...allBut(needy)],
  ["Data, files, figures", ...test, "-A", "tests/datasets", "tests/io", "tests/display"],
  ["Faults, a sample of deno task torture", ...test, "-A", "tests/torture"],
  ["Examples in the documentation", "test", "--doc", "lib"],
  ["Set-up, checks and bench", ...test, "-A", "tests/tools", "tests/bench"],
  ["Notebooks, in the kernel and in JupyterLab", ...test, "-A", "tests/notebooks"],
  ["Reports and the core, in the browser", ...test, "-A", "tests/reports"],
];

// The core once more; a part of the long training is among the tests of the backend.
const onBackend = (name: string, ...permissions: string[]): Stage => [
  `Core, on ${name}`,
  ...test,
  "--allow-read",
  "--allow-env=DLFS_DATA_DIR,DLFS_BACKEND,DLFS_THREADS",
  ...permissions,
  ...allBut([...needy, "numpy_training_test.ts"]),
];

const data = dataFolder();
const env = {
  NO_COLOR: "1",
  DLFS_QUICK: "1", // fewer epochs, the same cells
  ...(data !== undefined && { DLFS_DATA_DIR: data }), // the notebooks look for nothing beside the checkout
};

let passed = 0;
let failed = 0;
const omitted: string[] = [];

/** Runs a stage, adds up what it counted, and shows what it said if anything failed. */
async function run([name, ...args]: Stage, more: Record<string, string> = {}): Promise<void> {
  console.log(name);
  const started = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { ...env, ...more },
    stdin: "null",
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const counts = Array.from(said.matchAll(/(\d+) passed(?: \(\d+ steps?\))?[ |,]+(\d+) failed/g));
  const [, good, bad] = (counts.at(-1) ?? ["", 0, 0]).map(Number) as [number, number, number];
  const wrong = success ? 0 : Math.max(bad, 1); // what cannot even start counts as one failure
  passed += good;
  failed += wrong;
  omitted.push(...Array.from(said.matchAll(/^omitted: (.*)$/gm), (match) => match[1]!));

  const seconds = formatSeconds((performance.now() - started) / 1000);
  if (wrong > 0) console.log(withoutPassed(said).replace(/^/gm, "  | "));
  console.log(wrong > 0 ? `  FAILED: ${wrong} · ${seconds}` : `  ok: ${good} · ${seconds}`);
}

/** The failures among what a test run says. */
function withoutPassed(said: string): string {
  return said.replace(/^.* \.\.\. ok \(.*\n|^running .*\n|^\d+ passed, \d+ failed\n/gm, "").trim();
}

/** What was omitted, by reason: each line is `name: reason`. */
function tellOmitted(): void {
  const byReason = Map.groupBy(omitted, (line) => line.slice(line.lastIndexOf(": ") + 2));
  for (const [reason, lines] of byReason) {
    console.log(`\nOmitted, ${reason}:`);
    for (const line of lines) console.log(`  ${line.slice(0, line.lastIndexOf(": "))}`);
  }
}

await run(smoke);
if (failed === 0) {
  for (const stage of stages) await run(stage);
  await run(onBackend("the plain loops"), { DLFS_BACKEND: "reference" });
  await run(onBackend("one thread"), { DLFS_THREADS: "1" });
  await run(onBackend("plain SIMD", "--preload=tests/plain_simd.ts"));
  if (existsSync(openBlasFile()!)) {
    await run(onBackend("OpenBLAS", "--allow-ffi"), { DLFS_BACKEND: "openblas" });
  } else {
    omitted.push("core on OpenBLAS: it is not installed; deno task setup:openblas");
  }
} else {
  omitted.push("everything else: the smoke test fails");
}
tellOmitted();
console.log(`\n${passed} passed, ${failed} failed`);
Deno.exit(failed > 0 ? 1 : 0);
