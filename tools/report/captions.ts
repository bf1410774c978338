// What a chapter says of its figures: their captions, and their numbers wherever the text speaks of them.

import { PLAY, type Shown } from "../../lib/play/figure.ts";
import { figureNamed } from "../../lib/play/figures/all.ts";
import type { Cell, Output } from "../nbformat.ts";
import type { Caption, FigurePlace } from "./figures.ts";

/** What a cell's metadata say of its figure, else the name that a figure to play with has in both languages. */
export function captionOf({ metadata }: Cell, { data = {} }: Output): Caption {
  const name = (data[PLAY] as Shown | undefined)?.figure;
  return { ...(name && figureNamed(name)?.title), ...metadata.caption as Caption };
}

/** `[the figure below](#cell-id=relu-graph)` as HTML: a link to a cell, as JupyterLab knows them. */
const linkToCell = /<a href="#cell-id=([^"]+)">(.*?)<\/a>([ぁ-ん]?)/gs;

/**
 * HTML in which links to cells lead to their figures, and say the numbers of these instead of "the figure below".
 * Where a cell shows none, the words stay.
 *
 * @param places where the figure of a cell stands, by the cell's id
 */
export function numberLinks(html: string, places: Map<string, FigurePlace>): string {
  return html.replace(linkToCell, (_, cell: string, words: string, next: string) => {
    const place = places.get(cell);
    if (!place) return words + next;
    const name = /[ぁ-んァ-ヶ一-龠]/.test(words) ? "図" : "Figure";
    // a Japanese word stands apart from a number, as everywhere in the text
    return `<a href="#${place.id}">${name}&nbsp;${place.number}</a>${next && ` ${next}`}`;
  });
}
