// What can be found: a section of a chapter, a word of the glossary, a name of the library.

import type MiniSearch from "minisearch";
import type { Options, SearchResult } from "minisearch";
import { asked, indexed, wordsOf } from "./tokens.ts";

/** One page may have many. */
export interface Entry {
  id: number;
  /** the page and the place in it */
  href: string;
  /** HTML in both languages: the chapter, and the heading */
  where: string;
  title: string;
  /** of a section that has one: 5.7.3 */
  number?: string;
  /** the words of the title in both languages */
  words: string;
  /** what the section is about: its heading in each language, words of the glossary that it explains */
  terms: string[];
  english: string;
  japanese: string;
  code: string;
}

/** How the index is made, which a page has to know to read it. */
export const options: Options<Entry> = {
  fields: ["words", "terms", "english", "japanese", "code"],
  storeFields: ["href", "where", "title", "number", "terms", "english", "japanese", "code"],
  tokenize: (text) => indexed(text),
  processTerm: (term) => term, // they are comparable already
  searchOptions: {
    tokenize: asked,
    combineWith: "AND",
    boost: { words: 8, terms: 4, code: 0.5 },
    prefix: (term) => /^[a-z]{2}|^.$/.test(term),
    fuzzy: (term) => /^[a-z]{5}/.test(term) ? 0.2 : false,
  },
};

export type Found = SearchResult & Entry;

/** What is found, best first: what has that number or is about that very word, then titles, then texts that have it. */
export function find(index: MiniSearch<Entry>, query: string): Found[] {
  const plain = (text: string) => wordsOf(text).join(" ");
  const wanted = plain(query);
  const isAbout = ({ number = "", terms }: Found) =>
    [number, ...terms].some((term) => plain(term) === wanted);
  const found = index.search(query) as Found[];
  return [...found.filter(isAbout), ...found.filter((entry) => !isAbout(entry))];
}
