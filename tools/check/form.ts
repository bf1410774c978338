// What a notebook must look like besides being right: canonical form, both languages, short cells, outputs, size.

import {
  type Cell,
  chapterOf,
  formatted,
  isFigureCell,
  isNumbered,
  type Notebook,
  numpyOf,
  type Output,
  readNotebook,
  type Text,
  textOf,
} from "../notebooks.ts";
import { captionOf } from "../report/captions.ts";
import { isFigure, wordsOf } from "../report/figures.ts";
import { withAnswers } from "./answers.ts";
import { exerciseProblems } from "./exercises.ts";

const LINES_PER_CELL = 30;
const LINES_PER_FIGURE_CELL = 60; // folded: nobody has to read them
const NUMPY_COLUMNS = 80; // it stands beside its listing
const LINES_PER_DRAWING = 10; // between lines that teach
const KB_PER_NOTEBOOK = 300;
// chapter 6 compares everything with everything, chapters 7 and 8 look at pictures through windows: two dozen figures each
const KB_OF_CHAPTER: Record<string, number> = {
  ch04: 360,
  ch05: 330,
  ch06: 600,
  ch07: 540,
  ch08: 490,
};
const KB_PER_FIGURE = 40;

/** What must be mended, and what only should be, each with its place. */
export interface Form {
  errors: string[];
  warnings: string[];
}

export async function checkForm(path: string): Promise<Form> {
  const text = await Deno.readTextFile(path);
  const notebook = readNotebook(path);
  const { errors, warnings } = checkCells(chapterOf(path), notebook);
  errors.push(...withAnswers(notebook).problems.map((problem) => `${chapterOf(path)} ${problem}`));
  errors.push(...exerciseProblems(notebook).map((problem) => `${chapterOf(path)} ${problem}`));
  if (text !== await formatted(notebook)) {
    errors.unshift(
      `${chapterOf(path)}: is not in canonical form; deno run -A tools/notebooks.ts writes it`,
    );
  }
  const size = kilobytes(text);
  const allowed = KB_OF_CHAPTER[chapterOf(path)] ?? KB_PER_NOTEBOOK;
  if (size > allowed) {
    errors.push(`${chapterOf(path)}: has ${size} kB; ${allowed} are allowed`);
  }
  return { errors, warnings };
}

function checkCells(chapter: string, { cells }: Notebook): Form {
  const errors: string[] = [];
  const warnings: string[] = [];
  let number = 0;
  const withFigure = new Set(cells.filter(showsFigure).map(({ id }) => `${id}`));
  for (const [i, cell] of cells.entries()) {
    const place = isNumbered(cell)
      ? `${chapter} cell ${++number}`
      : `${chapter} ${cell.cell_type} cell "${cell.id}"`;
    const problems = isNumpyFold(cell)
      ? numpyProblems(cell, cells[i - 1])
      : cell.cell_type === "markdown"
      ? [...proseProblems(cell), ...linkProblems(cell, withFigure)]
      : codeProblems(cell);
    errors.push(...problems.map((problem) => `${place}: ${problem}`));
    const drawing = isFigureCell(cell) ? 0 : linesOfDrawing(textOf(cell.source));
    if (drawing > LINES_PER_DRAWING) {
      warnings.push(
        `${place}: ${drawing} lines draw a figure; put them in a cell with the tag figure`,
      );
    }
    for (const output of cell.outputs ?? []) {
      const size = kilobytes(JSON.stringify(output));
      if (size > KB_PER_FIGURE) {
        warnings.push(`${place}: an output has ${size} kB; aim at ${KB_PER_FIGURE}`);
      }
    }
  }
  if (number > 0 && !cells.some((cell) => cell.outputs?.length)) {
    errors.push(`${chapter}: has no outputs; deno task execute ${chapter} makes them`);
  }
  return { errors, warnings };
}

const japaneseScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const japanesePart = /<details lang="ja"><summary>日本語<\/summary>(.*?)<\/details>/s;

