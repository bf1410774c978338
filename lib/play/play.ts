// The reader's call: a figure of the book, or a function of the reader's own that runs as a slider moves.

import { describe } from "../errors/describe.ts";
import { display, type Displayable, type MimeBundle } from "../display/kernel.ts";
import { isLive } from "../host/jupyter.ts";
import type { Control, ValuesOf } from "./controls.ts";
import { PLAY, type Shown } from "./figure.ts";
import type { PlayFigures } from "./figures/all.ts";

/**
 * A figure of the book that answers the pointer: in JupyterLab, and in the report. Where no script runs, its first
 * picture stands.
 *
 * @param name such as `"perceptron"`
 * @param options those of the figure
 * @throws RangeError for another name; TypeError for an option that the figure has not: both when it is shown
 *
 * @example
 * ```ts
 * import { play } from "../mod.ts";
 * play("perceptron", { gate: "OR" });
 * ```
 */
export function play<Name extends keyof PlayFigures>(
  name: Name,
  options?: PlayFigures[Name],
): Displayable;
/**
 * Draws again, in the kernel, what your function gives as its controls move.
 *
 * @param controls by their names: {@linkcode slider}, {@linkcode logSlider}, {@linkcode choice}, {@linkcode toggle}
 * @param draw gets their values; what it returns is shown as the last value of a cell would be
 * @throws TypeError for something else than a control; what `draw` throws at the first values
 *
 * @example
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { linspace, loadFigures, play, plot, slider } from "../mod.ts";
 * await loadFigures(); // a notebook has done so
 * const x = Array.from(linspace(0, 6, 100).data);
 * play({ a: slider(1, 5) }, ({ a }) => plot({ marks: [Plot.line(x.map((x) => [x, Math.sin(a * x)]))] }));
 * ```
 */
export function play<C extends Record<string, Control>>(
  controls: C,
  draw: (values: ValuesOf<C>) => unknown,
): Displayable;
export function play(
  what: keyof PlayFigures | Record<string, Control>,
  given: object | ((values: never) => unknown) = {},
): Displayable {
  if (typeof what === "string") return { [display]: () => bookFigure(what, given) };
  if (typeof given !== "function" || typeof what !== "object" || what === null) {
    throw new TypeError(
      `play: needs a figure's name, or controls and a function such as ({ a }) => plot(…), ` +
        `got ${describe(what)} and ${describe(given)}`,
    );
  }
  for (const [name, control] of Object.entries(what)) {
    if (!["slider", "choice", "toggle"].includes(control?.kind)) {
      throw new TypeError(
        `play: ${name} needs to be a control such as slider(0, 1), got ${describe(control)}`,
      );
    }
  }
  const draw = given as (values: Record<string, unknown>) => unknown;
  return { [display]: () => ownFigure(what, draw) };
}

async function bookFigure(figure: keyof PlayFigures, options: object): Promise<MimeBundle> {
  const { drawStill, packed } = await import("./still.tsx"); // needs Preact, which a notebook without figures does not
  const shown = packed({ figure, options: options as Shown["options"] });
  const still = (await drawStill(shown))[display]();
  return { ...still, [PLAY]: shown, ...(isLive() && await living(still, shown)) };
}

async function ownFigure(
  controls: Record<string, Control>,
  draw: (values: Record<string, unknown>) => unknown,
): Promise<MimeBundle> {
  const start = Object.fromEntries(
    Object.entries(controls).map(([name, { value }]) => [name, value]),
  );
  const still = await bundleOf(await draw(start));
  if (!isLive()) return still;
  const redraw: Redraw = async (values) => bundleOf(await draw(values));
  return { ...still, ...await living(still, { figure: "own", options: { controls } }, redraw) };
}

/** What a cell would show of a value. */
async function bundleOf(value: unknown): Promise<MimeBundle> {
  if (typeof value === "object" && value !== null && display in value) {
    const bundle = await (value as Displayable)[display]();
    const { "text/markdown": markdown } = bundle;
    return markdown === undefined ? bundle : { "text/plain": markdown, ...bundle }; // a frame does not render it
  }
  return { "text/plain": typeof value === "string" ? value : Deno.inspect(value) };
}

type Redraw = (values: Record<string, unknown>) => Promise<MimeBundle>;

/** What brings a figure to life where it is shown, besides its still picture: in a notebook, a frame. */
let living = async (still: MimeBundle, shown: Shown, redraw?: Redraw): Promise<MimeBundle> => {
  const { frameFor } = await import("./server.ts");
  return { "text/html": await frameFor(still, shown, redraw) };
};

/** Has figures come to life in another way, as in a page whose cells run in the page itself. */
export function liveBy(way: typeof living): void {
  living = way;
}
