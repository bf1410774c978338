// The libraries that draw figures. They take 150 ms to load, so a program without figures does not load them; a
// notebook does at the import, because a cell's figure has to be drawn before the cell ends.

import { inNotebook } from "./kernel.ts";

async function load() {
  const [Plot, linkedom, png] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom"),
    import("fast-png"),
  ]);
  const { document } = linkedom.parseHTML("<!doctype html><html><body></body></html>");
  return { Plot, document, encodePng: png.encode };
}

let loaded = inNotebook ? await load() : undefined;

/**
 * Makes figures possible outside a notebook.
 *
 * @example
 * ```ts
 * import { drawNetwork, loadFigures } from "../mod.ts";
 * await loadFigures();
 * Deno.writeTextFileSync(await Deno.makeTempFile(), drawNetwork([["x1", "x2"], ["y"]]).svg);
 * ```
 */
export async function loadFigures(): Promise<void> {
  loaded ??= await load();
}

/**
 * Plot, a document for it to draw in, and an encoder of PNG.
 *
 * @throws Error outside a notebook, before {@linkcode loadFigures}
 */
export function figureLibraries(call: string): Awaited<ReturnType<typeof load>> {
  if (!loaded) throw new Error(`${call}: outside a notebook, await loadFigures() first`);
  return loaded;
}
