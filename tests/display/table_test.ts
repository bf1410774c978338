import type { TopLevelSpec } from "vega-lite";
import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { table, vegaLite } from "../../lib/mod.ts";
import { display } from "../../lib/display/kernel.ts";

Deno.test("table() has a column for each key, as text and as HTML", async () => {
  const bundle = await table([{ x: 1, name: "a<b" }, { x: 10, more: true }])[display]();
  assertEquals(bundle["text/plain"], "x   name  more\n1   a<b\n10        true");
  assertTrue(String(bundle["text/html"]).includes("a&lt;b"));
});

Deno.test("table() marks the code of a column as code", async () => {
  const bundle = await table([{ does: "compares", by: "a < b" }], { code: ["by"] })[display]();
  assertTrue(/<th[^>]*>by<.*>compares<.*<code>a &lt; b<\/code>/.test(`${bundle["text/html"]}`));
  assertEquals(bundle["text/plain"], "does      by\ncompares  a < b");
});

Deno.test("table() shows numbers to 6 digits, and all digits of integers", async () => {
  const bundle = await table([{ x: 0.5509870061178768 }, { x: 12345678.9 }, { x: 12345678 }, {
    x: NaN,
  }])
    [display]();
  const cells = Array.from(`${bundle["text/html"]}`.matchAll(/<td[^>]*>(.*?)<\/td>/g), (m) => m[1]);
  assertEquals(cells, ["0.550987", "12345679", "12345678", "NaN"]);
  assertTrue(`${bundle["text/plain"]}`.includes("0.5509870061178768"));
});

Deno.test("table() makes no heading of a column without a name", async () => {
  const bundle = await table([{ "": "x", value: 1 }])[display]();
  assertEquals(`${bundle["text/html"]}`.match(/<th/g)?.length, 2); // <thead> and one heading
});

Deno.test("table() rejects no rows", () => {
  assertThrowsWith(() => table([]), RangeError, "table: needs at least 1 row, got none");
});

const points = { values: [{ x: 1, y: 2 }, { x: 2, y: 1 }] };

Deno.test("vegaLite() shows a specification with a static picture of it", async () => {
  const bundle = await vegaLite({
    title: "Two points",
    data: points,
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
  })[display]();
  assertTrue("application/vnd.vegalite.v5+json" in bundle);
  const svg = String(bundle["image/svg+xml"]);
  assertTrue(svg.startsWith("<svg font-family="));
  assertEquals(svg.match(/font-family/g)?.length, 1); // not at each text again
  assertEquals(bundle["text/plain"], "[figure: Two points]");
});

Deno.test("vegaLite() hides the frame of a selection from those who do not see it", async () => {
  const bundle = await vegaLite({
    data: points,
    params: [{ name: "brush", select: "interval" }],
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
  })[display]();
  const frames = `${bundle["image/svg+xml"]}`.match(/<g class="[^"]*brush_brush[^>]*>/g)!;
  assertEquals(frames.map((frame) => /aria-hidden="true"/.test(frame) && !/role=/.test(frame)), [
    true,
    true,
  ]);
});

Deno.test("vegaLite() makes the names of sliders as long as each other, and leaves other parameters", async () => {
  const range = { input: "range" as const, min: 0, max: 1 };
  const bundle = await vegaLite({
    data: points,
    params: [
      { name: "w1", value: 0, bind: range },
      { name: "b", value: 0, bind: { ...range, name: "bias " } },
      { name: "sum", expr: "w1 + b" },
    ],
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative" } },
  })[display]();
  const { params } = bundle["application/vnd.vegalite.v5+json"] as TopLevelSpec;
  assertEquals(params, [
    { name: "w1", value: 0, bind: { ...range, name: "w1\u2007\u2007\u2007" } },
    { name: "b", value: 0, bind: { ...range, name: "bias\u2007" } },
    { name: "sum", expr: "w1 + b" },
  ]);
});

Deno.test("vegaLite() throws what Vega-Lite warns of", async () => {
  let message = "";
  try {
    await vegaLite({
      data: points,
      mark: "line",
      encoding: { wheel: { field: "x", type: "quantitative" } } as object, // the mistake
    })[display]();
  } catch (error) {
    message = (error as Error).message;
  }
  assertTrue(/vegaLite: .*wheel/.test(message), message);
});
