import { basename, join } from "node:path";
import { canonical, findNotebooks, type Notebook } from "../../tools/notebooks.ts";
import { assertEquals } from "../assert.ts";

Deno.test("findNotebooks() has the chapters by number, then the appendices", () => {
  const folder = Deno.makeTempDirSync();
  for (const name of ["appendix-a-more", "ch10-last", "ch02-second", "ch01-first"]) {
    Deno.writeTextFileSync(join(folder, `${name}.ipynb`), "");
  }
  const found = (...chapters: string[]) =>
    findNotebooks(chapters, folder).map((path) => basename(path, ".ipynb"));
  assertEquals(found(), ["ch01-first", "ch02-second", "ch10-last", "appendix-a-more"]);
  assertEquals(found("appendix-a", "2"), ["ch02-second", "appendix-a-more"]);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("canonical() folds the code of a cell with the tag figure, and of no other", () => {
  const metadata = (metadata: Record<string, unknown>, cell_type: "code" | "markdown" = "code") => {
    const cells = [{ cell_type, metadata, source: "1" }];
    const text = canonical({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
    return JSON.parse(text).cells[0].metadata;
  };
  const folded = { jupyter: { source_hidden: true } };
  assertEquals(metadata({ tags: ["figure"] }), { ...folded, tags: ["figure"] });
  assertEquals(metadata({ tags: ["figure"], ...folded }), { ...folded, tags: ["figure"] });
  assertEquals(metadata({ tags: ["other"], ...folded, collapsed: true }), { tags: ["other"] });
  assertEquals(metadata({ tags: ["figure"] }, "markdown"), { tags: ["figure"] });
});

Deno.test("canonical() has a line in the place of times, and the times where they are asked for", () => {
  const notebook: Notebook = {
    cells: [{
      cell_type: "code",
      id: "times",
      metadata: {},
      source: "showTimings()",
      outputs: [{
        output_type: "display_data",
        data: { "text/plain": "3 ms" },
        metadata: { volatile: "run this cell" },
      }],
    }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
  const shown = (text: string) => JSON.parse(text).cells[0].outputs[0].data["text/plain"];
  assertEquals(shown(canonical(notebook)), ["run this cell"]);
  assertEquals(shown(canonical(notebook, { keepTimes: true })), ["3 ms"]);
});
