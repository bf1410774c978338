import { join } from "node:path";
import { CellError, executeNotebook } from "../../tools/execute.ts";
import { canonical, type Cell } from "../../tools/notebooks.ts";
import { setup } from "../../tools/setup.ts";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";

await setup();

const fixture = (name: string) => join(import.meta.dirname!, "fixtures", `${name}.ipynb`);

Deno.test("executeNotebook() loses no output and keeps their order", async () => {
  const { cells } = await executeNotebook(fixture("outputs"));
  const executed = JSON.parse(canonical({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const shown = executed.cells.slice(1).map((cell: Cell) =>
    cell.outputs!.map((output) => {
      const text = output.text as string[] | undefined;
      return text ? `${text.length} lines` : Object.keys(output.data!).join();
    })
  );
  const svg = "image/svg+xml";
  assertEquals(shown, [
    ["text/plain"],
    ["1000 lines", "text/plain"],
    [svg],
    ["1 lines", svg, "1 lines", svg, "1 lines"],
    ["text/plain"],
  ]);
  const counter = executed.cells.at(-1).outputs[0];
  assertEquals(counter.data["text/plain"], ["step 3"]);
});

Deno.test("executeNotebook() twice gives the same bytes", async () => {
  const path = fixture("outputs");
  const first = canonical(await executeNotebook(path));
  assertEquals(canonical(await executeNotebook(path)), first);
});

Deno.test("executeNotebook() stops at a cell that throws, with its number, source and error", () =>
  assertRejectsWith(
    () => executeNotebook(fixture("failing")),
    CellError,
    "failing cell 2 (function-half-n-number) failed:\n\n" +
      "   1 | function half(n: number): number {\n" +
      "   2 |   if (n % 2) throw new RangeError(`half: ${n} is odd`);\n" +
      "   3 |   return n / 2;\n" +
      "   4 | }\n" +
      "   5 | half(x.length);\n\n" +
      "RangeError: half: 3 is odd\n" +
      "    at half (cell [2]:2:20)\n" +
      "    at cell [2]:5:1\n",
  ));

Deno.test("executeNotebook() fails where shouldSee() sees another number; an open notebook only says so", async () => {
  const path = fixture("another_number");
  let message = "";
  try {
    await executeNotebook(path);
  } catch (error) {
    message = (error as Error).message;
  }
  assertTrue(message.includes("Error: accuracy: 0.1, but you should see 0.9 (the book's Python)"));
  const { cells } = await executeNotebook(path, { env: { DLFS_STRICT: "" } });
  assertTrue(
    JSON.stringify(cells).includes(
      "○ accuracy: 0.1. As the chapter is written, you should see 0.9 (the book's Python).",
    ),
  );
});

Deno.test("executeNotebook() says what is wrong with a cell that Deno cannot read", () =>
  assertRejectsWith(
    () => executeNotebook(fixture("failing_syntax")),
    CellError,
    "failing_syntax cell 1 (no-name) failed:\n\n" +
      "   1 | const = 3;\n\n" +
      "SyntaxError: Unexpected token `=`. Expected yield, an identifier, [ or {\n" +
      "  1 | const = 3;\n" +
      "    |       ~\n",
  ));

Deno.test("executeNotebook() counts an error output as a failure, whatever the kernel replies", async () => {
  let message = "";
  try {
    await executeNotebook(fixture("failing_display"));
  } catch (error) {
    message = (error as Error).message;
  }
  // the frames inside Deno's own files differ between versions
  assertEquals(
    message.split("\n    at ")[0],
    [
      "failing_display cell 1 (shown) failed:",
      "",
      "   1 | const shown = {",
      '   2 |   [Symbol.for("Jupyter.display")]: async () => {',
      '   3 |     throw new TypeError("inside display");',
      "   4 |   },",
      "   5 | };",
      "   6 | shown;",
      "",
      "TypeError: inside display",
    ].join("\n"),
  );
});
