// What comes out of cells that go wrong, or show something odd: a real kernel, as Jupyter starts it.

import { assertEquals, assertTrue } from "../assert.ts";
import { cells } from "./cells.ts";
import { describe, inTable } from "./write_table.ts";
import { readable, runCells } from "./run_cells.ts";

Deno.test("a kernel shows every error and every value, each under its own cell; none takes long", async () => {
  const ran = await runCells(
    cells.map(([code]) => ({ code, wait: code.includes("at once") ? 1 : 0 })),
  );
  const got = ran.map(({ outputs, status }, i) => [cells[i]![0], readable(outputs), status]);
  const wanted = cells.map(([code, outputs, status]) => {
    const failed = outputs.some(([kind]) => kind === "error");
    return [code, outputs, status ?? (failed ? "error" : "ok")];
  });
  assertEquals(got, wanted);
  ran.forEach(({ seconds }, i) => assertTrue(seconds < 20, `${cells[i]![0]}: ${seconds} s`));
});

Deno.test("kernel/cells.md has these cells; deno run -A tests/kernel/write_table.ts writes it again", async () => {
  const text = await Deno.readTextFile(new URL("../../kernel/cells.md", import.meta.url));
  const rows = text.split("\n").filter((line) => line.startsWith("| <code>"))
    .map((line) => line.split("|").slice(1, 4).map((column) => column.trim()));
  const withLayer = rows.map((
    [code, alone, right],
  ) => [code, right === "the same" ? alone : right]);
  assertEquals(withLayer, cells.map(([code, wanted]) => [inTable(code), describe(wanted)]));
});
