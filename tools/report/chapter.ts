// A notebook with its outputs as the parts of a page.

import { basename, dirname } from "node:path";
import { escapeHtml } from "../../lib/host/escape.ts";
import { type About, aboutOf } from "./about.ts";
import { withoutAnswers } from "./answers.ts";
import {
  type Cell,
  isFigureCell,
  type Notebook,
  NotebookError,
  numpyOf,
  type Output,
  textOf,
} from "../notebooks.ts";
import { captionOf, numberLinks } from "./captions.ts";
import type { FigurePlace } from "./figures.ts";
import { markTerms } from "./glossary/mark.ts";
import { type Heading, unusedId } from "./headings.ts";
import { sourceCode } from "./highlight.ts";
import { label } from "./html.ts";
import { type Section, sectionsOf } from "./search/make.ts";
import { type Prose, renderMarkdown } from "./markdown.ts";
import { rejectFetching, renderOutput } from "./outputs.ts";

/** A cell that a report cannot show; the message has the notebook, the cell's id and the reason. */
export class ReportError extends NotebookError {
  override name = "ReportError";
}

export interface Chapter {
  /** The notebook's file name without its ending: that of the report. */
  name: string;
  title: Heading;
  headings: Heading[];
  /** First paragraph in each language, as markdown. */
  abstract: Prose["abstract"];
  /** What the first page says about it. */
  about: About;
  sections: Section[];
  /** All cells. */
  html: string;
  /** What it was made of. */
  notebook: Notebook;
  /** Whether hints and answers to the exercises are in it. */
  answers: boolean;
}

/**
 * Renders a notebook's cells; `path` is that of its file, for images beside it. Without `answers` there are no hints and
 * no answers to the exercises.
 *
 * @throws ReportError at a cell that cannot be shown: a wrong formula, a picture from the network
 */
export function renderChapter(whole: Notebook, path: string, answers = true): Chapter {
  const notebook = answers ? whole : withoutAnswers(whole);
  const ids = new Set(["main"]);
  const headings: Heading[] = [];
  let abstract = { english: "", japanese: "" };
  const seen = new Set<string>(); // words of the glossary, in the section that is being rendered
  let number = 0;
  let figures = 0;
  const places = new Map<string, FigurePlace>();
  const placeOf = (cell: Cell) => (output: Output): FigurePlace => {
    const chapter = headings.find(({ level }) => level === 1)?.number.split(" ")[1];
    const place = {
      id: unusedId(`figure ${cell.id}`, ids),
      number: (chapter ? `${chapter}.` : "") + ++figures,
      caption: captionOf(cell, output),
    };
    if (!places.has(`${cell.id}`)) places.set(`${cell.id}`, place);
    return place;
  };
  const cells = notebook.cells.map((cell, i) => {
    const source = textOf(cell.source).trim();
    if (source === "" || cell.cell_type === "raw") return "";
    if (numpyOf(cell) !== undefined) return ""; // beside its listing
    try {
      if (cell.cell_type === "code") {
        return codeCell(cell, source, ++number, placeOf(cell), numpyOf(notebook.cells[i + 1]));
      }
      const prose = renderMarkdown(source, dirname(path), ids, cell.attachments);
      headings.push(...prose.headings);
      if (!abstract.english) abstract = prose.abstract;
      rejectFetching(prose.html);
      if (prose.headings.some(({ level }) => level <= 2)) seen.clear();
      return markTerms(prose.html, seen);
    } catch (error) {
      const reason = (error as Error).message;
      throw new ReportError(`${basename(path)} cell ${cell.id}: ${reason}`, { cause: error });
    }
  });
  const name = basename(path, ".ipynb");
  const escaped = escapeHtml(name); // titles are markdown, and a file may have any name
  const title = headings.find(({ level }) => level === 1) ??
    { level: 1, id: "main", number: "", english: escaped, japanese: escaped };
  return {
    name,
    title,
    headings,
    abstract,
    about: aboutOf(notebook, name),
    sections: sectionsOf(notebook, headings),
    html: numberLinks(cells.join("\n"), places),
    notebook,
    answers,
  };
}

/** A code cell with its outputs; `numpy` is what its NumPy fold says, if it has one. */
function codeCell(
  cell: Cell,
  source: string,
  number: number,
  placeOf: (output: Output) => FigurePlace,
  numpy: string | undefined,
): string {
  const outputs = (cell.outputs ?? []).map((output) => renderOutput(output, placeOf))
    .filter((html) => html !== "");
  outputs.forEach(rejectFetching);
  const code = listing(source, "typescript") + (numpy === undefined ? "" : `
<details class="numpy"><summary>NumPy</summary>
${listing(numpy, "python")}
</details>`);
  const shown = outputs.length ? `<div class="outputs">${outputs.join("\n")}</div>` : "";
  const content = isFigureCell(cell) ? `${shown}\n${folded(code)}` : `${code}\n${shown}`;
  const id = escapeHtml(cell.id ?? "");
  // Code and what it puts out are in English in both languages: en-GB, because a Japanese page hides en.
  return `<div class="cell code" id="cell-${number}" data-cell="${id}" lang="en-GB">
<a class="cell-number" href="#cell-${number}" tabindex="-1" aria-hidden="true">${number}</a>
${content}
</div>`;
}

function listing(source: string, language: string): string {
  return `<div class="listing">${sourceCode(source, language)}
<button type="button" class="copy needs-script">${label("Copy", "コピー")}</button></div>`;
}

/** The code of a cell that only draws stands under its figure, folded away. */
function folded(code: string): string {
  const summary = label("show the code of this figure", "この図のコードを見る");
  return `<details class="figure-code"><summary>${summary}</summary>\n${code}\n</details>`;
}
