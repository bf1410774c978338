// Every code cell of every chapter runs in a page from file://, with digits that are drawn by code.

import { basename } from "node:path";
import type { Browser } from "playwright-core";
import { PLAY, type Shown } from "../../lib/play/figure.ts";
import {
  canonical,
  chapterOf,
  findNotebooks,
  type Notebook,
  type Output,
  readNotebook,
  textOf,
} from "../../tools/notebooks.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { LivePage } from "./page.ts";

/** Cells that ask for what only Deno has. */
const needDeno = ["threads-measured"]; // starts processes with another number of threads

const MOST_MEMORY = 1e9; // bytes of a process of the browser

/** A chapter in a page of its own: its outputs there, and what went wrong. */
interface Visit {
  notebook: Notebook;
  outputs: Map<string, Output[]>;
  failed: string[];
  problems: string[];
  memory: number;
}

let browser: Promise<Browser> | undefined;
const paths = findNotebooks();
const visits = new Map<string, Promise<Visit>>();
Deno.test.afterAll(async () => (await browser)?.close());

/** Two chapters at a time, in the order of the tests. */
function begin(path: string): Promise<Visit> {
  const before = visits.get(paths[paths.indexOf(path) - 2]!);
  const own = visits.get(path) ?? Promise.resolve(before).catch(() => {}).then(() => visit(path));
  own.catch(() => {}); // its own test tells
  visits.set(path, own);
  return own;
}

async function visit(path: string): Promise<Visit> {
  const notebook = readNotebook(path);
  const cells = notebook.cells.filter(({ cell_type, source }) =>
    cell_type === "code" && textOf(source).trim() !== ""
  );
  await using page = await LivePage.open(
    await (browser ??= launchBrowser()),
    cells.map(({ source }) => textOf(source)),
  );
  const outputs = new Map<string, Output[]>();
  const failed: string[] = [];
  for (const [i, { id, source }] of cells.entries()) {
    const ran = await page.run(textOf(source), { number: i + 1, id: id! });
    outputs.set(id!, ran.outputs);
    const said = ran.outputs.map(({ traceback }) => traceback ?? []).join("\n");
    if (ran.status !== "ok") failed.push(`${id}: ${ran.status} ${said}`);
  }
  return { notebook, outputs, failed, problems: page.problems, memory: await largestProcess() };
}

/** Bytes in memory of the largest process in which pages live. */
async function largestProcess(): Promise<number> {
  const session = await (await browser!).newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => {
    try {
      return Number(Deno.readTextFileSync(`/proc/${id}/statm`).split(" ")[1]) * 4096;
    } catch {
      return 0; // ended meanwhile, or no Linux
    }
  });
  return Math.max(...sizes);
}

/** Mime types of each output in the form that is saved; text that is printed may say where data come from. */
function kindsOf(outputs: Output[]): string[] {
  return outputs.filter(({ output_type }) => output_type !== "stream").map(({ data, ename }) => {
    if (!data) return `${ename}`;
    const { [PLAY]: figure, ...still } = data;
    const lives = (figure as Shown | undefined)?.figure === "own"; // a notebook keeps its picture only
    return Object.keys(lives ? still : data).toSorted().join(" ");
  });
}

/** As saved: without times. */
function saved({ notebook, outputs }: Visit): Map<string, Output[]> {
  const cells = notebook.cells.map((cell) =>
    outputs.has(cell.id!) ? { ...cell, outputs: outputs.get(cell.id!)! } : cell
  );
  const { cells: all } = JSON.parse(canonical({ ...notebook, cells })) as Notebook;
  return new Map(all.map((cell) => [cell.id!, cell.outputs ?? []]));
}

/** Whether a cell says less, or more often, in a quick run or without MNIST and the book's weights. */
function isShortened(source: string, shown: Output[]): boolean {
  const texts = shown.map(({ data }) => textOf((data?.["text/plain"] ?? "") as string)).join("\n");
  return /quick|synthetic|MNIST/.test(texts) ||
    /\bquick\b|\bchecked\b|\bhasBook\b|\bsource\b|\bbookWeights\b|\bbook\w*\b/.test(source);
}

for (const path of paths) {
  const name = `${chapterOf(path)}: every cell runs in the page, with outputs as in ${
    basename(path)
  }`;
  const fn = async () => {
    const next = paths[paths.indexOf(path) + 1];
    const [visited] = [begin(path), next && begin(next)];
    const seen = await visited;
    assertEquals(seen.failed, []);
    assertEquals(seen.problems, []);
    assertTrue(seen.memory < MOST_MEMORY, `${seen.memory} bytes`);
    const now = saved(seen);
    for (const { id, source, outputs = [] } of seen.notebook.cells) {
      const shown = now.get(id!)!;
      if (!seen.outputs.has(id!)) continue;
      const needsDeno = JSON.stringify(shown).includes("this cell needs Deno");
      assertEquals(needsDeno, needDeno.includes(id!), `${id}`);
      if (needsDeno) continue;
      const wrong = JSON.stringify(shown).includes("As the chapter is written");
      assertTrue(!wrong, `${id}: ${JSON.stringify(shown)}`);
      if (isShortened(textOf(source), shown)) {
        assertEquals(shown.length > 0, outputs.length > 0, `${id}`);
      } else assertEquals(kindsOf(shown), kindsOf(outputs), `${id}`);
    }
  };
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}