function proseProblems(cell: Cell): string[] {
  const problems: string[] = [];
  const text = textOf(cell.source).replace(/^```.*?^```$/gms, "");
  const [, japanese] = text.match(japanesePart) ?? [];
  const english = text.replace(japanesePart, "");
  const headings = english.match(/^#+ .*$/gm) ?? [];
  const prose = english.replace(/^#+ .*$/gm, "").replace(/\$\$.*?\$\$/gs, "").trim();
  if (prose && !japanese) {
    problems.push(`has no <details lang="ja"><summary>日本語</summary> … </details>`);
  } else if (japanese !== undefined && !japaneseScript.test(japanese)) {
    problems.push("its 日本語 part has no Japanese");
  }
  for (const heading of headings) {
    if (!japaneseScript.test(heading)) problems.push(`"${heading}" is not in Japanese too`);
    if (heading.startsWith("####")) problems.push(`"${heading}" is below the third level`);
  }
  return problems;
}

const showsFigure = ({ outputs = [] }: Cell) => outputs.some(isFigure);

/** Where the text speaks of a figure, it links to the cell that shows it; a report puts its number there. */
function linkProblems(cell: Cell, withFigure: Set<string>): string[] {
  const links = textOf(cell.source).matchAll(/\]\(#cell-id=([^)]*)\)/g);
  return Array.from(links, ([, id]) => id!).filter((id) => !withFigure.has(id))
    .map((id) => `links to cell "${id}", which shows no figure`);
}

const isNumpyFold = (cell: Cell) =>
  cell.cell_type === "markdown" && textOf(cell.source).includes('<details class="numpy">');

/** The test of the folds needs to know which cell a fold belongs to; a reader reads it beside that cell. */
function numpyProblems(fold: Cell, above: Cell | undefined): string[] {
  const problems: string[] = [];
  if (above?.cell_type !== "code" || fold.id !== `numpy-${above.id}`) {
    problems.push("does not stand right under a code cell whose id is its own without numpy-");
  }
  const lines = numpyOf(fold)?.split("\n");
  if (!lines) {
    problems.push("is more than one block of python in a fold; CONTRIBUTING.md shows its form");
  } else if (lines.length > LINES_PER_CELL) {
    problems.push(`has ${lines.length} lines; ${LINES_PER_CELL} are allowed`);
  } else {
    const longest = Math.max(...lines.map((line) => line.length));
    if (longest > NUMPY_COLUMNS) {
      problems.push(`has a line of ${longest} characters; ${NUMPY_COLUMNS} are allowed`);
    }
  }
  return problems;
}

function codeProblems(cell: Cell): string[] {
  const problems: string[] = [];
  const lines = textOf(cell.source).split("\n").length;
  const allowed = isFigureCell(cell) ? LINES_PER_FIGURE_CELL : LINES_PER_CELL;
  if (lines > allowed) problems.push(`has ${lines} lines; ${allowed} are allowed`);
  if (isFigureCell(cell) && cell.outputs?.length && !cell.outputs.some(isPicture)) {
    problems.push("has the tag figure, but shows no picture");
  }
  const figures = (cell.outputs ?? []).filter(isFigure);
  if (figures.length > 1) {
    problems.push(`shows ${figures.length} figures; one a cell, so that each has its caption`);
  }
  for (
    const { english, japanese } of figures.map((figure) => wordsOf(figure, captionOf(cell, figure)))
  ) {
    if (!english) problems.push('its figure needs a title, or metadata "caption": { "en": … }');
    if (!japaneseScript.test(japanese)) {
      problems.push('its figure needs metadata "caption": { "ja": … }');
    }
  }
  if (cell.metadata.caption && cell.outputs?.length && figures.length === 0) {
    problems.push("has a caption, but shows no figure");
  }
  if (
    cell.outputs?.some(({ data }) => textOf((data?.["text/plain"] ?? "") as Text) === "[figure]")
  ) {
    problems.push("its figure has no title and no alt, for those who do not see it");
  }
  if (cell.outputs?.some((output) => output.output_type === "error")) {
    problems.push("its output is an error");
  }
  return problems;
}

function isPicture({ data = {} }: Output): boolean {
  return Object.keys(data).some((mime) => /^image\/|vegalite/.test(mime)) ||
    /<(svg|img|table|canvas)\b/.test(textOf((data["text/html"] ?? "") as Text));
}

/** A call that draws and goes on over lines that are indented deeper than its first. */
const drawing =
  /^( *)(?=.*\b(?:plot|grid|vegaLite|drawGraph|drawNetwork)\(.*[([{]$).*\n(?:\1 .*\n|\n)*/gm;

function linesOfDrawing(source: string): number {
  return Array.from(source.matchAll(drawing), ([call]) => call.split("\n").length)
    .reduce((sum, lines) => sum + lines, 0);
}

const kilobytes = (text: string) => Math.ceil(new TextEncoder().encode(text).length / 1000);
