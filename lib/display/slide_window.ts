// A window that slides over a small picture, and what it gives: sums, maxima, or rows of a matrix. It is a Vega-Lite
// chart, so it moves in JupyterLab and in a report; elsewhere it shows its last position.

import { im2col, outputSize } from "../layers/im2col.ts";
import { formatShape } from "../tensor/shape.ts";
import { arange } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Displayable } from "./kernel.ts";
import { drawSlidingWindow, type Part } from "./slide_window_chart.ts";

/** What slides: a filter; or a window of `size` × `size`, whose largest value is taken, or with `rows` all it sees. */
export type SlidingWindow =
  & { title?: string; stride?: number }
  & ({ filter: Tensor; pad?: number } | { size: number; rows?: boolean });

/**
 * A picture of numbers with a window, a slider that moves it, and beside it what the window gives at each position, in
 * words too. With `rows`, a pixel has the same colour in the picture and in the matrix of {@linkcode im2col}.
 *
 * @param picture (H, W)
 * @param window `filter`: (FH, FW), for sums; `size`: for the largest of each window, or with `rows` for the matrix
 * @throws TypeError unless picture and filter have 2 axes; RangeError if the window does not fit
 *
 * @example
 * ```ts
 * import { arange, ones, slideWindow } from "../mod.ts";
 * slideWindow(arange(16).reshape(4, 4), { filter: ones([3, 3]), title: "Sums of 3 × 3" });
 * slideWindow(arange(16).reshape(4, 4), { size: 2, stride: 2, title: "Max pooling" });
 * ```
 * @see §7.2.2, §7.3, §7.4.2
 */
export function slideWindow(picture: Tensor, window: SlidingWindow): Displayable {
  const { title = "", stride = 1 } = window;
  const filter = "filter" in window ? window.filter : undefined;
  const pad = "filter" in window ? window.pad ?? 0 : 0;
  for (const [name, x] of Object.entries({ picture, filter })) {
    if (x && x.ndim !== 2) {
      throw new TypeError(
        `slideWindow: ${name} needs 2 axes (H, W), got ${formatShape(x.shape)}`,
      );
    }
  }
  const [FH, FW] = "filter" in window ? window.filter.shape : [window.size, window.size];
  const [H, W] = picture.shape.map((length) => length + 2 * pad);
  const OW = outputSize(W, FW, stride);
  const padded = im2col(picture.reshape(1, 1, ...picture.shape), H, W, 1, pad).reshape(H, W);
  const see = (x: Tensor) => im2col(x.reshape(1, 1, H, W), FH, FW, stride); // a row for each place
  const seen = see(padded);
  const rows = seen.toArray() as number[][];
  const sizes = { FH, FW, H, W, OW, stride, pad };

  if ("rows" in window && window.rows) {
    const pixels = arange(H * W);
    const parts = [
      partOf("picture", padded, 0, hues(pixels)),
      partOf("matrix", seen, W + 1, hues(pixels, see(pixels))),
    ];
    const captions = rows.map((_, place) => `row ${place}: what the window sees, row by row`);
    return drawSlidingWindow(title, parts, captions, sizes);
  }
  if (filter) {
    const parts = [
      partOf("picture", padded, 0),
      partOf("filter", filter, W + 1),
      partOf("output", seen.dot(filter.reshape(-1, 1)).reshape(-1, OW), W + FW + 2),
    ];
    return drawSlidingWindow(title, parts, rows.map((row) => sumInWords(row, filter)), sizes);
  }
  const parts = [
    partOf("picture", padded, 0),
    partOf("output", seen.max(1).reshape(-1, OW), W + 1),
  ];
  const captions = rows.map((row) => `the largest of ${row.join(", ")} is ${Math.max(...row)}`);
  return drawSlidingWindow(title, parts, captions, sizes);
}

function partOf(part: Part["part"], x: Tensor, left: number, colors?: string): Part {
  const values = Array.from(x.data, short).join(" ");
  return { part, left, columns: x.shape[1], values, ...(colors !== undefined && { colors }) };
}

/** A colour of its own for each pixel, light enough for black digits; `shown` says whose colours to take. */
function hues(pixels: Tensor, shown = pixels): string {
  return Array.from(
    shown.data,
    (i) => `hsl(${Math.round(i * 360 / pixels.size)},75%,${72 + i % 3 * 6}%)`,
  ).join(" ");
}

/** `1·2 + 0·3 +` and so on, a line for each row of the filter. */
function sumInWords(seen: number[], { shape: [, FW], data }: Tensor): string {
  const terms = seen.map((value, i) => `${short(value)}·${short(data[i])}`);
  const sum = seen.reduce((sum, value, i) => sum + value * data[i], 0);
  return terms.map((term, i) => i > 0 && i % FW === 0 ? `\n${term}` : term).join(" + ")
    .replaceAll(" + \n", " +\n") + ` = ${short(sum)}`;
}

const short = (value: number) => Number(value.toPrecision(3));
