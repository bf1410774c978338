import { renderChapter } from "../../tools/report/chapter.ts";
import { assertEquals, assertTrue } from "../assert.ts";

Deno.test("renderChapter() puts a NumPy fold between its listing and the outputs, once", () => {
  const source =
    '<details class="numpy"><summary>NumPy</summary>\n\n```python\nif 1 < 2: x = [1]\n```\n\n</details>';
  const outputs = [{ output_type: "stream" as const, name: "stdout", text: "the output" }];
  const { html } = renderChapter({
    cells: [
      { cell_type: "code", id: "one", metadata: {}, source: "const x = [1];", outputs },
      { cell_type: "markdown", id: "numpy-one", metadata: {}, source },
    ],
    ...{ metadata: {}, nbformat: 4, nbformat_minor: 5 },
  }, "ch01.ipynb");
  const text = html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
  assertEquals(
    text,
    "1 const x = [ 1 ]; Copy コピー NumPy if 1 &lt; 2 : x = [ 1 ] Copy コピー the output",
  );
  assertTrue(html.includes('<span class="hljs-keyword">if</span>'), html);
});
