// Captions of figures: what a figure of lib's has drawn over itself, what its cell says, and where both stand.

import type { Cell, Output } from "../../tools/notebooks.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { captionOf, numberLinks } from "../../tools/report/captions.ts";
import {
  inBothLanguages,
  japaneseLabel,
  keyOf,
  labelsOf,
} from "../../tools/report/figure_words.ts";
import { withoutHeading, wordsOf } from "../../tools/report/figures.ts";
import { findNotebooks, readNotebook, textOf } from "../../tools/notebooks.ts";
import table from "../../docs/figure-words.json" with { type: "json" };
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

Deno.test("numberLinks() puts the number of a cell's figure in the place of the words that link to the cell", () => {
  const places = new Map([["relu", { id: "figure-relu", number: "3.5", caption: {} }]]);
  const link = (words: string) => `<a href="#cell-id=relu">${words}</a>`;
  assertEquals(
    numberLinks(
      `In ${link("the figure\nbelow")}, ${link("下の図")}では、${link("次の図")}。`,
      places,
    ),
    'In <a href="#figure-relu">Figure&nbsp;3.5</a>, <a href="#figure-relu">図&nbsp;3.5</a> では、' +
      '<a href="#figure-relu">図&nbsp;3.5</a>。',
  );
  // a reader has taken the figure out of the cell: no dead link
  assertEquals(numberLinks(link("the figure below"), new Map()), "the figure below");
});

Deno.test("inBothLanguages() puts the Japanese beside labels that the table has, with their numbers", () => {
  assertEquals(
    inBothLanguages(
      '<text x="1">layer 3</text><text>ReLU</text><text><tspan>↑ loss</tspan></text>',
    ),
    '<text x="1"><tspan lang="en">layer 3</tspan><tspan lang="ja">第 3 層</tspan></text>' +
      "<text>ReLU</text>" +
      '<text><tspan><tspan lang="en">↑ loss</tspan><tspan lang="ja">↑ 損失</tspan></tspan></text>',
  );
  assertEquals(japaneseLabel("learning rate 1e-10, 20 steps"), "学習率 1e-10、20 歩");
});

Deno.test("docs/figure-words.json has every label of the book's figures, and no other", () => {
  const known = new Set([...Object.keys(table.words), ...table.same]);
  const used = new Set<string>();
  for (const path of findNotebooks()) {
    for (const { data } of readNotebook(path).cells.flatMap(({ outputs = [] }) => outputs)) {
      if (!data?.["image/svg+xml"]) continue;
      const { svg } = withoutHeading(textOf(data["image/svg+xml"] as string));
      for (const label of labelsOf(svg)) used.add(keyOf(label));
    }
  }
  const words = [...used].filter((label) => /[a-z]{2}/i.test(label));
  assertEquals(words.filter((label) => !known.has(label)), []);
  assertEquals([...known].filter((label) => !used.has(label)), []);
});
