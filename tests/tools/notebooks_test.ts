import { basename, join } from "node:path";
import {
  canonical,
  findNotebooks,
  type Notebook,
  NotebookError,
  readNotebook,
} from "../../tools/notebooks.ts";
import { assertEquals, assertThrowsWith } from "../assert.ts";

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

Deno.test("readNotebook() says of a file of an old format what brings it up to date, and what is not a notebook", () => {
  const path = Deno.makeTempFileSync({ suffix: ".ipynb" });
  const rejects = (text: string, problem: string) => {
    Deno.writeTextFileSync(path, text);
    assertThrowsWith(() => readNotebook(path), NotebookError, `${basename(path)} ${problem}`);
  };
  const remedy = "open it in JupyterLab and save it, which makes it format 4";
  rejects(`{ "nbformat": 3, "worksheets": [] }`, `has notebook format 3; ${remedy}`);
  rejects(`{ "nbformat": 2, "worksheets": [] }`, `has notebook format 2; ${remedy}`);
  rejects(`{ "nbformat": 4 }`, "is not a notebook: it has no list of cells");
  rejects("null", "is not a notebook: it has no list of cells");
  rejects("", "is not a notebook: Unexpected end of JSON input");
  Deno.removeSync(path);
});

Deno.test("canonical() keeps the pictures that a cell brings along", () => {
  const attachments = { "digit.png": { "image/png": "aGk=" } };
  const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "", attachments }];
  const text = canonical({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  assertEquals(JSON.parse(text).cells[0].attachments, attachments);
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
