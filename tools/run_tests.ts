// deno task test: everything, from cheap to dear. Prints what fails and what is omitted, and last how many tests
// passed and failed.
//
//   deno task test:quick                core, data and figures
//   deno task test --only=layers        one folder or file of tests/; --only=notebooks/ch03 one chapter
//   deno task test --filter=softmax     the tests with that in their names

import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { openBlasFile } from "../lib/backend/openblas.ts";
import { dataFolder } from "../tests/golden.ts";
import { formatSeconds } from "./progress.ts";
import { fail, installPackages, root, setup } from "./setup.ts";
import { setupOpenBlas } from "./setup_openblas.ts";
import { dear, files, whole } from "./test_files.ts";

/** A part of the tests: its name, and the arguments with which Deno runs it. */
type Stage = [name: string, ...args: string[]];

// The core touches no file, network or notebook; only its tests read vectors. These folders need more:
const needy = [...files, ...whole];
const readOnly = ["--allow-read", "--allow-env=DLFS_DATA_DIR"];
const allBut = (names: string[]) => [`--ignore=${names.map((name) => `tests/${name}`)}`, "tests"];

// What needs to read files even to begin:
const readers = ["parallel/parallel_test.ts", "common_mistakes_test.ts"];

// The stage Check has looked at all types.
const { filter, only, quick } = readArguments();
const test = ["test", "--no-check", ...(filter === undefined ? [] : [`--filter=${filter}`])];

const smoke: Stage = ["Smoke test", "test", "--no-check", "--deny-net", "tests/tiny_test.ts"];
const check: Stage = ["Check: format, lint, types, notebooks", "run", "-A", "tools/check.ts"];
const core: Stage[] = [
  [
    "Core, with no permission at all",
    ...test,
    "--deny-net",
    ...allBut([...needy, ...readers, ...dear]),
  ],
  ["Core, with no permission but to read its vectors", ...test, ...readOnly, ...allBut(needy)],
];
const data: Stage[] = [
  ["Data, files, figures", ...test, "-A", ...files.map((name) => `tests/${name}`)],
];
const rest: Stage[] = [
  ["Faults, a sample of deno task torture", ...test, "-A", "tests/torture"],
  ["Set-up, checks, examples and bench", ...test, "-A", "tests/tools", "tests/bench"],
  ["The kernel, and what it adds to Deno's", ...test, "-A", "tests/kernel"],
  ["Notebooks, in the kernel and in JupyterLab", ...test, "-A", "tests/notebooks"],
  ["Figures to play with, in a page and in JupyterLab", ...test, "-A", "tests/play"],
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

const folder = dataFolder();
const env = { NO_COLOR: "1", ...(folder !== undefined && { DLFS_DATA_DIR: folder }) };

let passed = 0;
let failed = 0;
const omitted: string[] = [];

/** Runs a stage, adds up what it counted, and shows what it said if anything failed. */
const run = (stage: Stage, more: Record<string, string> = {}) => runTogether([stage, more]);

/** Runs stages at the same time: those that use one core each. */
async function runTogether(...stages: [Stage, Record<string, string>][]): Promise<void> {
  console.log(stages.map(([[name]]) => name).join("; "));
  const outcomes = stages.map(([[, ...args], more]) => outcome(args, more));
  for (const told of outcomes) console.log(await told);
}

/** What a stage comes to, in a line, after what it said if anything failed. */
async function outcome(args: string[], more: Record<string, string>): Promise<string> {
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
  return wrong > 0
    ? `${withoutPassed(said).replace(/^/gm, "  | ")}\n  FAILED: ${wrong} · ${seconds}`
    : `  ok: ${good} · ${seconds}`;
}

/** The failures among what a test run says. */
function withoutPassed(said: string): string {
  return said.replace(
    /^.* \.\.\. ok \(.*\n|^running .*\n|^needs to read .*\n|^\d+ passed, \d+ failed\n/gm,
    "",
  ).replace(/^-+ post-test output -+\n-+ post-test output end -+\n/gm, "").trim();
}

/** What was omitted, by reason: each line is `name: reason`. */
function tellOmitted(): void {
  const byReason = Map.groupBy(omitted, (line) => line.slice(line.lastIndexOf(": ") + 2));
  for (const [reason, lines] of byReason) {
    console.log(`\nOmitted, ${reason}:`);
    for (const line of lines) console.log(`  ${line.slice(0, line.lastIndexOf(": "))}`);
  }
}

/** What the command line asks for. */
function readArguments(): { filter?: string; only?: string; quick?: boolean } {
  try {
    const options = {
      filter: { type: "string" },
      only: { type: "string" },
      quick: { type: "boolean" },
    } as const;
    return parseArgs({ args: Deno.args, options }).values;
  } catch (error) {
    fail(`task test: ${(error as Error).message}; it knows --only=layers and --filter=softmax`);
  }
}

/** The tests of `layers`, tests/layers; of `tensor`, tests/tensor_test.ts; of `notebooks/ch03`, those there with that name. */
function stageOf(part: string): Stage {
  const path = ["", "_test.ts"].map((ending) => join("tests", part + ending))
    .find((path) => existsSync(join(root, path)));
  if (path) return [`Only ${path}`, ...test, "-A", path];
  const above = join("tests", dirname(part));
  if (dirname(part) === "." || !existsSync(join(root, above))) {
    fail(`task test: --only=${part}: there is no tests/${part}, nor tests/${part}_test.ts`);
  }
  return [`Only ${basename(part)} of ${above}`, ...test, `--filter=${basename(part)}`, "-A", above];
}

/** What the tests need besides Deno and a browser: JupyterLab, Python's readers of our files, OpenBLAS. */
async function setUp(): Promise<void> {
  await setup();
  await installPackages("Python's readers of our files", join(root, "tests", "requirements.txt"));
  if (!existsSync(openBlasFile()!)) await setupOpenBlas();
}

if (only !== undefined) {
  const stage = stageOf(only);
  await setUp();
  await run(stage);
} else if (quick) {
  await run(["Core, data, figures", ...test, "-A", ...allBut([...dear, ...whole])]);
  omitted.push(...dear.map((file) => `tests/${file}: task test has it`));
} else {
  await setUp();
  await run(smoke);
  if (failed > 0) {
    omitted.push("everything else: the smoke test fails");
  } else {
    const first = filter === undefined ? [check] : []; // it has no names
    for (const stage of [...first, ...core, ...data, ...rest]) await run(stage);
    await runTogether(
      [onBackend("the plain loops"), { DLFS_BACKEND: "reference" }],
      [onBackend("one thread"), { DLFS_THREADS: "1" }],
    );
    await run(onBackend("plain SIMD", "--preload=tests/plain_simd.ts"));
    if (existsSync(openBlasFile()!)) {
      await run(onBackend("OpenBLAS", "--allow-ffi"), { DLFS_BACKEND: "openblas" });
    } else {
      omitted.push("core on OpenBLAS: it cannot be installed here");
    }
  }
}
tellOmitted();
console.log(`\n${passed} passed, ${failed} failed`);
Deno.exit(failed > 0 ? 1 : 0);
