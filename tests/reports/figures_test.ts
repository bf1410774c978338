// Captions of figures: what a figure of lib's has drawn over itself, what its cell says, and where both stand.

import type { Cell, Output } from "../../tools/notebooks.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { captionOf } from "../../tools/report/captions.ts";
import { withoutHeading, wordsOf } from "../../tools/report/figures.ts";
import { Figure, grid, loadFigures, plot, vegaLite } from "../../lib/mod.ts";
import { display } from "../../lib/display/kernel.ts";
import { assertEquals, assertTrue } from "../assert.ts";

await loadFigures();

const long = "A title that is so long that it takes two lines at least over a narrow figure & more";
const square = '<rect width="100" height="80"/>';

const output = async (value: { [display]: () => unknown }) =>
  ({ output_type: "execute_result", data: await value[display](), metadata: {} }) as Output;

/** Width and height of an SVG, and the place of its viewBox. */
const measures = (svg: string) =>
  svg.match(/viewBox="([\d. ]+)" width="(\d+)" height="(\d+)"/)!.slice(1);

Deno.test("withoutHeading() takes title and subtitle, of as many lines as they have, and leaves the drawing", () => {
  const heading = { title: long, subtitle: "what is drawn", legend: { one: "red" } };
  const { svg, ...words } = withoutHeading(new Figure(square, 100, 80, heading).svg);
  assertEquals(words, { title: long.replace("&", "&amp;"), subtitle: "what is drawn" });
  assertTrue(svg.includes(square) && svg.includes(">one</text>") && !svg.includes(">what is"));
  const alone = withoutHeading(new Figure(square, 100, 80, { legend: heading.legend }).svg).svg;
  assertEquals(measures(svg).slice(1), ["100", `${Number(measures(alone)[2]) - 8}`]);
});

Deno.test("withoutHeading() takes the card from a figure without a title, and leaves other pictures", () => {
  const { svg, title } = withoutHeading(new Figure(square, 100, 80).svg);
  assertEquals([title, ...measures(svg)], ["", "12 12 100 80", "100", "80"]);
  const foreign = '<svg viewBox="0 0 9 9"><text font-weight="600">no title</text></svg>';
  assertEquals(withoutHeading(foreign), { title: "", subtitle: "", svg: foreign });
});

Deno.test("withoutHeading() leaves the titles of figures in a grid", () => {
  const [a, b] = ["left", "right"].map((title) => plot({ title, marks: [] }));
  const { svg, title } = withoutHeading(grid([a, b], { title: "both" }).svg);
  assertEquals([title, svg.includes(">left<"), svg.includes(">both<")], ["both", true, false]);
});

Deno.test("wordsOf() has what the cell says, else what is drawn or the figure's own name", async () => {
  const chart = await output(
    vegaLite({ title: { text: "a < b", subtitle: "c" }, data: { values: [] }, mark: "bar" }),
  );
  const drawn = "<strong>a &lt; b</strong> <small>c</small>";
  assertEquals(wordsOf(chart, {}), { english: drawn, japanese: "" });
  assertEquals(wordsOf(chart, { en: "Falls to 0.5. Then rises.", ja: "下がる。そして上がる。" }), {
    english: "<strong>Falls to 0.5</strong> <small>Then rises.</small>",
    japanese: "<strong>下がる</strong> <small>そして上がる。</small>",
  });
});

Deno.test("captionOf() has what the metadata say, else the name of a figure to play with", () => {
  const data = { "application/vnd.dlfs.play+json": { figure: "softmax", options: {} } };
  const cell: Cell = { cell_type: "code", metadata: {}, source: "" };
  const own = { en: "Scores become shares", ja: "スコアが割合になる" };
  assertEquals(captionOf(cell, { output_type: "display_data", data }), own);
  cell.metadata.caption = { ja: "図" };
  assertEquals(captionOf(cell, { output_type: "display_data", data }), { ...own, ja: "図" });
});

Deno.test("renderChapter() numbers the figures of a chapter, and names each after its cell", async () => {
  const heading = "# Appendix B · Figures 図";
  const prose: Cell = { cell_type: "markdown", metadata: {}, source: heading };
  const code = (id: string, caption: unknown, outputs: Output[]): Cell => //
  ({ cell_type: "code", id, metadata: { caption }, source: "draw();", outputs });
  const figure = await output(new Figure(square, 100, 80, { title: "a square" }));
  const cells = [
    prose,
    code("one", { ja: "四角" }, [figure]),
    code("text", undefined, [{ output_type: "stream", name: "stdout", text: "no figure" }]),
    code("two", undefined, [figure, figure]),
  ];
  const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const { html } = renderChapter(notebook, "appendix-b.ipynb");
  const numbers = Array.from(
    html.matchAll(/<figure id="([^"]+)"[^>]*>\s*<figcaption><a [^>]*>(.*)<\/a>/g),
  );
  assertEquals(numbers.map(([, id, label]) => `${id} ${label!.replace(/<[^>]*>/g, " ").trim()}`), [
    "figure-one Figure B.1   図 B.1",
    "figure-two Figure B.2   図 B.2",
    "figure-two-2 Figure B.3   図 B.3",
  ]);
  assertTrue(html.includes('<span lang="ja"><strong>四角</strong></span>'));
});
