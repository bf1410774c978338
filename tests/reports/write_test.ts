// Which files a report command writes, and what it refuses.

import { join } from "node:path";
import { CellError } from "../../tools/execute.ts";
import type { Cell, Output } from "../../tools/notebooks.ts";
import { writeReports } from "../../tools/report.ts";
import { renderChapter, ReportError } from "../../tools/report/chapter.ts";
import { root, setup } from "../../tools/setup.ts";
import { assertEquals, assertRejectsWith, assertThrowsWith, assertTrue } from "../assert.ts";
import { notebooks } from "./build.ts";

const failing = join(import.meta.dirname!, "..", "notebooks", "fixtures", "failing.ipynb");

Deno.test("writeReports() stops at a failing cell and leaves the other reports as they are", async () => {
  await setup();
  const folder = await Deno.makeTempDir();
  const all = [notebooks[1]!, failing];
  await Deno.writeTextFile(join(folder, "failing.html"), "the last good one");
  let thrown: unknown;
  try {
    await writeReports(all, all, folder);
  } catch (error) {
    thrown = error;
  }
  assertTrue(thrown instanceof CellError);
  const names = Array.from(Deno.readDirSync(folder), (entry) => entry.name).sort();
  assertEquals(names, [
    "ch04-learning.html",
    "cheat-sheet.html",
    "failing.html",
    "glossary.html",
    "index.html",
  ]);
  assertEquals(await Deno.readTextFile(join(folder, "failing.html")), "the last good one");
  const report = await Deno.readTextFile(join(folder, "ch04-learning.html"));
  assertTrue(report.includes('rel="next" href="failing.html"'));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReports() of one chapter leaves pages of all, which lead to each other, and keeps what was executed", async () => {
  await setup();
  const folder = await Deno.makeTempDir();
  const [first, second] = notebooks as [string, string];
  const read = (name: string) => Deno.readTextFile(join(folder, `${name}.html`));
  const command = "this file is all that it takes"; // to compute anew what the notebook came with

  await writeReports([second], notebooks, folder);
  assertTrue((await read("ch04-learning")).includes('rel="prev" href="ch03-everything.html"'));
  const saved = await read("ch03-everything");
  assertTrue(saved.includes('rel="next" href="ch04-learning.html"') && saved.includes(command));
  assertTrue(!(await read("ch04-learning")).includes("deno task report"));
  const index = await read("index");
  assertTrue(index.includes('"ch03-everything.html"') && index.includes('"ch04-learning.html"'));

  const executed = await read("ch04-learning");
  await writeReports([first], notebooks, folder);
  assertTrue(!(await read("ch03-everything")).includes(command));
  assertEquals(await read("ch04-learning"), executed);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReports() without answers makes pages that have none, also of those that have been there", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(root, "notebooks", "ch03-neural-networks.ipynb");
  const read = () => Deno.readTextFile(join(folder, "ch03-neural-networks.html"));
  const words = /const sumAndOutput = \[2, 1\]|Bias \+ weight|show the answer/;
  await writeReports([], [path], folder);
  await Deno.writeTextFile(
    join(folder, "ch03-neural-networks.html"),
    (await read()).replace('class="saved"', ""),
  );
  assertTrue(words.test(await read()));
  await writeReports([], [path], folder, false);
  assertTrue(!words.test(await read()));
  assertTrue((await read()).includes("A neuron has the bias −1"));
  assertTrue(!words.test(await Deno.readTextFile(join(folder, "index.html"))));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReports() says before it executes anything that it cannot write", async () => {
  const folder = await Deno.makeTempDir();
  const reports = join(folder, "reports");
  await Deno.writeTextFile(reports, "a file where the folder should be");
  const missing = join(folder, "ch99-never.ipynb");
  await Deno.copyFile(notebooks[1]!, missing);
  await assertRejectsWith(
    () => writeReports([missing], [missing], reports),
    ReportError,
    `reports cannot be written into ${reports}: File exists (os error 17): mkdir '${reports}'`,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("renderChapter() rejects a formula that is wrong and an output that needs the network", () => {
  const withCells = (...cells: Cell[]) => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  const prose: Cell = { cell_type: "markdown", id: "slope", metadata: {}, source: "$\\frac{1$" };
  assertThrowsWith(
    () => renderChapter(withCells(prose), "notebooks/ch03.ipynb"),
    ReportError,
    "ch03.ipynb cell slope: KaTeX parse error: Unexpected end of input in a macro argument, " +
      "expected '}' at end of input: \\frac{1",
  );
  const html = '<script type="module" src="https://example.org/d3.js"></script>';
  const outputs: Output[] = [{ output_type: "display_data", data: { "text/html": html } }];
  const code: Cell = { cell_type: "code", id: "chart", metadata: {}, source: "chart;", outputs };
  assertThrowsWith(
    () => renderChapter(withCells(code), "notebooks/ch03.ipynb"),
    ReportError,
    "ch03.ipynb cell chart: a report fetches nothing, but there is " +
      '<script type="module" src="https://example.org/d3.js',
  );
});

Deno.test("renderChapter() shows the error that a notebook was saved with", () => {
  const error = {
    output_type: "error" as const,
    ename: "RangeError",
    evalue: "1 < 2",
    traceback: [],
  };
  const cell: Cell = { cell_type: "code", metadata: {}, source: "half(3);", outputs: [error] };
  const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const { html } = renderChapter(notebook, "notebooks/ch03.ipynb");
  assertTrue(html.includes('<pre class="stderr">RangeError: 1 &lt; 2</pre>'));
});
