// The picture of lib in docs/architecture.svg: what stands on what, from the imports of its files. Drawn by lib itself.

import * as Plot from "@observablehq/plot";
import { join } from "node:path";
import { type Figure, loadFigures, palette, plot } from "../lib/mod.ts";
import { importsOf, order, readLib } from "./check/imports.ts";
import { root } from "./setup.ts";

/** Its path. */
export const picture = join(root, "docs", "architecture.svg");

const dark = `<style>@media (prefers-color-scheme: dark) { svg { --figure-paper: #16191d; ` +
  `--figure-ink: #e6e8ea; --figure-muted: #a3abb3; --figure-1: #6cb6ff; --figure-2: #ff9d6c } }</style>`;

/** What is wrong with docs/architecture.svg. */
export async function checkArchitecture(): Promise<string[]> {
  return Deno.readTextFileSync(picture) === await drawArchitecture()
    ? []
    : ["docs/architecture.svg is not what lib imports; deno task docs mends it"];
}

/** What docs/architecture.svg must be. */
export async function drawArchitecture(): Promise<string> {
  await loadFigures();
  return draw(readLib()).svg.replace(/^<svg[^>]*>/, `$&${dark}`) + "\n";
}

/** Each part of lib on what it imports, without the arrows that follow from others. */
function draw(lib: Map<string, string>): Figure {
  const parts = order.flat();
  const partOf = (file: string) =>
    parts.find((part) => `${part}.ts` === file) ??
      parts.find((part) => file.startsWith(`${part}/`))!;
  const below = new Map(parts.map((part) => [part, new Set<string>()]));
  const withNode = new Set<string>();
  for (const [file, text] of lib) {
    const part = partOf(file);
    for (const imported of importsOf(file, text)) below.get(part)!.add(partOf(imported));
    if (/^import .* from "node:/m.test(text)) withNode.add(part);
  }
  for (const [part, others] of below) others.delete(part);

  const allBelow = (part: string): string[] =>
    [...below.get(part)!].flatMap((other) => [other, ...allBelow(other)]);
  const level = (part: string): number => 1 + Math.max(-1, ...[...below.get(part)!].map(level));
  const direct = (part: string) =>
    [...below.get(part)!].filter((other) =>
      ![...below.get(part)!].some((between) => allBelow(between).includes(other))
    );

  const x = new Map<string, number>();
  for (const row of Map.groupBy(parts.toSorted((a, b) => level(a) - level(b)), level).values()) {
    const middle = (part: string) =>
      direct(part).reduce((sum, other) => sum + x.get(other)! / direct(part).length, 0);
    row.toSorted((a, b) => middle(a) - middle(b))
      .forEach((part, i) => x.set(part, i - (row.length - 1) / 2));
  }

  const boxes = parts.map((part) => ({
    x: x.get(part)!,
    y: level(part),
    name: part.replace("/", "/\n"),
    color: palette[[part, ...allBelow(part)].some((other) => withNode.has(other)) ? 1 : 0],
  }));
  const arrows = parts.flatMap((part) =>
    direct(part).map((other) => ({
      x1: x.get(part)!,
      y1: level(part) - 0.3,
      x2: x.get(other)!,
      y2: level(other) + 0.3,
    }))
  );
  return plot({
    title: "Each part of lib stands on those below",
    subtitle: "An arrow leads to what is imported; what other arrows lead to has none of its own",
    alt: parts.map((part) => `${part} imports ${direct(part).join(", ") || "nothing"}`).join("; "),
    legend: { "no import of Node's": palette[0], "some, here or below": palette[1] },
    width: 640,
    height: 560,
    axis: null,
    x: { domain: [-2.5, 2.5] },
    y: { domain: [-0.5, Math.max(...parts.map(level)) + 0.5] },
    marks: [
      Plot.link(arrows, {
        x1: "x1",
        y1: "y1",
        x2: "x2",
        y2: "y2",
        stroke: "var(--figure-muted, #5f6b76)",
        markerEnd: "arrow",
      }),
      Plot.rect(boxes, {
        x1: ({ x }) => x - 0.4,
        x2: ({ x }) => x + 0.4,
        y1: ({ y }) => y - 0.3,
        y2: ({ y }) => y + 0.3,
        fill: "var(--figure-paper, #ffffff)",
        stroke: "color",
        strokeWidth: 1.5,
        rx: 6,
      }),
      Plot.text(boxes, { x: "x", y: "y", text: "name", fontSize: 13 }),
    ],
  });
}
