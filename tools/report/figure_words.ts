// The labels of figures in Japanese: docs/figure-words.json has them by what a cell draws in English, where # stands
// for a number. Both are in the picture, and the page shows one.

import table from "../../docs/figure-words.json" with { type: "json" };
import { escapeHtml } from "../../lib/host/escape.ts";

const words = new Map(Object.entries(table.words));
const number = /[−-]?\d+(?:[.,]\d+)*(?:e-?\d+)?/g;

/** `layer #` of "layer 3": how the table names a label. */
export const keyOf = (label: string) => label.replace(number, "#");

/** The label in Japanese; undefined where the table has none. */
export function japaneseLabel(label: string): string | undefined {
  const numbers = label.match(number) ?? [];
  let i = 0;
  return words.get(keyOf(label))?.replace(/#/g, () => numbers[i++]!);
}

/** A figure to play with marks what it has in Japanese too; its picture has lost that. */
const unmarked = (svg: string) => svg.replace(/<tspan lang="en">([^<]*)<\/tspan>/g, "$1");

/** Texts of an SVG, which hold nothing but letters. */
const text = /(?<=<(?:text|tspan)\b[^>]*>)([^<]+)(?=<\/(?:text|tspan)>)/g;

/** The labels in an SVG, without their escapes. */
export function labelsOf(svg: string): string[] {
  return Array.from(unmarked(svg).matchAll(text), ([, label]) => unescape(label!));
}

/** An SVG whose labels are there in both languages, where the table has them. */
export function inBothLanguages(svg: string): string {
  return unmarked(svg).replace(text, (english) => {
    const japanese = japaneseLabel(unescape(english));
    return japanese === undefined
      ? english
      : `<tspan lang="en">${english}</tspan><tspan lang="ja">${escapeHtml(japanese)}</tspan>`;
  });
}

const unescape = (html: string) =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&").trim();
