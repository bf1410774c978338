import { assertEquals } from "../assert.ts";
import { type DType, tensor, zeros } from "../../lib/mod.ts";
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
  const numbers = (x: object) =>
    Array.from(display(x)["text/html"].matchAll(/monospace">([^<]*)</g), ([, text]) => text);
  assertEquals(numbers(tensor([[1, 2], [3, 4.5]])), ["1. ", "2. ", "3. ", "4.5"]);
  assertEquals(numbers(tensor([7, 10], { dtype: "int32" })), [" 7", "10"]);
  const large = display(tensor(new Float32Array(10_000), { shape: [100, 100] }));
  assertEquals(large["text/html"].includes("<td"), false);
  assertEquals(large["text/html"].includes("..."), true);
});

Deno.test("a single number is printed as Python prints it, on both sides of where an exponent begins", () => {
  const printed: [number, string][] = [
    [1e16, "1e+16"],
    [9999999999999998, "9999999999999998.0"],
    [-1e16, "-1e+16"],
    [1e-4, "0.0001"],
    [0.00009999, "9.999e-05"],
    [-0, "-0.0"],
  ];
  for (const [value, text] of printed) {
    assertEquals(tensor(value, { dtype: "float64" }).toString(), text);
  }
});

Deno.test("a tensor without elements is text in a cell, with its shape", () => {
  for (const shape of [[0], [2, 0], [0, 2]]) {
    const { "text/html": html } = Object(zeros(shape))[Symbol.for("Jupyter.display")]();
    assertEquals(html.includes("<td"), false);
    assertEquals(html.includes("<table"), false);
    assertEquals(html.includes(`(${shape.join(", ")}${shape.length === 1 ? "," : ""})`), true);
  }
});

Deno.test("the largest table in a cell has all its rows and columns; one more, and it is text", () => {
  const cells = (shape: number[]) =>
    Object(zeros(shape))[Symbol.for("Jupyter.display")]()["text/html"].match(/<td/g)?.length ?? 0;
  assertEquals([cells([20, 1]), cells([21, 1])], [20, 0]);
  assertEquals([cells([1, 12]), cells([1, 13])], [12, 0]);
});

Deno.test("only the numbers that an abridged print shows decide how wide all are, as in NumPy", () => {
  const printed = (at: number) => {
    const x = zeros(1001);
    x.data[at] = -12.25;
    return x.toString();
  };
  const narrow = "[0. 0. 0. ... 0. 0. 0.]";
  assertEquals([printed(3), printed(997)], [narrow, narrow]);
  assertEquals(printed(2), "[  0.     0.   -12.25 ...   0.     0.     0.  ]");
  assertEquals(printed(998), "[  0.     0.     0.   ... -12.25   0.     0.  ]");
});
