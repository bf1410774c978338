// deno task torture [part …] [--seed=1] [--scale=1]: runs of minutes that try to break the library, each in a file of
// tools/torture/. Prints a row for each report, as docs/reliability.md has them, and last what did not survive.

import { parseArgs } from "node:util";
import { join } from "node:path";
import { fail } from "./setup.ts";

/** How hard a part tries. */
export interface TortureOptions {
  /** of all that is drawn; a failing case tells it */
  seed: number;
  /** share of the cases that are tried: 1 in full, 0.01 for a sample in the tests */
  scale: number;
}

/** What a part of the torture has found, of one kind of fault. */
export interface TortureReport {
  /** the fault, in a few words */
  name: string;
  /** how many cases were tried */
  cases: number;
  /** a line for each case that did not survive */
  failures: string[];
  /** why some cases could not be tried here */
  omitted?: string;
}

/** Each file of tools/torture/ exports one as `run`. */
export type TorturePart = (options: TortureOptions) => AsyncIterable<TortureReport>;

/** Names of the parts. */
function parts(): string[] {
  return [...Deno.readDirSync(join(import.meta.dirname!, "torture"))]
    .filter((entry) => entry.isFile && entry.name.endsWith(".ts"))
    .map((entry) => entry.name.slice(0, -3)).sort();
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      scale: { type: "string", default: "1" },
    },
    allowPositionals: true,
  });
  const options = { seed: Number(values.seed), scale: Number(values.scale) };
  if (!Number.isInteger(options.seed) || !(options.scale > 0)) {
    fail("--seed needs an integer, --scale a positive number");
  }
  const known = parts();
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) fail(`There is no part ${unknown}, but ${known.join(", ")}`);

  const chosen = positionals.length > 0 ? positionals : known;
  const failures: string[] = [];
  console.log(`seed ${options.seed}, scale ${options.scale}\n`);
  console.log("| part | fault | cases | survived | seconds |\n|---|---|--:|--:|--:|");
  for (const part of chosen) {
    const { run }: { run: TorturePart } = await import(`./torture/${part}.ts`);
    let started = performance.now();
    for await (const report of run(options)) {
      const survived = report.cases - report.failures.length;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const counts = [report.cases, survived].map((count) => count.toLocaleString("en"));
      console.log(`| ${[part, report.name, ...counts, seconds].join(" | ")} |`);
      if (report.omitted) console.log(`omitted: ${part}, ${report.name}: ${report.omitted}`);
      failures.push(...report.failures.map((line) => `${part}, ${report.name}: ${line}`));
      started = performance.now();
    }
  }
  for (const line of failures.slice(0, 50)) console.log(line);
  console.log(`\n${failures.length === 0 ? "all survived" : `${failures.length} did not survive`}`);
  return failures.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
