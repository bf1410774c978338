// A figure: SVG with a title, on a card. Plots, images and graphs are figures, and so is a `grid` of figures.

import { checkOptions } from "../errors/options.ts";
import { escapeHtml } from "../host/escape.ts";
import { display, type Displayable, type MimeBundle } from "./kernel.ts";
import { FONT, FONT_SIZE, ink, muted, paper, textWidth, wrapText } from "./style.ts";

/** What every figure can have above it. */
export interface Heading {
  /** the finding, in a sentence: what the reader should see */
  title?: string;
  /** what is drawn, and from what */
  subtitle?: string;
  /** name → colour, where the drawing itself does not tell */
  legend?: Record<string, string>;
  /** for those who do not see it; by default title and subtitle, and without these the words in the figure */
  alt?: string;
}

/** Their names. */
export const headingOptions = ["title", "subtitle", "legend", "alt"] as const;

const PADDING = 12; // px
const TITLE_SIZE = 15; // px

/**
 * A drawing that a cell shows when it is its last value, or through `show`.
 *
 * @example
 * ```ts
 * import { drawGraph, Figure } from "../mod.ts";
 * const figure = drawGraph({
 *   nodes: { x: { at: [0, 0] }, double: { at: [1, 0] }, y: { at: [2, 0] } },
 *   edges: [{ from: "x", to: "double", forward: 3 }, { from: "double", to: "y", forward: 6 }],
 * });
 * figure instanceof Figure; // true
 * figure.svg.slice(0, 4); // <svg
 * ```
 */
export class Figure implements Displayable {
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** for those who do not see it */
  readonly alt: string;
  /** elements of an SVG, without the card under them */
  readonly body: string;

  /** A figure of the elements `body`, which fill `width` × `height` px, under a heading. */
  constructor(body: string, width: number, height: number, heading: Heading = {}) {
    const above = drawHeading(heading, width);
    this.width = width;
    this.height = height + above.height;
    this.alt = heading.alt ?? [heading.title, heading.subtitle].filter(Boolean).join(". ");
    this.body = above.height === 0
      ? body
      : above.body + place(body, 0, above.height, width, height);
  }

  /** The whole picture. */
  get svg(): string {
    const width = Math.ceil(this.width + 2 * PADDING);
    const height = Math.ceil(this.height + 2 * PADDING);
    const role = this.alt ? `role="img" aria-label="${escapeHtml(this.alt)}" ` : "";
    return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
      `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${role}` +
      `font-family="${escapeHtml(FONT)}" ` +
      `font-size="${FONT_SIZE}" fill="${ink}" style="color:${ink};--plot-background:${paper};max-width:100%;height:auto">` +
      `<rect width="100%" height="100%" rx="8" fill="${paper}"/>` +
      place(this.body, PADDING, PADDING, this.width, this.height) + `</svg>`;
  }

  /** What a notebook cell shows. */
  [display](): MimeBundle {
    return {
      "image/svg+xml": this.svg,
      "text/plain": this.alt ? `[figure: ${this.alt}]` : "[figure]",
    };
  }
}

/** SVG elements at another place, with room of their own. */
export function place(body: string, x: number, y: number, width: number, height: number): string {
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}" overflow="visible">${body}</svg>`;
}

/**
 * Figures side by side, filling rows of `columns`: small multiples, or what belongs together.
 *
 * @throws RangeError without figures, or for a number of columns that is not an integer of at least 1
 *
 * @example
 * ```ts
 * import { grid, images, loadFigures, random } from "../mod.ts";
 * await loadFigures(); // a notebook has done so
 * const [a, b] = [0, 1].map((seed) => images(random(seed).uniform([8, 8])));
 * grid([a, b], { columns: 1, title: "Two pictures of noise" });
 * ```
 */
export function grid(
  figures: readonly Figure[],
  options: Heading & { columns?: number } = {},
): Figure {
  checkOptions("grid", options, ["columns", ...headingOptions]);
  const { columns = figures.length } = options;
  if (figures.length === 0 || !Number.isInteger(columns) || columns < 1) {
    throw new RangeError(
      `grid: needs at least 1 figure and 1 column, got ${figures.length} and ${columns}`,
    );
  }
  const GAP = 20;
  const columnWidths = Array.from(
    { length: Math.min(columns, figures.length) },
    (_, column) =>
      Math.max(...figures.filter((_, i) => i % columns === column).map(({ width }) => width)),
  );
  let y = 0;
  let body = "";
  for (let first = 0; first < figures.length; first += columns) {
    const row = figures.slice(first, first + columns);
    let x = 0;
    row.forEach((figure, column) => {
      body += place(figure.body, x, y, figure.width, figure.height);
      x += columnWidths[column] + GAP;
    });
    y += Math.max(...row.map((figure) => figure.height)) + GAP;
  }
  const width = columnWidths.reduce((sum, columnWidth) => sum + columnWidth + GAP, -GAP);
  const alt = options.alt ?? options.title ?? figures.map((figure) => figure.alt).join("; ");
  return new Figure(body, width, y - GAP, { ...options, alt });
}

function drawHeading({ title, subtitle, legend }: Heading, width: number) {
  let y = 0;
  let body = "";
  const write = (text: string, size: number, style: string) => {
    for (const line of wrapText(text, width, size)) {
      y += size * 1.35;
      body += `<text y="${round(y - size * 0.3)}" font-size="${size}" ${style}>${
        escapeHtml(line)
      }</text>`;
    }
  };
  if (title) write(title, TITLE_SIZE, `font-weight="600"`);
  if (subtitle) write(subtitle, FONT_SIZE, `fill="${muted}"`);
  if (legend && Object.keys(legend).length > 0) {
    let x = 0;
    y += 20;
    for (const [name, color] of Object.entries(legend)) {
      const needed = textWidth(name, FONT_SIZE) + 34;
      if (x > 0 && x + needed > width) [x, y] = [0, y + 20];
      body +=
        `<rect x="${x}" y="${round(y - 10)}" width="12" height="12" rx="3" fill="${color}"/>` +
        `<text x="${x + 17}" y="${round(y)}">${escapeHtml(name)}</text>`;
      x = round(x + needed);
    }
  }
  return { body, height: y === 0 ? 0 : round(y + 10) };
}

const round = (value: number) => Math.round(value * 10) / 10;
