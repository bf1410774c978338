// Charts by Observable Plot, in our style. The reader writes marks and scales as Plot's documentation has them; title,
// legend and card are ours, because they have to be part of one picture.

import { checkOptions } from "../errors/options.ts";
import { escapeHtml } from "../host/escape.ts";
import type * as Plot from "@observablehq/plot";
import { Figure, type Heading, headingOptions, place } from "./figure.ts";
import { figureLibraries } from "./libraries.ts";
import { FONT, FONT_SIZE, HEIGHT, muted, palette, WIDTH } from "./style.ts";

/** Plot's options, and a heading. */
export type PlotOptions = Omit<Plot.PlotOptions, "title" | "subtitle" | "caption"> & Heading;

/** Their names; Plot itself says nothing of one that it does not know. */
// deno-fmt-ignore
const plotOptions: readonly (keyof PlotOptions)[] = [
  ...headingOptions,
  "marks", "width", "height", "aspectRatio", "style", "className", "figure", "document",
  "ariaLabel", "ariaDescription", "clip", "projection", "facet", "x", "y", "r", "color",
  "opacity", "symbol", "length", "fx", "fy", "margin", "marginTop", "marginRight", "marginBottom",
  "marginLeft", "inset", "insetTop", "insetRight", "insetBottom", "insetLeft", "clamp", "nice",
  "zero", "round", "align", "padding", "axis", "grid", "label", "labelArrow",
];

/**
 * A chart, 480 × 300 px unless `width` and `height` say otherwise.
 *
 * @param options those of `Plot.plot`, and `title`, `subtitle`, `legend`, `alt`. A colour scale of names gets a legend
 *   unless `color.legend` is false; a continuous one gets a ramp if `color.legend` is true
 * @throws what Plot throws for marks and scales that do not fit
 *
 * @example
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { linspace, loadFigures, plot } from "../mod.ts";
 * await loadFigures(); // a notebook has done so
 * const points = Array.from(linspace(0, 6, 50).data, (x) => ({ x, y: Math.sin(x) }));
 * plot({ title: "sin crosses 0 at π", marks: [Plot.line(points, { x: "x", y: "y" })] });
 * ```
 */
export function plot(options: PlotOptions): Figure {
  checkOptions("plot", options, plotOptions);
  const { Plot, document } = figureLibraries("plot");
  const { title, subtitle, legend, alt, color = {}, ...rest } = options;
  const { legend: wantsLegend, ...colorScale } = color;
  const { width = WIDTH, height = HEIGHT } = rest;
  const draw = (scale: Plot.ScaleOptions) =>
    Plot.plot({
      document,
      className: "plot",
      ...(rest.margin === undefined && { marginLeft: 48, marginTop: 26, marginBottom: 40 }),
      ...rest,
      width,
      height,
      color: scale,
      style: {
        background: "none",
        fontFamily: FONT,
        fontSize: `${FONT_SIZE}px`,
        overflow: "visible",
      },
    });
  let element = draw(colorScale);
  let scale = element.scale("color");
  if (scale && isNamed(scale) && !color.scheme && !color.range) {
    element = draw({ ...colorScale, range: [...palette] });
    scale = element.scale("color");
  }
  // Plot's labels are on elements without a role, where they are not allowed; the figure has its own text.
  for (const part of element.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  const names = legend ??
    (scale && isNamed(scale) && wantsLegend !== false ? swatches(scale) : undefined);
  const ramp = scale && !isNamed(scale) && wantsLegend
    ? drawRamp(scale, color.label ?? scale.label)
    : "";
  const rampHeight = ramp ? RAMP_HEIGHT : 0;
  return new Figure(
    ramp + place(element.outerHTML, 0, rampHeight, width, height),
    width,
    height + rampHeight,
    {
      ...(title !== undefined && { title }),
      ...(subtitle !== undefined && { subtitle }),
      ...(alt !== undefined && { alt }),
      ...(names && { legend: names }),
    },
  );
}

/** Whether a scale gives colours to names, not to numbers. */
function isNamed({ domain }: Plot.Scale): boolean {
  return Array.from(domain ?? []).every((value) => typeof value === "string");
}

/** Name → colour of a scale of names. */
function swatches(scale: Plot.Scale): Record<string, string> {
  return Object.fromEntries(
    Array.from(scale.domain ?? [], (name) => [`${name}`, scale.apply(name)]),
  );
}

const RAMP_HEIGHT = 44; // px
const RAMP_WIDTH = 200;

/** The colours of a continuous scale, from its smallest to its largest value. */
function drawRamp(scale: Plot.Scale, label?: string | null): string {
  const domain = Array.from(scale.domain!, Number);
  const [low, high] = [domain[0], domain[domain.length - 1]];
  const STEPS = 40;
  const cells = Array.from({ length: STEPS }, (_, i) => {
    const color = scale.apply(low + (high - low) * (i + 0.5) / STEPS);
    return `<rect x="${i * RAMP_WIDTH / STEPS}" y="14" width="${
      RAMP_WIDTH / STEPS + 0.5
    }" height="10" fill="${color}"/>`;
  });
  const text = (x: number, anchor: string, value: string) =>
    `<text x="${x}" y="38" font-size="12" fill="${muted}" text-anchor="${anchor}">${
      escapeHtml(value)
    }</text>`;
  const above = label
    ? `<text y="9" font-size="12" fill="${muted}">${escapeHtml(label)}</text>`
    : "";
  return above + cells.join("") + text(0, "start", shortNumber(low)) +
    text(RAMP_WIDTH, "end", shortNumber(high));
}

const shortNumber = (value: number) => String(Number(value.toPrecision(3)));
