// What can be found: a section of a chapter, a word of the glossary, a name of the library.

import type { Options } from "minisearch";
import { asked, indexed } from "./tokens.ts";

/** One page may have many. */
export interface Entry {
  id: number;
  /** the page and the place in it */
  href: string;
  /** HTML in both languages: the chapter, and the heading */
  where: string;
  title: string;
  /** the words of the title in both languages */
  words: string;
  english: string;
  japanese: string;
  code: string;
}

/** How the index is made, which a page has to know to read it. */
export const options: Options<Entry> = {
  fields: ["words", "english", "japanese", "code"],
  storeFields: ["href", "where", "title", "english", "japanese", "code"],
  tokenize: (text) => indexed(text),
  processTerm: (term) => term, // they are comparable already
  searchOptions: {
    tokenize: asked,
    combineWith: "AND",
    boost: { words: 6, english: 2, japanese: 2 },
    prefix: (term) => /^[a-z]{2}|^.$/.test(term),
    fuzzy: (term) => /^[a-z]{5}/.test(term) ? 0.2 : false,
  },
};
