// A network as circles and lines.

import { checkOptions } from "../errors/options.ts";
import { type Figure, type Heading, headingOptions } from "./figure.ts";
import { figureLibraries } from "./libraries.ts";
import { plot } from "./plot.ts";
import { FONT_SIZE, ink, muted, palette, paper, textWidth } from "./style.ts";

/**
 * A network of neurons: columns of named circles, and a line from each circle to all of the next column. A circle named
 * "1" is the constant input of a bias: its lines have a colour of their own, and none end at it.
 *
 * @param columns the names of the circles from top to bottom, for each column from left to right
 * @param options a heading; `labels`: what is written at lines, such as weights
 * @throws RangeError for a label of a line that is not there: `drawNetwork: no line "x₃ → y"`
 *
 * @example
 * ```ts
 * import { drawNetwork, loadFigures } from "../mod.ts";
 * await loadFigures(); // a notebook has done so
 * const labels = { "x₁ → y": "w₁", "x₂ → y": "w₂" };
 * drawNetwork([["x₁", "x₂"], ["y"]], { title: "A perceptron", labels });
 * ```
 */
export function drawNetwork(
  columns: readonly (readonly string[])[],
  options: Heading & { labels?: Record<string, string> } = {},
): Figure {
  checkOptions("drawNetwork", options, ["labels", ...headingOptions]);
  const { Plot } = figureLibraries("drawNetwork");
  const { labels = {}, ...heading } = options;
  const circles = columns.map((names, x) =>
    names.map((name, i) => ({ name, x, y: (names.length - 1) / 2 - i }))
  );
  const lines = circles.slice(1).flatMap((column, before) =>
    column.filter(({ name }) => name !== "1").flatMap((to) =>
      circles[before].map((from) => ({
        x1: from.x,
        y1: from.y,
        x2: to.x,
        y2: to.y,
        from,
        name: `${from.name} → ${to.name}`,
      }))
    )
  );
  const labelled = Object.entries(labels).flatMap(([name, text]) => {
    const meant = lines.filter((line) => line.name === name);
    if (meant.length === 0) throw new RangeError(`drawNetwork: no line "${name}"`);
    return meant.map(({ x1, y1, x2, y2 }) => ({
      x: x1 + 0.35 * (x2 - x1),
      y: y1 + 0.35 * (y2 - y1),
      text,
    }));
  });
  const radius = Math.max(18, ...columns.flat().map((name) => textWidth(name, FONT_SIZE) / 2 + 8));
  const tallest = Math.max(...columns.map((names) => names.length));
  return plot({
    ...heading,
    height: (2 * radius + 20) * tallest + 16,
    margin: radius + 10,
    axis: null,
    x: { domain: [0, columns.length - 1] },
    y: { domain: [-(tallest - 1) / 2, (tallest - 1) / 2] },
    marks: [
      Plot.link(lines, {
        x1: "x1",
        y1: "y1",
        x2: "x2",
        y2: "y2",
        stroke: ({ from }) => from.name === "1" ? palette[1] : muted,
        strokeOpacity: 0.7,
      }),
      Plot.text(labelled, {
        x: "x",
        y: "y",
        text: "text",
        stroke: paper,
        strokeWidth: 6,
        fill: ink,
      }),
      Plot.dot(circles.flat(), {
        x: "x",
        y: "y",
        r: radius,
        fill: paper,
        stroke: palette[0],
        strokeWidth: 1.5,
      }),
      Plot.text(circles.flat(), { x: "x", y: "y", text: "name", fill: ink }),
    ],
  });
}
