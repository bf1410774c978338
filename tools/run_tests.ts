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
import { Device } from "../lib/backend/webgpu/device.ts";
import { dataFolder } from "../tests/golden.ts";
import { formatSeconds } from "./progress.ts";
import { fail, installPackages, root, setup } from "./setup.ts";
import { setupOpenBlas } from "./setup_openblas.ts";
import { dear, files, whole } from "./test_files.ts";

/** A part of the tests: its name, the arguments with which Deno runs it, and variables. */
type Stage = [name: string, args: string[], env?: Record<string, string>];

const { filter, only, quick } = readArguments();
const test = ["test", "--no-check", ...(filter === undefined ? [] : [`--filter=${filter}`])];
const all = [...test, "-A"];
const inTests = (...names: string[]) => names.map((name) => `tests/${name}`);
const onGpu = "backend/webgpu_test.ts"; // it has its own stage
const allBut = (...names: string[]) => [
  `--ignore=${inTests(onGpu, ...names)}`,
  "tests",
];
const hasOpenBlas = () => existsSync(openBlasFile()!);

// The core touches no file, network or notebook; only its tests read vectors. These folders need more:
const needy = [...files, ...whole];
const tortureOfKernels = "torture/kernel_test.ts";
// What needs to read files even to begin:
const readers = ["parallel/parallel_test.ts", "common_mistakes_test.ts"];

const smoke: Stage = ["Smoke test", ["test", "--no-check", "--deny-net", "tests/tiny_test.ts"]];
// It looks at all types, so that no test has to. Tests of it write into the same folder, .cells/, and come later.
const check: Stage = ["Check: format, lint, types, notebooks", ["run", "-A", "tools/check.ts"]];
const core: Stage = [
  "Core, with no permission at all",
  [...test, "--deny-net", ...allBut(...needy, ...readers, ...dear)],
];

// Kernels and JupyterLab choose free ports and bind them later: two that start at once could choose the same.
const kernels: Stage[] = [
  ["The kernel, and what it adds to Deno's", [...all, ...inTests("kernel", tortureOfKernels)]],
  ["Notebooks, in the kernel and in JupyterLab", [...all, ...inTests("notebooks")]],
  ["Figures to play with, in a page and in JupyterLab", [...all, ...inTests("play")]],
  ["Reports and the core, in the browser", [...all, ...inTests("reports")]],
  ["Cells that run in a report", [...all, ...inTests("live")]],
];

const readOnly = ["--allow-read", "--allow-env=DLFS_DATA_DIR"];
const computing: Stage[] = [
  [
    "Core, with no permission but to read its vectors",
    [...test, ...readOnly, ...allBut(...needy)],
  ],
  ["Data, files, figures", [...all, ...inTests(...files)]],
  [
    "Faults, a sample of deno task torture",
    [...all, `--ignore=${inTests(tortureOfKernels)}`, ...inTests("torture")],
  ],
  ["Searching, in threads and on a queue", [...all, ...inTests("search")]],
  ["Set-up, checks, examples and bench", [...all, ...inTests("tools", "bench")]],
  onBackend("the plain loops", { DLFS_BACKEND: "reference" }),
  onBackend("one thread", { DLFS_THREADS: "1" }),
  onBackend("plain SIMD", {}, "--preload=tests/plain_simd.ts"),
];

/** What a GPU has kernels for. */
const gpu = [
  ...["contract", "images", "normalization", "webgpu"].map((name) => `backend/${name}_test.ts`),
  ...["layers", "networks", "fusion", "optimizers"],
];

/** The core once more; a part of the long training is among the tests of the backend. */
function onBackend(name: string, env: Record<string, string>, ...permissions: string[]): Stage {
  return [
    `Core, on ${name}`,
    [
      ...test,
      "--allow-read",
      "--allow-env=DLFS_DATA_DIR,DLFS_BACKEND,DLFS_THREADS",
      ...permissions,
      ...allBut(...needy, "numpy_training_test.ts"),
    ],
    env,
  ];
}

