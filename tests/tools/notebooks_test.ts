import { canonical, type Notebook } from "../../tools/notebooks.ts";
import { assertEquals } from "../assert.ts";

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
