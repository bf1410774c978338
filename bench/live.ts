// How long pages whose cells run take, in the real browser from file://, on one thread: deno run -A bench/live.ts prints the
// table of tools/live/README.md. Medians of some visits, each in a browser of its own: by the clock, which wants quiet cores,
// and of the processor in all processes of the browser, which does not.

import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../tools/browser.ts";
import { findNotebooks, readNotebook, textOf } from "../tools/notebooks.ts";
import { writeReports } from "../tools/report.ts";
import { root } from "../tools/setup.ts";

const VISITS = Number(Deno.args[0] ?? 5);
const READ = 5000; // ms that a reader reads before the first Run
const TRAINING = "train-neuralnet"; // of chapter 4

/** Seconds by the clock, and of the processor. */
interface Took {
  clock: number;
  processor: number;
}

/** Seconds of the processor that the browser has taken. */
async function processorOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** Milliseconds until what a reader has pressed has ended; "above": all cells above it. */
function run(page: Page, id: string, what: "run" | "above" = "run"): Promise<number> {
  return page.evaluate(async ([id, what]) => {
    const cell = document.querySelector<HTMLElement>(`[data-cell="${id}"]`)!;
    const began = performance.now();
    cell.querySelector<HTMLElement>(`[data-do="${what}"]`)!.click();
    const all = Array.from(document.querySelectorAll("[data-cell]"));
    const wanted = what === "run" ? [cell] : all.slice(0, all.indexOf(cell));
    const isDone = (one: Element) =>
      one.matches("[data-yours]:not([data-state=running], [data-state=waiting])");
    while (!wanted.every(isDone)) await new Promise((go) => setTimeout(go, 5));
    const failed = document.querySelector("[data-failed] .stderr")?.textContent;
    if (failed) throw new Error(failed);
    return performance.now() - began;
  }, [id, what]);
}

/** What the middle one of some visits of a page took, after some reading. */
async function median(
  file: string,
  act: (page: Page) => Promise<number>,
  before = async (_page: Page) => {},
): Promise<Took> {
  const all: Took[] = [];
  for (let i = 0; i < VISITS; i++) {
    await using browser = await launchBrowser();
    const page = await (await browser.newContext({ offline: true })).newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(`file://${file}`);
    await before(page);
    const began = await processorOf(browser);
    const clock = await act(page) / 1000;
    all.push({ clock, processor: await processorOf(browser) - began });
  }
  const middle = (which: keyof Took) =>
    all.map((one) => one[which]).toSorted((a, b) => a - b)[VISITS >> 1]!;
  return { clock: middle("clock"), processor: middle("processor") };
}

const readable = (page: Page) =>
  page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime);

/** What chapter 4's training takes in Deno, on one thread, with the digits that a page draws. */
async function trainingInDeno(path: string): Promise<Took> {
  const cells = readNotebook(path).cells.filter(({ cell_type }) => cell_type === "code");
  const last = cells.findIndex(({ id }) => id === TRAINING);
  const sources = cells.slice(0, last + 1).map(({ source }) => textOf(source));
  const imports = JSON.stringify(join(root, "lib", "mod.ts"));
  const code = [
    'import process from "node:process";',
    'import { loadFigures } from "../lib/mod.ts";\nawait loadFigures();',
    ...sources.slice(0, -1),
    "const began = { clock: performance.now(), processor: process.cpuUsage() };",
    sources.at(-1),
    "const { user, system } = process.cpuUsage(began.processor);",
    "console.log(`took ${(performance.now() - began.clock) / 1e3} ${(user + system) / 1e6}`);",
  ].join("\n").replaceAll('"../lib/mod.ts"', imports);
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `--config=${join(root, "deno.json")}`, file],
    env: { DLFS_QUICK: "1", DLFS_PAGE: "1", DLFS_THREADS: "1", NO_COLOR: "1" },
  }).output();
  await Deno.remove(file);
  const took = new TextDecoder().decode(stdout).match(/took (\S+) (\S+)/);
  if (!took) throw new Error(new TextDecoder().decode(stderr));
  return { clock: Number(took[1]), processor: Number(took[2]) };
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  const all = findNotebooks();
  await writeReports([], all, folder);
  const file = (name: string) => join(folder, `${name}.html`);
  const [ch02, ch03, ch04] = ["ch02-perceptrons", "ch03-neural-networks", "ch04-learning"] as const;
  const tell = (what: string, ...all: Took[]) => {
    const cells = all.flatMap(({ clock, processor }) => [clock, processor]);
    console.log(`| ${[what, ...cells.map((seconds) => `${seconds.toFixed(2)} s`)].join(" | ")} |`);
  };
  console.log("| | page | its processor | Deno | its processor |\n| --- | --: | --: | --: | --: |");
  const read = (page: Page) => page.waitForTimeout(READ);
  for (const [name, id] of [[ch02, "perceptron-picture"], [ch04, "fives"]] as const) {
    const { clock } = await median(file(name), readable);
    console.log(`| ${name} is readable | ${clock.toFixed(2)} s |`);
    const first = (page: Page) => run(page, id);
    tell(`${name}, first Run at once`, await median(file(name), first));
    tell(`${name}, first Run after ${READ / 1000} s`, await median(file(name), first, read));
  }
  const above = (id: string) => async (page: Page) => void await run(page, id, "above");
  for (const id of ["accuracy-one-by-one", "accuracy-in-batches"]) {
    const inference = await median(file(ch03), (page) => run(page, id), above(id));
    tell(`${ch03}, ${id}, 10,000 digits`, inference);
  }
  const training = await median(file(ch04), (page) => run(page, TRAINING), above(TRAINING));
  const path = all.find((path) => path.includes(ch04))!;
  tell(`${ch04}, its quick training, 700 steps`, training, await trainingInDeno(path));
  await Deno.remove(folder, { recursive: true });
}
