// How many times as fast our default is, as dots on a logarithmic scale: right of 1 it is faster.

import * as Plot from "@observablehq/plot";
import { colors, type Figure, palette, plot } from "../lib/mod.ts";
import { textWidth } from "../lib/display/style.ts";
import type { Result } from "./measure.ts";
import { type Summary, timesAsFast } from "./statistics.ts";
import { fastestOf, short } from "./text.ts";

/** The same colour for the same contestant in all figures; of PyTorch's settings the fastest is drawn. */
const series: Record<string, string> = {
  NumPy: palette[0],
  "PyTorch, its fastest": palette[1],
  "TensorFlow.js": palette[2],
  "ours, plain loops": palette[6],
  "ours, WASM, 1 thread": palette[5],
  "ours, OpenBLAS, 2 threads": palette[3],
};

interface Dot extends Summary {
  case: string;
  who: string;
}

/** One line for each case; the results are of one group. */
export function ratioFigure(results: readonly Result[], base: string): Figure {
  const dots = results.flatMap((result) => dotsOf(result, base));
  const names = results.map((result) => result.case.name);
  const left = Math.max(...names.map((name) => textWidth(name, 12))) + 12;
  const drawn = Object.keys(series).filter((name) => dots.some(({ who }) => who === name));
  return plot({
    title: finding(dots),
    subtitle: `${base} is so many times as fast as …; lines between the quartiles`,
    width: left + 400,
    height: 26 * names.length + 60,
    marginLeft: left,
    marginRight: 24,
    x: { type: "log", grid: true, label: "times as fast →", tickFormat: (x: number) => `${x}` },
    y: { domain: names, label: null },
    color: { domain: drawn, range: drawn.map((name) => series[name]) },
    legend: Object.fromEntries(drawn.map((name) => [name, series[name]])),
    marks: [
      Plot.ruleX([1], { stroke: colors.ink }),
      Plot.ruleY(dots, { y: "case", x1: "low", x2: "high", stroke: "who", strokeWidth: 2 }),
      Plot.dot(dots, { y: "case", x: "median", fill: "who", r: 5 }),
    ],
  });
}

function dotsOf(result: Result, base: string): Dot[] {
  const ours = result.samples[base];
  if (!ours) return [];
  const names = Object.keys(result.samples);
  const torch = fastestOf(names.filter((name) => name.startsWith("PyTorch")), result);
  return names.flatMap((name) => {
    const who = name === torch ? "PyTorch, its fastest" : name;
    if (!(who in series)) return []; // ours itself, and slower settings of PyTorch
    return [{ case: result.case.name, who, ...timesAsFast(ours, result.samples[name]) }];
  });
}

/** The figure's title: what it shows of the first contestant that is not ours. */
function finding(dots: readonly Dot[]): string {
  const who = ["NumPy", "PyTorch, its fastest", "TensorFlow.js"]
    .find((name) => dots.some((dot) => dot.who === name));
  if (who === undefined) return "Our backends beside each other";
  const ratios = dots.filter((dot) => dot.who === who).map(({ median }) => median);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => short(ratio, 2));
  return `${least === most ? least : `${least} to ${most}`} times as fast as ${who.split(",")[0]}`;
}
