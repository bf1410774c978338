// Words of the glossary in the text of a chapter: the first time that one stands in a section, it leads there, and
// terms.js shows its sentence beside it.

import { formsOf, idOf, type Term, terms } from "./terms.ts";

const inBold = new Map<string, Term>();
for (const term of terms) for (const form of formsOf(term)) inBold.set(form.toLowerCase(), term);

const anywhere = terms.filter(({ boldOnly }) => !boldOnly).flatMap(formsOf)
  .sort((a, b) => b.length - a.length);
const pattern = new RegExp(anywhere.map(patternOf).join("|"), "gu");

/** A form that is not a part of a longer word; at the beginning of a sentence its first letter is large. */
function patternOf(form: string): string {
  const [first, rest] = [form[0]!, escape(form.slice(1))];
  if (/[\p{Script=Han}\p{Script=Hiragana}]/u.test(form)) return escape(form);
  const letter = /[ァ-ヶ]/.test(form) ? "[ァ-ヶー]" : "[\\p{L}\\p{N}-]";
  const start = /[a-z]/.test(first) ? `[${first}${first.toUpperCase()}]` : escape(first);
  return `(?<!${letter})${start}${rest}(?!${letter})`;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Elements in which words stay as they are. */
const untouched = /^(a|button|code|pre|h[1-6]|summary|table|svg|math|script|style)$/;
const empty = /^(area|br|col|hr|img|input|source|wbr)$/;

/**
 * Rendered prose with links on the words of the glossary.
 *
 * @param seen terms that the section has had, each with its language; those of this prose are added
 */
export function markTerms(html: string, seen: Set<string>): string {
  const open: { tag: string; skip: boolean; language: string }[] = [];
  const link = (text: string, term: Term) => {
    const key = `${open.at(-1)?.language ?? ""} ${idOf(term)}`;
    if (seen.has(key)) return text;
    seen.add(key);
    return `<a class="term" href="glossary.html#${idOf(term)}">${text}</a>`;
  };
  return html.replace(
    /<(\/?)([a-z][a-z0-9-]*)([^>]*)>|[^<]+/gi,
    (all, close, tag, attributes = "") => {
      const parent = open.at(-1);
      if (tag === undefined) {
        if (parent?.skip) return all;
        if (parent?.tag === "strong") {
          const term = inBold.get(all.toLowerCase());
          return term ? link(all, term) : all;
        }
        return all.replace(pattern, (form: string) => link(form, inBold.get(form.toLowerCase())!));
      }
      const name = tag.toLowerCase();
      if (close) {
        const last = open.findLastIndex((element) => element.tag === name);
        if (last >= 0) open.length = last;
      } else if (!empty.test(name)) {
        open.push({
          tag: name,
          skip: parent?.skip || untouched.test(name) || /class="(katex|numpy)/.test(attributes),
          language: attributes.match(/\slang="(\w+)"/)?.[1] ?? parent?.language ?? "",
        });
      }
      return all;
    },
  );
}

/** The terms that lead from a page to the glossary. */
export function termsIn(html: string): Term[] {
  const ids = new Set(
    Array.from(html.matchAll(/<a class="term" href="glossary.html#([^"]+)"/g), ([, id]) => id),
  );
  return terms.filter((term) => ids.has(idOf(term)));
}
