// What a chapter says of its figures.

import { PLAY, type Shown } from "../../lib/play/figure.ts";
import { figureNamed } from "../../lib/play/figures/all.ts";
import type { Cell, Output } from "../nbformat.ts";
import type { Caption } from "./figures.ts";

/** What a cell's metadata say of its figure, else the name that a figure to play with has in both languages. */
export function captionOf({ metadata }: Cell, { data = {} }: Output): Caption {
  const name = (data[PLAY] as Shown | undefined)?.figure;
  return { ...(name && figureNamed(name)?.title), ...metadata.caption as Caption };
}
