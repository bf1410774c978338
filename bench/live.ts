// How long pages whose cells run take, in the real browser from file://, on one thread: deno run -A bench/live.ts prints the
// table of tools/live/README.md. Medians of five visits, each in a browser of its own.

import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../tools/browser.ts";
import { findNotebooks, readNotebook, textOf } from "../tools/notebooks.ts";
import { writeReports } from "../tools/report.ts";
import { root } from "../tools/setup.ts";

const VISITS = 5;
const READ = 5000; // ms that a reader reads before the first Run
const TRAINING = "train-neuralnet"; // of chapter 4

/** Milliseconds until what a reader has pressed has ended; "above": all cells above it. */
function run(page: Page, id: string, what: "run" | "above" = "run"): Promise<number> {
  return page.evaluate(async ([id, what]) => {
    const cell = document.querySelector<HTMLElement>(`[data-cell="${id}"]`)!;
    const began = performance.now();
    cell.querySelector<HTMLElement>(`[data-do="${what}"]`)!.click();
    const isBusy = () => document.querySelector("[data-state=running], [data-state=waiting]");
    const hasBegun = () => what === "above" || cell.matches("[data-yours]");
    while (!document.querySelector(".live-bar") || isBusy() || !hasBegun()) {
      await new Promise((go) => setTimeout(go, 5));
    }
    const failed = document.querySelector("[data-failed] .stderr")?.textContent;
    if (failed) throw new Error(failed);
    return performance.now() - began;
  }, [id, what]);
}

/** A number of each of some visits of a chapter's page, the middle one. */
async function median(file: string, measure: (page: Page) => Promise<number>, visits = VISITS) {
  const times: number[] = [];
  for (let i = 0; i < visits; i++) {
    await using browser = await launchBrowser();
    const page = await (await browser.newContext({ offline: true })).newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(`file://${file}`);
    times.push(await measure(page));
  }
  return times.toSorted((a, b) => a - b)[visits >> 1]!;
}

const readable = (page: Page) =>
  page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime);

/** Milliseconds of chapter 4's training in Deno, on one thread, with the digits that a page draws. */
async function trainingInDeno(path: string): Promise<number> {
  const cells = readNotebook(path).cells.filter(({ cell_type }) => cell_type === "code");
  const last = cells.findIndex(({ id }) => id === TRAINING);
  const sources = cells.slice(0, last + 1).map(({ source }) => textOf(source));
  const imports = JSON.stringify(join(root, "lib", "mod.ts"));
  const code = [
    ...sources.slice(0, -1),
    "const began = performance.now();",
    sources.at(-1),
    "console.log(`took ${performance.now() - began}`);",
  ].join("\n").replaceAll('"../lib/mod.ts"', imports);
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `--config=${join(root, "deno.json")}`, file],
    env: { DLFS_QUICK: "1", DLFS_PAGE: "1", DLFS_THREADS: "1", NO_COLOR: "1" },
  }).output();
  await Deno.remove(file);
  const took = new TextDecoder().decode(stdout).match(/took (\S+)/)?.[1];
  if (!took) throw new Error(new TextDecoder().decode(stderr));
  return Number(took);
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  const all = findNotebooks();
  await writeReports([], all, folder);
  const file = (name: string) => join(folder, `${name}.html`);
  const [ch02, ch03, ch04] = ["ch02-perceptrons", "ch03-neural-networks", "ch04-learning"];
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
  const tell = (what: string, ...times: number[]) =>
    console.log(`| ${[what, ...times.map(seconds)].join(" | ")} |`);
  console.log("| | page | Deno, one thread |\n| --- | --: | --: |");
  for (const name of [ch02, ch04]) tell(`${name} is readable`, await median(file(name!), readable));
  const first = { [ch02!]: "perceptron-picture", [ch04!]: "fives" };
  for (const [name, id] of Object.entries(first)) {
    tell(`${name}, first Run at once`, await median(file(name), (page) => run(page, id)));
    const later = async (page: Page) => {
      await page.waitForTimeout(READ);
      return await run(page, id);
    };
    tell(`${name}, first Run after ${READ / 1000} s`, await median(file(name), later));
  }
  const inference = (id: string) => async (page: Page) => {
    await run(page, id, "above");
    return await run(page, id);
  };
  for (const id of ["accuracy-one-by-one", "accuracy-in-batches"]) {
    tell(`${ch03}, ${id}, 10,000 digits`, await median(file(ch03!), inference(id)));
  }
  const path = all.find((path) => path.includes(ch04!))!;
  tell(
    `${ch04}, its quick training, 700 steps`,
    await median(file(ch04!), inference(TRAINING), 3),
    await trainingInDeno(path),
  );
  await Deno.remove(folder, { recursive: true });
}
