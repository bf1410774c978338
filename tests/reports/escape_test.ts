// What a notebook's file is called and what its code prints is text in the report.

import { parseHTML } from "linkedom";
import { assertEquals, assertTrue } from "../assert.ts";
import type { Notebook, Output } from "../../tools/notebooks.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { indexPage } from "../../tools/report/index_page.ts";
import { chapterLink, chapterPage } from "../../tools/report/page.ts";

const attack = `"'><img src=x onerror=alert(1)><i onload="alert(2)`;

/** A notebook with these outputs, in a file with markup in its name. */
function chapterWith(outputs: Output[]) {
  const cells = outputs.map((output, i) => ({
    cell_type: "code" as const,
    id: `c${i}`,
    source: `"${attack}"`,
    metadata: {},
    outputs: [output],
  }));
  const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 } as Notebook;
  return renderChapter(notebook, `/books/${attack.replaceAll("/", "")}.ipynb`);
}

/** Fails where the text has become an element or an attribute; gives how often it is there as text. */
function timesShown(page: string): number {
  const { document } = parseHTML(page);
  for (const element of document.querySelectorAll("img, i, [onerror], [onload]")) {
    assertTrue(false, element.outerHTML);
  }
  return document.documentElement.textContent.split("<img src=x onerror=alert(1)>").length - 1;
}

Deno.test("chapterPage() and indexPage() show markup in the name of a file as text", async () => {
  const chapter = chapterWith([]);
  const neighbours = { previous: chapterLink(chapter), next: chapterLink(chapter) };
  assertEquals(timesShown(await chapterPage(chapter, neighbours, "")) > 0, true);
  assertEquals(timesShown(await indexPage([chapter])) > 0, true);
});

Deno.test("renderChapter() shows markup in sources, texts and errors as text", () => {
  const chapter = chapterWith([
    { output_type: "stream", name: "stdout", text: attack },
    { output_type: "execute_result", data: { "text/plain": attack }, metadata: {} },
    { output_type: "error", ename: attack, evalue: attack, traceback: [`${attack}: ${attack}`] },
  ] as Output[]);
  assertTrue(timesShown(`<!doctype html><html><body>${chapter.html}</body></html>`) >= 3 + 3 + 1);
});

Deno.test("renderChapter() shows a picture as an element with no attribute of the cell's own", () => {
  const data = { "image/png": attack, "image/jpeg": attack };
  const { html } = chapterWith([{ output_type: "display_data", data, metadata: {} }]);
  const pictures = Array.from(parseHTML(html).document.querySelectorAll("img"));
  assertEquals(pictures.map((one) => one.getAttributeNames().join()), ["src,alt"]);
});
