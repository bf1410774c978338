import { assertEquals } from "../assert.ts";
import { drawNetwork, loadFigures } from "../../lib/mod.ts";

await loadFigures();

Deno.test("drawNetwork() draws a line for each weight, and none into a bias", () => {
  const { svg } = drawNetwork([["1", "x₁", "x₂"], ["1", "z₁"], ["y"]]);
  const links = svg.match(/aria-label="link".*?<\/g>/s)![0];
  assertEquals(links.match(/<path/g)?.length, 3 + 2);
  assertEquals(svg.match(/<circle/g)?.length, 6);
});
