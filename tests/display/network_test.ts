import { assertEquals, assertThrowsWith } from "../assert.ts";
import { drawNetwork, loadFigures } from "../../lib/mod.ts";

await loadFigures();

Deno.test("drawNetwork() draws a line for each weight, and none into a bias", () => {
  const { svg } = drawNetwork([["1", "x₁", "x₂"], ["1", "z₁"], ["y"]]);
  const links = svg.match(/stroke-opacity="0.7".*?<\/g>/s)![0];
  assertEquals(links.match(/<path/g)?.length, 3 + 2);
  assertEquals(svg.match(/<circle/g)?.length, 6);
});

Deno.test("drawNetwork() writes labels at their lines, and rejects one without a line", () => {
  const { svg } = drawNetwork([["x₁", "x₂"], ["y"]], { labels: { "x₁ → y": "w₁" } });
  assertEquals(svg.match(/>w₁<\/text>/g)?.length, 1);
  assertThrowsWith(
    () => drawNetwork([["x₁", "x₂"], ["y"]], { labels: { "x₃ → y": "w₃" } }),
    RangeError,
    'drawNetwork: no line "x₃ → y"',
  );
});

Deno.test("drawNetwork() makes its circles large enough for their names", () => {
  const radius = (name: string) =>
    Number(drawNetwork([["x"], [name]]).svg.match(/<circle[^>]* r="([\d.]+)"/)![1]);
  assertEquals(radius("y"), 18);
  assertEquals(radius("NAND") > 18, true);
});
