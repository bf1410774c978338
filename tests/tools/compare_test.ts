import { join } from "node:path";
import { encode } from "fast-png";
import { compareNotebook } from "../../tools/compare.ts";
import { compareOutputs } from "../../tools/compare/outputs.ts";
import type { Notebook, Output } from "../../tools/notebooks.ts";
import { assertEquals } from "../assert.ts";

const output = (data: Record<string, unknown>): Output => ({ output_type: "display_data", data });
const compare = (mime: string, before: unknown, after: unknown) =>
  compareOutputs([output({ [mime]: before })], [output({ [mime]: after })]);

Deno.test("compareOutputs() finds nothing where all is the same", () => {
  const [stream, data] = [
    { output_type: "stream" as const, name: "stdout", text: ["1\n"] },
    output({ "text/plain": "2" }),
  ];
  assertEquals(compareOutputs([stream, data], [{ ...stream, text: "1\n" }, data]), []);
});

Deno.test("compareOutputs() tells by how much numbers differ, and no more where only spaces do", () => {
  assertEquals(compare("text/plain", "loss 0.50, 1,000 of W1", "loss 0.51, 1,001 of W1"), [{
    size: (0.51 - 0.5) / 0.51,
    words: "text/plain: 2 of 2 numbers differ, by at most 1 (relative 0.02)",
  }]);
  assertEquals(compare("text/plain", "[ 1. -2e-3]", "[1.  -4e-3]"), [{
    size: 0.5,
    words: "text/plain: 1 of 2 numbers differ, by at most 0.002 (relative 0.5)",
  }]);
  assertEquals(compare("text/html", "<b> 1</b>", "<b>1</b>"), [{
    size: 0,
    words: "text/html: other spaces",
  }]);
});

Deno.test("compareOutputs() shows the place where words differ", () => {
  const [before, after] = ["not yet", "right"].map((word) => `${"x".repeat(30)} is ${word} now`);
  assertEquals(compare("text/plain", before, after), [{
    size: Infinity,
    words: `text/plain: "${"x".repeat(16)} is right now" instead of "${
      "x".repeat(16)
    } is not yet now"`,
  }]);
});

Deno.test("compareOutputs() tells other kinds and other counts of outputs", () => {
  assertEquals(compareOutputs([output({ "text/plain": "1" })], []), [
    { size: Infinity, words: "0 outputs instead of 1" },
  ]);
  const [svg, text] = [output({ "image/svg+xml": "" }), output({ "text/plain": "" })];
  assertEquals(compareOutputs([svg], [text]), [
    { size: Infinity, words: "text/plain instead of image/svg+xml" },
  ]);
});

Deno.test("compareOutputs() tells which share of a drawing differs: one that is new moves no others", () => {
  const svg = (...parts: string[]) => `<svg>${parts.join("")}</svg>`;
  const [a, b, c] = [1, 2, 3].map((x) => `<circle x="${x}"/>`) as [string, string, string];
  assertEquals(compare("image/svg+xml", svg(a, b, c), svg("<rect/>", a, b)), [
    { size: 0.25, words: "image/svg+xml: 1 of 4 elements differ (25 %)" },
  ]);
  assertEquals(compare("image/svg+xml", svg(a, a, a), svg(a)), [
    { size: 0.5, words: "image/svg+xml: 2 of 4 elements differ (50 %)" },
  ]);
});

Deno.test("compareOutputs() tells which share of the pixels differs, inside a drawing too", () => {
  const png = (...data: number[]) =>
    encode({ width: 2, height: 2, channels: 1, data: new Uint8Array(data) }).toBase64();
  const [before, after] = [png(0, 1, 2, 3), png(0, 1, 2, 9)];
  const quarter = { size: 0.25, words: "1 of 4 pixels differ (25 %)" };
  assertEquals(compare("image/png", before, after), [
    { ...quarter, words: `image/png: ${quarter.words}` },
  ]);
  const image = (base64: string) => `<svg><image href="data:image/png;base64,${base64}"/></svg>`;
  assertEquals(compare("image/svg+xml", image(before), image(after)), [
    { ...quarter, words: `image/svg+xml: ${quarter.words}` },
  ]);
});

Deno.test("compareNotebook() names the cells, and leaves out what no two runs agree on", () => {
  const notebook = (value: string, time: string): Notebook => ({
    cells: [
      { cell_type: "markdown", id: "title", metadata: {}, source: "# Title" },
      {
        cell_type: "code",
        id: "train",
        metadata: {},
        source: "train();",
        outputs: [
          output({ "text/plain": value }),
          { ...output({ "text/plain": time }), metadata: { volatile: "run this cell" } },
        ],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
  const folder = Deno.makeTempDirSync();
  const path = join(folder, "ch05-train.ipynb");
  Deno.writeTextFileSync(path, JSON.stringify(notebook("2", "3 ms")));
  assertEquals(compareNotebook(path, notebook("4", "9 ms")), {
    count: 2,
    differences: [{
      place: "ch05 cell 1 (train)",
      size: 0.5,
      words: "text/plain: 1 of 1 numbers differ, by at most 2 (relative 0.5)",
    }],
  });
  Deno.removeSync(folder, { recursive: true });
});
