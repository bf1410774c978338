import * as Plot from "@observablehq/plot";
import { assertEquals, assertTrue } from "../assert.ts";
import { loadFigures, plot } from "../../lib/mod.ts";

await loadFigures();
const points = [{ x: 0, y: 1, name: "train" }, { x: 1, y: 2, name: "test" }];

Deno.test("plot() draws a mark, axes and a heading in one SVG", () => {
  const figure = plot({
    title: "It rises",
    marks: [Plot.frame(), Plot.line(points, { x: "x", y: "y" })],
  });
  assertEquals(figure.alt, "It rises");
  assertEquals([figure.width, figure.height > 300], [480, true]);
  assertTrue(/<path [^>]*d="M/.test(figure.svg) && figure.svg.includes(">It rises</text>"));
  assertEquals(figure.svg.match(/aria-label="[^"]*"/g), ['aria-label="It rises"']);
  assertTrue(!figure.svg.includes("<figure"));
});

Deno.test("plot() gives names our colours, in the order of the domain, and a legend", () => {
  const figure = plot({
    color: { domain: ["train", "test"] },
    marks: [Plot.dot(points, { x: "x", y: "y", fill: "name" })],
  });
  assertTrue(figure.svg.includes(`fill="var(--figure-1, #0072b2)"`));
  assertTrue(figure.svg.includes(">train</text>") && figure.svg.includes(">test</text>"));
});

Deno.test("plot() leaves the legend out when told to, and keeps a chosen range", () => {
  const figure = plot({
    color: { legend: false, range: ["black", "white"] },
    marks: [Plot.dot(points, { x: "x", y: "y", fill: "name" })],
  });
  assertTrue(!figure.svg.includes(">train</text>") && figure.svg.includes(`fill="black"`));
});

Deno.test("plot() draws a ramp for a continuous colour scale", () => {
  const figure = plot({
    color: { legend: true, scheme: "viridis", label: "height" },
    marks: [Plot.dot(points, { x: "x", y: "y", fill: "y" })],
  });
  assertTrue(figure.svg.includes(">height</text>"));
  assertEquals(figure.svg.includes("NaN"), false);
});

Deno.test("plot() twice gives the same bytes", () => {
  const draw = () =>
    plot({ marks: [Plot.line(points, { x: "x", y: "y", clip: true })] }).svg
      .replaceAll(/plot-clip-\d+/g, "clip"); // counted on; a saved notebook numbers ids anew
  assertEquals(draw(), draw());
});
