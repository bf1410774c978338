// Charts by Vega-Lite, for what the reader should hover, brush or set with a slider. A viewer without Vega shows their
// first state as a picture.
//
// Why vega-lite stays at version 5: JupyterLab 4 registers viewers for application/vnd.vegalite.v5+json and its own
// copy, which is what draws there, is 5.6.1. What version 6 writes would be shown by no viewer.

import type { TopLevelSpec } from "vega-lite";
import { escapeHtml } from "../host/escape.ts";
import { display, type Displayable, type MimeBundle } from "./kernel.ts";
import { FONT, FONT_SIZE } from "./style.ts";

/** Our style for Vega, which knows no CSS variables; a report puts its own in this place. */
const config = {
  background: "#ffffff",
  padding: 12,
  font: FONT,
  view: { stroke: null },
  title: {
    anchor: "start",
    fontSize: 15,
    fontWeight: 600,
    color: "#1f2933",
    subtitleColor: "#5f6b76",
    subtitleFontSize: FONT_SIZE,
    offset: 12,
  },
  axis: {
    labelFontSize: 12,
    titleFontSize: FONT_SIZE,
    titleFontWeight: "normal",
    gridColor: "#e3e7ec",
    domainColor: "#9aa5b1",
    tickColor: "#9aa5b1",
    labelColor: "#1f2933",
    titleColor: "#1f2933",
  },
  legend: { labelFontSize: 12, titleFontSize: FONT_SIZE, titleFontWeight: "normal" },
  range: {
    // deno-fmt-ignore
    category: [
      "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b7280", "#a6761d",
    ],
  },
};

/**
 * A Vega-Lite chart in our style.
 *
 * @param spec a Vega-Lite 5 specification with inline data; its `config` is laid over ours
 * @param alt what it shows, for those who do not see it; by default its title
 * @throws when it is shown, what Vega-Lite throws for a specification that it cannot draw
 *
 * @example
 * ```ts
 * import { vegaLite } from "../mod.ts";
 * vegaLite({
 *   title: "Loss",
 *   data: { values: [{ step: 0, loss: 2.3 }, { step: 1, loss: 1.9 }] },
 *   mark: "line",
 *   encoding: {
 *     x: { field: "step", type: "quantitative" },
 *     y: { field: "loss", type: "quantitative" },
 *   },
 * });
 * ```
 */
export function vegaLite(spec: TopLevelSpec, alt?: string): Displayable {
  const whole = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    usermeta: { embedOptions: { actions: false } }, // no menu, which would lie on the chart
    ...spec,
    ...(spec.params && { params: inColumns(spec.params) }),
    config: { ...config, ...spec.config },
  } as TopLevelSpec;
  return { [display]: () => bundle(whole, alt) };
}

type Params = NonNullable<TopLevelSpec["params"]>;

/** Sliders under each other: their names all as wide as the longest, by spaces as wide as a digit, which HTML keeps. */
function inColumns(params: Params): Params {
  const nameOf = ({ name, bind }: { name: string; bind?: unknown }) =>
    bind instanceof Object && "input" in bind
      ? `${"name" in bind ? bind.name : name}`.trim()
      : undefined;
  const width = Math.max(...params.map((param) => nameOf(param)?.length ?? 0)) + 1;
  return params.map((param: { name: string; bind?: unknown }) => {
    const name = nameOf(param)?.padEnd(width, "\u2007");
    return name === undefined ? param : { ...param, bind: { ...param.bind as object, name } };
  }) as Params;
}

async function bundle(spec: TopLevelSpec, alt = titleOf(spec)): Promise<MimeBundle> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const problems: string[] = [];
  const collect = (...words: unknown[]) => (problems.push(words.join(" ")), logger);
  const logger = {
    level: () => logger,
    error: collect,
    warn: collect,
    info: () => logger,
    debug: () => logger,
  };
  // deno-lint-ignore no-explicit-any -- vega's type of a logger has overloads that no object literal meets
  const compiled = compile(spec, { logger: logger as any });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none" });
  try {
    const svg = withHiddenFrames(withOneFont(await view.toSVG()));
    if (problems.length > 0) throw new Error(`vegaLite: ${problems.join("; ")}`);
    return {
      "application/vnd.vegalite.v5+json": spec,
      "image/svg+xml": svg,
      "text/plain": `[figure: ${alt}]`,
    };
  } finally {
    view.finalize();
  }
}

/** Says the font once for the whole picture, where Vega says it at each text: half of a picture full of numbers. */
function withOneFont(svg: string): string {
  const font = ` font-family="${escapeHtml(FONT)}"`;
  return svg.replaceAll(font, "").replace("<svg", `<svg${font}`);
}

/** The frame of a selection is a picture without a name to those who do not see it: it is hidden from them. */
function withHiddenFrames(svg: string): string {
  return svg.replace(
    /(<g class="[^"]*_brush\w*"[^>]*?) role="[^"]*" aria-roledescription="[^"]*"/g,
    '$1 aria-hidden="true"',
  );
}

function titleOf({ title }: TopLevelSpec): string {
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  return Array.isArray(text) ? text.join(" ") : typeof text === "string" ? text : "chart";
}