const folder = dataFolder();
const variables = { NO_COLOR: "1", ...(folder !== undefined && { DLFS_DATA_DIR: folder }) };

let passed = 0;
let failed = 0;
const omitted: string[] = [];

/** Runs lists of stages at the same time, each on about one core. */
async function runTogether(...lists: Stage[][]): Promise<void> {
  await Promise.all(lists.map(async (stages) => {
    for (const stage of stages) await run(stage);
  }));
}

/** Runs a stage, adds up what it counted, and shows what it said if anything failed. */
async function run([name, args, env]: Stage): Promise<void> {
  console.log(`${name} …`);
  const started = performance.now();
  const { success, signal, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { ...variables, ...env },
    stdin: "null",
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const counts = Array.from(said.matchAll(/(\d+) passed(?: \(\d+ steps?\))?[ |,]+(\d+) failed/g));
  const [, good, bad] = (counts.at(-1) ?? ["", 0, 0]).map(Number) as [number, number, number];
  // a driver that imitates a GPU may crash when the process ends, and every test has passed
  const isOver = env?.DLFS_BACKEND === "webgpu" && signal !== null && good > 0 && bad === 0;
  if (isOver) console.log(`${name}: ended by ${signal}, after its last test`);
  const wrong = success || isOver ? 0 : Math.max(bad, 1); // what cannot even start counts as one failure
  passed += good;
  failed += wrong;
  omitted.push(...Array.from(said.matchAll(/^omitted: (.*)$/gm), (match) => match[1]!));

  const seconds = formatSeconds((performance.now() - started) / 1000);
  if (wrong > 0) console.log(withoutPassed(said).replace(/^/gm, "  | "));
  console.log(`${name}: ${wrong > 0 ? `FAILED: ${wrong}` : `ok: ${good}`} · ${seconds}`);
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
  if (path) return [`Only ${path}`, [...all, path]];
  const above = join("tests", dirname(part));
  if (dirname(part) === "." || !existsSync(join(root, above))) {
    fail(`task test: --only=${part}: there is no tests/${part}, nor tests/${part}_test.ts`);
  }
  return [`Only ${basename(part)} of ${above}`, [...all, `--filter=${basename(part)}`, above]];
}

/** What the tests need besides Deno and a browser: JupyterLab, Python's readers of our files, OpenBLAS. */
async function setUp(): Promise<void> {
  await setup();
  await installPackages("Python's readers of our files", join(root, "tests", "requirements.txt"));
  if (!hasOpenBlas()) await setupOpenBlas();
}

if (only !== undefined) {
  const stage = stageOf(only);
  await setUp();
  await run(stage);
} else if (quick) {
  await run(["Core, data, figures", [...all, ...allBut(...dear, ...whole)]]);
  omitted.push(...dear.map((file) => `tests/${file}: task test has it`));
} else {
  await setUp();
  await run(smoke);
  if (failed > 0) {
    omitted.push("everything else: the smoke test fails");
  } else {
    await runTogether(filter === undefined ? [check] : [], [core]); // the check has no names
    if (hasOpenBlas()) {
      computing.push(onBackend("OpenBLAS", { DLFS_BACKEND: "openblas" }, "--allow-ffi"));
    } else {
      omitted.push("core on OpenBLAS: it cannot be installed here");
    }
    const device = Device.start();
    if (typeof device === "string") omitted.push(`kernels of a GPU: ${device}`);
    else {
      device.close();
      computing.push([
        `Kernels of a GPU, on ${device.adapter}`,
        [...test, "--allow-read", "--allow-env", ...inTests(...gpu)],
        { DLFS_BACKEND: "webgpu", DLFS_GPU_FROM: "0" },
      ]);
    }
    await runTogether(kernels, computing);
  }
}
tellOmitted();
console.log(`\n${passed} passed, ${failed} failed`);
Deno.exit(failed > 0 ? 1 : 0);
