// A report with a few cells, as a reader has it: from file://, with no network, nothing on the console.

import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { canonical, type Cell, type Output } from "../../tools/notebooks.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { chapterPage } from "../../tools/report/page.ts";
import { assertEquals } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";

const result = (data: Record<string, unknown>): Output => ({
  output_type: "execute_result",
  execution_count: null,
  metadata: {},
  data,
});
const code = (id: string, source: string, outputs: Output[] = [], metadata = {}): Cell => ({
  cell_type: "code",
  id,
  metadata,
  source,
  outputs,
  execution_count: null,
});

const openVerdict = '<div data-exercise="twice" data-verdict="missing">○ twice: not yet</div>';

export const cells: Cell[] = [
  {
    cell_type: "markdown",
    id: "title",
    metadata: {},
    source: "# Chapter 1 · Cells セル\n\nCells that run.\n\n" +
      '<details lang="ja"><summary>日本語</summary>\n\n動くセルです。\n\n</details>',
  },
  code(
    "make",
    'import { tensor } from "../lib/mod.ts";\n\nconst x = tensor([1, 2, 3]);\nx.sum();',
    [
      result({ "text/plain": "stored" }),
    ],
  ),
  code("use", "x.mul(2).sum();", [result({ "text/plain": "stored too" })]),
  code("text", 'console.log("<b id=bold>bold</b>");\n"<i>i</i>";'),
  code(
    "long",
    'import { progress } from "../lib/mod.ts";\n\nlet seen = 0;\nfor await (const i of progress(2000)) {\n' +
      "  seen = i;\n  await new Promise((go) => setTimeout(go, 5));\n}",
  ),
  code("endless", "while (true) {}"),
  code(
    "solve",
    'import { exercise } from "../lib/mod.ts";\n\nconst twice = 0; // change this\n' +
      'exercise("twice", twice, 42);',
    [result({ "text/html": openVerdict, "text/plain": "○ twice: not yet" })],
  ),
  code(
    "figure",
    'import * as Plot from "@observablehq/plot";\nimport { plot } from "../lib/mod.ts";\n\n' +
      'plot({ title: "a line", marks: [Plot.line([[0, 0], [1, 1]], { clip: true })] });',
    [result({
      "image/svg+xml": '<svg width="9" height="9"></svg>',
      "text/plain": "[figure: old]",
    })],
    { tags: ["figure"] },
  ),
  code("digits", 'import { loadMnist } from "../lib/mod.ts";\n\n(await loadMnist()).source;'),
];

const folder = await Deno.makeTempDir();
let browser: Promise<Browser> | undefined;
Deno.test.afterAll(async () => {
  await (await browser)?.close();
  await Deno.remove(folder, { recursive: true });
});

let made: Promise<string> | undefined;

/** Path of the report. */
export function reportPath(): Promise<string> {
  return made ??= (async () => {
    const path = join(folder, "ch01-cells.ipynb");
    const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const chapter = renderChapter(JSON.parse(canonical(notebook)), path);
    const html = await chapterPage(
      chapter,
      { previous: undefined, next: undefined },
      "made by a test",
    );
    const file = join(folder, "ch01-cells.html");
    await Deno.writeTextFile(file, html);
    return file;
  })();
}

/** An open report; `check` fails if it has asked for anything or said anything on the console. */
export interface Opened {
  page: Page;
  check: () => void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a file, or an address of this computer; it draws no digits ahead, which takes all cores, unless it `isIdle`. */
export async function open(
  path: string,
  { isIdle = false, ...options }: BrowserContextOptions & { isIdle?: boolean } = {},
): Promise<Opened> {
  const address = path.startsWith("http:") ? path : `file://${path}`;
  browser ??= launchBrowser();
  const context = await (await browser).newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    offline: address.startsWith("file:"),
    ...options,
  });
  context.setDefaultTimeout(120_000); // the computer may have ten times its work
  if (!isIdle) await context.addInitScript("globalThis.requestIdleCallback = () => 0");
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && url !== address) problems.push(`request: ${url}`);
  });
  await page.goto(address);
  return {
    page,
    check: () => assertEquals(problems, []),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** The hand of a reader on the cell with this id. */
export function cell(page: Page, id: string) {
  const place = page.locator(`[data-cell=${id}]`);
  const press = async (what: string) => {
    await place.hover();
    await place.locator(`[data-do="${what}"]`).click();
    if (what === "edit") await place.locator(".cm-content").waitFor();
  };
  return {
    place,
    press,
    /** what is under the listing, once the cell has run */
    result: async () => {
      await page.waitForFunction((id) => {
        const cell = document.querySelector(`[data-cell=${id}]`)!;
        return cell.matches("[data-yours]:not([data-state=running], [data-state=waiting])");
      }, id);
      return (await place.locator(".outputs").allInnerTexts()).join("\n").trim();
    },
    run: () => press("run"),
    /** writes another code into the editor */
    write: async (source: string) => {
      if (await place.locator(".cm-content").count() === 0) await press("edit");
      await place.locator(".cm-content").fill(source);
    },
  };
}

/** A test with a browser: its connection is read from all the time, which the sanitizers would call a leak. */
export function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}
