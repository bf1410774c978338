// deno task bench: our library, NumPy, PyTorch and TensorFlow.js in one sitting. Prints, and writes reports/bench.json and
// reports/bench.html. --quick looks for a moment only; --only=step,gemm picks cases; --ours leaves the others out.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultPlaces } from "../lib/datasets/files.ts";
import { findDigits } from "../lib/datasets/mnist.ts";
import { fail, root, writeAtomically } from "../tools/setup.ts";
import { cases, select } from "./cases.ts";
import { BASE, ours, peers, startAll } from "./contestants.ts";
import { handOut } from "./digits.ts";
import { effortFor, measure, type Result } from "./measure.ts";
import { BUSY, page } from "./page.ts";
import { resultLines } from "./text.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    ours: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
});
const chosen = select(cases, values.only.split(",").filter(Boolean));
if (chosen.length === 0) {
  fail(
    `No case has "${values.only}" in its name; try step, gemm, layer, elementwise or a part of a name`,
  );
}

const load = Number(Deno.loadavg()[0].toFixed(1));
if (load > BUSY) console.log(`The machine is busy (load ${load}): the ratios will be rough`);
if (!ours.some(({ name }) => name.includes("OpenBLAS"))) {
  console.log("ours, OpenBLAS is left out: deno task setup:openblas installs it");
}
const { test: digits, source } = await findDigits(defaultPlaces());
using _file = handOut(digits);
const contestants = await startAll([...ours, ...(values.ours ? [] : await peers())]);
for (const { command, about } of contestants) console.log(`${command.name}: ${about}`);

console.log(`× 2 beside a time: ${BASE} is twice as fast`);

const results: Result[] = [];
for (const item of chosen) {
  const result = await measure(item, contestants, effortFor(item, values.quick));
  results.push(result);
  console.log(["", ...resultLines(result, BASE)].join("\n"));
}
for (const contestant of contestants) await contestant[Symbol.asyncDispose]();

const sitting = {
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  quick: values.quick,
  load,
  digits: source,
  contestants: contestants.map(({ command: { name, ours }, about }) => ({ name, ours, about })),
  results,
};
const folder = join(root, "reports");
await writeAtomically(join(folder, "bench.json"), `${JSON.stringify(sitting, null, 1)}\n`);
await writeAtomically(join(folder, "bench.html"), await page(sitting));
console.log(`\n${join(folder, "bench.html")}`);

/** `2 × AMD EPYC`, as the system calls it. */
function machine(): string {
  const name = Deno.build.os === "linux"
    ? Deno.readTextFileSync("/proc/cpuinfo").match(/^model name\s*:\s*(.*)$/m)?.[1]
    : undefined;
  return `${navigator.hardwareConcurrency} × ${name ?? Deno.build.arch}`;
}
