// The index of the search, made while the reports are written, and the script that asks it.

import MiniSearch from "minisearch";
import { bundle } from "../../../lib/play/bundle.ts";
import { type Cell, type Notebook, numpyOf, textOf } from "../../notebooks.ts";
import type { Chapter } from "../chapter.ts";
import { formsOf, terms } from "../glossary/terms.ts";
import { type Heading, headingHtml } from "../headings.ts";
import { plainText } from "../html.ts";
import { renderInline } from "../markdown.ts";
import { type Entry, options } from "./entries.ts";

/** What a section says, in words. */
export interface Section {
  heading: Heading;
  english: string;
  japanese: string;
  code: string;
}

/** The sections of a notebook, whose headings have been rendered. */
export function sectionsOf(notebook: Notebook, headings: Heading[]): Section[] {
  const sections: Section[] = [];
  const rest = [...headings];
  const add = (cell: Cell) => {
    const numpy = numpyOf(cell);
    const source = numpy ?? textOf(cell.source);
    if (cell.cell_type === "code" || numpy !== undefined) {
      const last = sections.at(-1);
      if (last) last.code += `\n${source}`;
      return;
    }
    const prose = source.replace(/^```.*?^```/gms, "") // comments in it would look like headings
      .replace(/<details><summary>.*?<\/details>/gs, ""); // hints and answers: nobody wants them unasked
    const parts = prose.split(/^(?=#{1,6} )/m);
    for (const part of parts) {
      if (/^#{1,6} /.test(part) && rest.length > 0) {
        sections.push({ heading: rest.shift()!, english: "", japanese: "", code: "" });
      }
      const section = sections.at(-1);
      if (!section) continue;
      const [english, ...japanese] = part.replace(/^#{1,6} .*$/m, "").split('<details lang="ja">');
      section.english += ` ${readable(english!)}`;
      section.japanese += ` ${
        readable(japanese.join(" ").replace("<summary>日本語</summary>", ""))
      }`;
    }
  };
  notebook.cells.filter(({ cell_type }) => cell_type !== "raw").forEach(add);
  return sections;
}

const tex: Record<string, string> = {
  alpha: "α",
  beta: "β",
  cdot: "·",
  eta: "η",
  gamma: "γ",
  lambda: "λ",
  le: "≤",
  log: "log",
  exp: "exp",
  mu: "μ",
  partial: "∂",
  sigma: "σ",
  sqrt: "√",
  sum: "Σ",
  theta: "θ",
  times: "×",
  to: "→",
};

/** Markdown as a line of words: formulas as they would be typed, no tags. */
function readable(markdown: string): string {
  const text = markdown.replace(/\$\$.*?\$\$/gs, " ")
    .replace(/ ?[(（]\[[^\]]*\]\(#cell-id=[^)]*\)[)）]/g, "") // "(the figure below)" is below only there
    .replace(
      /\$[^$\n]+\$/g,
      (formula) =>
        formula.replace(/\\frac\{([^{}]*)\}\{([^{}]*)\}/g, "$1/$2")
          .replace(/\\([a-z]+)/gi, (_, name) => tex[name] ?? " ").replace(/[{}$\\]/g, ""),
    )
    .replace(/<[^>]*>/g, " ").replace(/^[|: -]+$/gm, " ").replaceAll("|", " ")
    .replace(/(?<![\w])_([^_]+)_(?![\w])/g, "$1").replace(/^> /gm, "");
  return plainText(text);
}

/** Every section of the chapters as something to be found. */
export function sectionEntries(chapters: Chapter[]): Omit<Entry, "id">[] {
  return chapters.flatMap(({ name, title, sections }) =>
    sections.map(({ heading, english, japanese, code }) => ({
      href: `${encodeURIComponent(name)}.html${heading === title ? "" : `#${heading.id}`}`,
      where: heading === title ? "" : headingHtml(title, renderInline),
      title: headingHtml(heading, renderInline),
      number: heading.number,
      words: plainText(`${heading.number} ${heading.english} ${heading.japanese}`),
      terms: [
        ...[heading.english, heading.japanese].map(plainText),
        ...terms.filter(({ section }) => section === heading.number).flatMap(formsOf),
      ],
      english: english.trim(),
      japanese: japanese.trim(),
      code: code.trim(),
    }))
  );
}

/** What the first page carries: the index, and the script that looks into it. */
export async function searchScripts(entries: Omit<Entry, "id">[]): Promise<string> {
  const index = new MiniSearch(options);
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  const json = JSON.stringify(index).replaceAll("<", "\\u003c"); // no tag may end the script
  const script = await bundle(new URL("page.ts", import.meta.url), "--minify");
  return `<script type="application/json" id="search-index">${json}</script>
<script type="module">\n${script.replaceAll("</script", "<\\/script")}</script>`;
}

/** The field, and the place for what is found. */
export const searchField = `<form role="search" class="search needs-script">
<input type="search" name="q" autocomplete="off" spellcheck="false" placeholder="検索 Search" aria-label="Search all chapters すべての章を検索" aria-keyshortcuts="/">
<kbd aria-hidden="true">/</kbd>
</form>
<p class="count" role="status"></p>
<ol class="found"></ol>`;
