// Every chapter as its reader meets it: JupyterLab in the browser, Run All, every figure looked at; and Stop.

import { join, relative } from "node:path";
import { assertEquals, assertTrue } from "../assert.ts";
import { chapterOf, findNotebooks, type Output, readNotebook } from "../../tools/notebooks.ts";
import { root, setup } from "../../tools/setup.ts";
import { dataFolder, omit } from "../golden.ts";
import { hasFailed, type Lab, startLab } from "./lab.ts";

await setup();

/** Where pictures of the pages are left, for whoever wants to look at them. */
const screenshots = Deno.env.get("DLFS_SCREENSHOTS") ?? join(root, "reports", "screenshots");

/** Mime types that are a picture or a table; HTML counts when it contains one. */
function isFigure({ data = {} }: Output): boolean {
  const html = String(data["text/html"] ?? "");
  return /<(svg|img|table|canvas|iframe)\b/.test(html) ||
    Object.keys(data).some((mime) => /^image\/|vegalite/.test(mime));
}

/**
 * What kinds of outputs a cell has: each once, as a quick run may have fewer of a kind, and a line of text is text with HTML or
 * without, as a quick run tells what a full run checks. Streams tell where the data come from and do not count.
 */
function kinds(outputs: Output[]): Set<string> {
  const list = outputs.filter(({ output_type }) => output_type !== "stream").map(
    ({ output_type, data, metadata }) => {
      if (metadata?.volatile) return "text/plain"; // differs from run to run, and is not saved
      const mimes = Object.keys(data ?? { [output_type]: "" });
      const isVega = mimes.some((mime) => mime.includes("vegalite"));
      // JupyterLab adds a PNG of what it has drawn with Vega.
      return mimes.filter((mime) => mime !== "text/html" && !(isVega && mime === "image/png"))
        .sort().join();
    },
  );
  return new Set(list);
}

const hasData = dataFolder() !== undefined;
if (!hasData) omit("what cells of the book's weights put out in JupyterLab");

let shared: Promise<Lab> | undefined;
Deno.test.afterAll(async () => {
  await (await shared)?.[Symbol.asyncDispose]();
});

/** A test with the JupyterLab of all of them, which lives on for the next; the sanitizers would call that a leak. */
function labTest(name: string, fn: (lab: Lab) => Promise<void>): void {
  Deno.test({
    name,
    fn: async () => await fn(await (shared ??= startLab())),
    sanitizeOps: false,
    sanitizeResources: false,
  });
}

for (const path of findNotebooks()) {
  const chapter = chapterOf(path);
  labTest(
    `Run All in JupyterLab ends every cell of ${chapter}, and shows every figure`,
    async (lab) => {
      const notebook = await lab.open(relative(root, path));
      // JupyterLab's renderer of Vega adds its picture to the notebook as soon as it is drawn
      const hasVega = Deno.readTextFileSync(path).includes("application/vnd.vega");
      if (!hasVega) {
        assertEquals(await notebook.isUnsaved(), false, "who only opens it has changed nothing");
      }
      await notebook.runAll();
      const cells = await notebook.cells();
      assertEquals(cells.filter(hasFailed), []);
      assertTrue(cells.every(({ ended }) => ended));
      const saved = readNotebook(path).cells.filter(({ cell_type }) => cell_type === "code");
      cells.forEach(({ outputs }, i) => {
        const number = `cell ${i + 1}`;
        if (!hasData && kinds(outputs).size === 0) return; // there is nothing without the weights
        assertEquals([number, ...kinds(outputs)], [number, ...kinds(saved[i]!.outputs ?? [])]);
      });
      for (const [i, { outputs }] of cells.entries()) {
        const figures = outputs.filter(isFigure).length;
        if (figures === 0) continue;
        const seen = await notebook.figuresInSight(i + 1, figures);
        assertEquals([`cell ${i + 1}`, seen], [`cell ${i + 1}`, figures]);
      }
      await notebook.screenshot(join(screenshots, `${chapter}.png`));
      await notebook.close();
    },
  );
}

labTest(
  "Stop in JupyterLab ends a long cell within a second; the next cell runs, with its variables",
  async (lab) => {
    const notebook = await lab.open("tests/notebooks/fixtures/stop.ipynb");
    await notebook.run(1);
    await notebook.run(2);
    await notebook.waitFor((cells) => cells[1]!.outputs.length > 0); // its bar is there
    const pressed = performance.now();
    await notebook.stop();
    await notebook.waitFor((cells) => cells[1]!.ended);
    const seconds = (performance.now() - pressed) / 1000;
    assertTrue(seconds < 1.5, `it took ${seconds} s`);
    await notebook.run(3);
    await notebook.waitFor((cells) => cells[2]!.ended);
    await notebook.idle();
    const [, long, after] = await notebook.cells();
    assertTrue(JSON.stringify(long!.outputs).includes("stopped at step"));
    assertTrue(!hasFailed(after!)); // it throws when the variable is not what the loop has made it
    await notebook.close();
  },
);
