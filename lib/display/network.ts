// A network as circles and lines.

import type { Figure, Heading } from "./figure.ts";
import { figureLibraries } from "./libraries.ts";
import { plot } from "./plot.ts";
import { ink, muted, palette, paper } from "./style.ts";

/**
 * A network of neurons: columns of named circles, and a line from each circle to all of the next column. A circle named "1"
 * stands for the constant input of a bias: its lines have a colour of their own, and none end at it.
 *
 * @param columns the names of the circles from top to bottom, for each column from left to right
 *
 * @example
 * ```ts ignore
 * drawNetwork([["1", "x₁", "x₂"], ["y"]], { title: "A perceptron" });
 * ```
 */
export function drawNetwork(
  columns: readonly (readonly string[])[],
  heading: Heading = {},
): Figure {
  const { Plot } = figureLibraries("drawNetwork");
  const circles = columns.map((names, x) =>
    names.map((name, i) => ({ name, x, y: (names.length - 1) / 2 - i }))
  );
  const lines = circles.slice(1).flatMap((column, before) =>
    column.filter(({ name }) => name !== "1").flatMap((to) =>
      circles[before].map((from) => ({ x1: from.x, y1: from.y, x2: to.x, y2: to.y, from }))
    )
  );
  const tallest = Math.max(...columns.map((names) => names.length));
  return plot({
    ...heading,
    height: 56 * tallest + 16,
    margin: 28,
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
      Plot.dot(circles.flat(), {
        x: "x",
        y: "y",
        r: 18,
        fill: paper,
        stroke: palette[0],
        strokeWidth: 1.5,
      }),
      Plot.text(circles.flat(), { x: "x", y: "y", text: "name", fill: ink }),
    ],
  });
}
