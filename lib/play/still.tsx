// The first picture of a figure, drawn where there is no page: in the kernel.

import { renderToString } from "preact-render-to-string";
import { numberOr } from "../errors/describe.ts";
import { checkOptions, nearest } from "../errors/options.ts";
import { Figure } from "../display/figure.ts";
import { loadSafetensors } from "../io/safetensors.ts";
import type { Need, Shown, Weights, WeightsName } from "./figure.ts";
import { figureNamed, figures } from "./figures/all.ts";

/** Weights by their names, from data/weights/. */
export async function loadWeights(names: readonly WeightsName[]): Promise<Weights> {
  const entries = names.map(async (name) => [name, await loadSafetensors(weightsFile(name))]);
  return Object.fromEntries(await Promise.all(entries));
}

const weightsFile = (name: WeightsName) =>
  new URL(`../../data/weights/${name}.safetensors`, import.meta.url);

/** A figure as a page carries it, once its name and its options have been checked. */
export function packed({ figure, options }: Shown): Shown {
  const { pack } = findFigure({ figure, options });
  return { figure, options: JSON.parse(JSON.stringify(pack ? pack(options) : options)) };
}

/** A figure of the book by its name, with its options checked. */
function findFigure({ figure: name, options }: Shown) {
  const found = figureNamed(name);
  if (!found) {
    const names = Object.keys(figures);
    const meant = nearest(name, names);
    throw new RangeError(
      `play: no figure "${name}"; ` +
        (meant === undefined ? `there are ${names.join(", ")}` : `did you mean "${meant}"?`),
    );
  }
  checkOptions(`play("${name}")`, options, found.options);
  return found;
}

/** The stage as it is at first, with its title. */
export async function drawStill(shown: Shown): Promise<Figure> {
  const { component: Component, title, weights = [], needs = {} } = findFigure(shown);
  for (const [option, { isRight, words }] of Object.entries(needs) as [string, Need][]) {
    const value = shown.options[option];
    if (value === undefined || isRight(value)) continue;
    const call = `play("${shown.figure}")`;
    throw new TypeError(`${call}: ${option} needs to be ${words}, got ${numberOr(value)}`);
  }
  const props = { ...shown.options, weights: await loadWeights(weights) };
  const html = renderToString(<Component {...props} />)
    .replace(/<tspan lang="ja">[^<]*<\/tspan>/g, ""); // nobody can choose in a picture
  const [svg, width, height, label] = html.match(
    /<svg class="play-stage"[^>]* width="(\d+)" height="(\d+)"[^>]* aria-label="([^"]*)".*<\/svg>/s,
  )!;
  const alt = label!.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");
  return new Figure(svg.replace(/ class="play-stage"/, ""), Number(width), Number(height), {
    title: title.en,
    alt: `${title.en}: ${alt}`,
  });
}
