import { assertEquals } from "../assert.ts";
import { type DType, tensor } from "../../lib/mod.ts";
import printCases from "../vectors/print.json" with { type: "json" };

Deno.test("toString() prints as NumPy prints", () => {
  for (const { dtype, shape, data, text } of printCases) {
    const values = data.map((value) =>
      typeof value === "number" ? value : Number(value.replace("inf", "Infinity"))
    );
    assertEquals(tensor(values, { shape, dtype: dtype as DType }).toString(), text);
  }
});

Deno.test("a small tensor is a table in a cell, a large one is text", () => {
  const display = (x: object) =>
    (x as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
  const small = display(tensor([[1, 2], [3, 4.5]]));
  assertEquals(small["text/plain"], "[[1.  2. ]\n [3.  4.5]]");
  assertEquals(small["text/html"].match(/<td/g)?.length, 4);
  assertEquals(small["text/html"].includes("float32 (2, 2)"), true);
  const large = display(tensor(new Float32Array(10_000), { shape: [100, 100] }));
  assertEquals(large["text/html"].includes("<td"), false);
  assertEquals(large["text/html"].includes("..."), true);
});
