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
