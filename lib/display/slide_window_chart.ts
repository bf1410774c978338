// How the window of slide_window.ts is drawn: cells, what lights up at each place of the slider, and the words beneath.

import type { Displayable } from "./kernel.ts";
import { vegaLite } from "./vega.ts";

/** A table of numbers in cells; `values` and `colors` are separated by spaces, which keeps the specification short. */
export interface Part {
  part: "picture" | "filter" | "output" | "matrix";
  /** where it begins, in cells */
  left: number;
  columns: number;
  values: string;
  colors?: string;
}

/** The window (FH, FW), the picture with its padding (H, W), and OW places in a row. */
export interface Sizes {
  FH: number;
  FW: number;
  H: number;
  W: number;
  OW: number;
  stride: number;
  pad: number;
}

/** Can be seen on light and on dark paper. */
const GRAY = "#88888820";

/** The chart with its slider. `captions` has a text for each place. */
export function drawSlidingWindow(
  title: string,
  parts: Part[],
  captions: string[],
  { FH, FW, H, W, OW, stride, pad }: Sizes,
): Displayable {
  const columns = Math.max(...parts.map((part) => part.left + part.columns));
  const rows = Math.max(...parts.map((part) => part.values.split(" ").length / part.columns));
  const lines = Math.max(...captions.map((text) => text.split("\n").length));
  const unit = Math.min(40, 480 / columns); // px
  const bottom = rows + 0.3 + lines * 18 / unit;
  const hasColors = parts.some(({ colors }) => colors !== undefined);
  const axis = (field: string, domain: number[]) => ({
    field,
    type: "quantitative" as const,
    scale: { domain },
    axis: null,
  });
  const isSeen = `(datum.part == 'picture' && datum.x >= column && datum.x < column + ${FW} && ` +
    `datum.y >= row && datum.y < row + ${FH})`;
  const isNow = `(datum.part == 'output' && datum.i == place || ` +
    `datum.part == 'matrix' && datum.y == place)`;
  const isBorder = `datum.part == 'picture' && (min(datum.x, datum.y) < ${pad} || ` +
    `datum.x >= ${W - pad} || datum.y >= ${H - pad})`;
  const calculations = (fields: Record<string, string>) =>
    Object.entries(fields).map(([as, calculate]) => ({ as, calculate }));
  const text = { type: "text", fontSize: 13, aria: false } as const;
  const note = { ...text, align: "left", baseline: "top", color: "#1f2933" } as const;
  return vegaLite({
    title,
    width: columns * unit,
    height: (bottom + 1) * unit,
    params: [
      {
        name: "place",
        value: captions.length - 1,
        bind: { input: "range", min: 0, max: captions.length - 1, step: 1 },
      },
      { name: "row", expr: `floor(place / ${OW}) * ${stride}` },
      { name: "column", expr: `place % ${OW} * ${stride}` },
    ],
    data: { values: parts },
    transform: [
      ...calculations({
        value: "split(datum.values, ' ')",
        color: hasColors ? "split(datum.colors, ' ')" : "datum.value",
        i: "sequence(length(datum.value))",
      }),
      { flatten: ["value", "color", "i"] },
      ...calculations({
        x: "datum.left + datum.i % datum.columns",
        y: "floor(datum.i / datum.columns)",
        x2: "datum.x + 0.94",
        y2: "datum.y + 0.94",
      }),
    ],
    encoding: { x: axis("x", [0, columns]), y: axis("y", [bottom, -1]) },
    layer: [
      {
        mark: { type: "rect", aria: false },
        encoding: {
          x2: { field: "x2" },
          y2: { field: "y2" },
          fill: hasColors ? { field: "color", type: "nominal", scale: null } : {
            condition: [{ test: isSeen, value: "#0072b260" }, { test: isNow, value: "#d55e0070" }],
            value: GRAY,
          },
          opacity: {
            condition: { test: hasColors ? `${isSeen} || ${isNow}` : "true", value: 1 },
            value: 0.3,
          },
        },
      },
      {
        transform: [
          ...calculations({ x: "datum.x + 0.47", y: "datum.y + 0.47" }),
          { filter: "datum.part != 'output' || datum.i <= place" },
        ],
        mark: { ...text, color: hasColors ? "#222222" : "#1f2933" },
        encoding: {
          text: { field: "value" },
          opacity: { condition: { test: isBorder, value: 0.5 }, value: 1 },
        },
      },
      {
        data: { values: parts.map(({ part, left }) => ({ text: part, x: left, y: -0.5 })) },
        mark: note,
        encoding: { text: { field: "text" } },
      },
      {
        data: { values: captions.map((text, place) => ({ text, place })) },
        transform: [
          { filter: "datum.place == place" },
          ...calculations({ x: "0", y: `${rows + 0.3}` }),
        ],
        mark: { ...note, lineBreak: "\n" },
        encoding: { text: { field: "text" } },
      },
    ],
  }, title);
}
