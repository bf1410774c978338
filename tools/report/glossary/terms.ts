// The words of the book: docs/glossary.json.

import glossary from "../../../docs/glossary.json" with { type: "json" };
import type { Words } from "../about.ts";
import type { Chapter } from "../chapter.ts";
import type { Heading } from "../headings.ts";

export interface Term extends Words {
  /** other forms of the word, in either language */
  also?: string[];
  /** as TeX */
  symbol?: string;
  /** names of lib: `softmax`, `Affine.W`, `TrainerOptions.batchSize` */
  code?: string[];
  /** number of the section, or of the chapter, that introduces it */
  section: string;
  /** one sentence; `…` is code */
  meaning: Words;
  /** a word that the text uses all the time: only where it stands in bold does it lead to the glossary */
  boldOnly?: boolean;
}

export const terms = glossary.terms as Term[];

/** Its anchor in the glossary. */
export function idOf({ english }: Term): string {
  return english.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** Every form of the word that the text may have; what is in parentheses belongs to none. */
export function formsOf({ english, japanese, also = [] }: Term): string[] {
  return [...new Set([english, japanese, ...also].map((form) => form.replace(/（.*）/, "")))];
}

/** Where the term is introduced; undefined where those chapters are not there. */
export function placeOf(
  section: string,
  chapters: Chapter[],
): { chapter: Chapter; heading: Heading } | undefined {
  for (const chapter of chapters) {
    const heading = chapter.headings.find(({ number, level }) =>
      number === section || (level === 1 && number.split(" ")[1] === section)
    );
    if (heading) return { chapter, heading };
  }
}
