// Headings carry both languages: `## 3.2 Activation functions 活性化関数`.

import { escapeHtml } from "../../lib/host/escape.ts";

export interface Heading {
  level: number;
  /** Its anchor: the same in both languages. */
  id: string;
  /** "3.2", or "Chapter 3" before a "·"; empty where there is none */
  number: string;
  /** Markdown of the two texts; they are the same where the heading has only one. */
  english: string;
  japanese: string;
}

/**
 * Takes a heading apart.
 *
 * @param ids anchors used on this page so far; the new one is added
 */
export function parseHeading(level: number, text: string, ids: Set<string>): Heading {
  const [, chapter, section, title] = text.match(
    /^(?:((?:Chapter|Appendix) \w+)\s*[·:]\s*|([0-9A-Z]+(?:\.\d+)+)\s+)?(.*)$/s,
  )!;
  const words = title!.split(/\s+/);
  const start = japaneseStart(words);
  const english = words.slice(0, start > 0 ? start : undefined).join(" ");
  const japanese = words.slice(start).join(" ");
  const number = chapter ?? section ?? "";
  return { level, id: unusedId(`${number} ${english}`, ids), number, english, japanese };
}

/**
 * Index of the first Japanese word; 0 where all is one language. Before the first word with a Japanese letter, a number
 * may belong to it (`3 層`), a name that it goes on from (`CNN の実装`), and names that the English has said already
 * (`The XOR gate XOR ゲート`).
 */
function japaneseStart(words: string[]): number {
  const letter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
  let start = Math.max(0, words.findIndex((word) => letter.test(word)));
  const isCounted = /^[層枚個次つ番回行列倍段本乗]/.test(words[start]!);
  const goesOn = start > 1 && /^(の|による|を|が|へ|で|レイヤ|関数|ゲート)/.test(words[start]!);
  const before = words[start - 1] ?? "";
  if (isCounted && /^[\d,.]+$/.test(before) || goesOn && /[\p{Lu}\d]/u.test(before)) start--;
  const isSaid = (word: string, i: number) => /^\p{Lu}/u.test(word) && words.indexOf(word) < i;
  while (start > 1 && isSaid(words[start - 1]!, start - 1)) start--;
  return start;
}

/** A heading's content; `inline` renders its markdown. */
export function headingHtml(heading: Heading, inline: (markdown: string) => string): string {
  const { number, english } = heading;
  const japanese = heading.japanese.replace(/(?<=\d) (?=\p{Script=Han})/gu, "\u00a0"); // no new line within 2 層
  const texts = english === heading.japanese
    ? `<span>${inline(english)}</span>`
    : `<span lang="en">${inline(english)}</span><span lang="ja"> ${inline(japanese)}</span>`;
  return number ? `<span class="number">${numberHtml(number)}</span> ${texts}` : texts;
}

/** "Chapter 3" is 3 章 in Japanese; section numbers are the same in both. */
function numberHtml(number: string): string {
  const [word, which] = number.split(" ");
  if (!which) return escapeHtml(number);
  const japanese = word === "Chapter" ? `${which} 章` : `付録 ${which}`;
  return `<span lang="en">${escapeHtml(number)}</span><span lang="ja"> ${
    escapeHtml(japanese)
  }</span>`;
}

/** A slug of `text` that is not among `ids`, and then is. */
export function unusedId(text: string, ids: Set<string>): string {
  const slug = text.toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, "-").replace(/^-|-$/g, "");
  let id = slug || "section";
  for (let n = 2; ids.has(id); n++) id = `${slug || "section"}-${n}`;
  ids.add(id);
  return id;
}
