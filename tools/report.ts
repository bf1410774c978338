// Executes the notebooks and writes reports/<notebook>.html, each complete in itself, and reports/index.html:
// deno task report [chapter…]. Chapters that are not asked for, and have no report yet, are shown with the outputs that
// their notebooks came with, so that every link leads to a page; and the reference of lib, as deno task docs does.
//
//   deno task report --no-answers        without hints and answers to the exercises, for a class
//   deno task report --pdf ch03          prints the page that is there into reports/pdf/, without them; executes nothing
//   deno task report --pdf --answers     with hints and answers
//   deno task report --pdf --language=ja   in Japanese; --language=both in both

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { writeDocs } from "./docs.ts";
import { executeNotebook } from "./execute.ts";
import {
  canonical,
  failOnNotebook,
  findNotebooks,
  type Notebook,
  readNotebook,
} from "./notebooks.ts";
import { formatSeconds } from "./progress.ts";
import { cheatSheetPage } from "./report/cheat_sheet/page.ts";
import { type Chapter, renderChapter, ReportError } from "./report/chapter.ts";
import { label } from "./report/html.ts";
import { glossaryPage, termTips } from "./report/glossary/page.ts";
import { indexPage } from "./report/index_page.ts";
import { chapterLink, chapterPage, otherPages } from "./report/page.ts";
import { languages, type PdfOptions, writePdfs } from "./report/pdf.ts";
import { fail, root, setup, writeAtomically } from "./setup.ts";

/**
 * Executes the notebooks at `paths` and writes their reports into `folder`, one after the other; before that, the list
 * of all chapters and pages of those that have no report. Needs `setup()` before.
 *
 * @param all paths of all notebooks of the book, in order
 * @param answers whether pages have hints and answers to the exercises; those that are there and differ are made anew
 * @returns paths of the reports
 * @throws CellError at the first cell that fails, ReportError at one that cannot be shown, or where nothing can be written; reports of other chapters stay as they are
 */
export async function writeReports(
  paths: string[],
  all: string[],
  folder: string,
  answers = true,
): Promise<string[]> {
  const render = (notebook: Notebook, path: string) =>
    // as in the form that notebooks are saved in: without colour codes, and with ids that no other figure has
    renderChapter(JSON.parse(canonical(notebook, { keepTimes: true })), path, answers);
  const file = (path: string) => join(folder, `${basename(path, ".ipynb")}.html`);
  const chapters = all.map((path) => render(readNotebook(path), path));
  const write = async (i: number, chapter: Chapter, footer: string) => {
    const [previous, next] = [chapters[i - 1], chapters[i + 1]].map((one) =>
      one && chapterLink(one)
    );
    const neighbours = { previous, next: next ?? otherPages[0] };
    await writeAtomically(
      file(all[i]!),
      await chapterPage(chapter, neighbours, footer, termTips(chapter.html)),
    );
  };
  try {
    const last = chapters.at(-1);
    await writeAtomically(join(folder, "index.html"), await indexPage(chapters));
    await writeAtomically(
      join(folder, "glossary.html"),
      await glossaryPage(chapters, { previous: last && chapterLink(last), next: otherPages[1] }),
    );
    await writeAtomically(
      join(folder, "cheat-sheet.html"),
      await cheatSheetPage(chapters, { previous: otherPages[0], next: undefined }),
    );
    for (const [i, path] of all.entries()) {
      if (!isExecuted(file(path), answers)) await write(i, chapters[i]!, savedFooter);
    }
  } catch (error) {
    const reason = (error as Error).message;
    throw new ReportError(`reports cannot be written into ${folder}: ${reason}`, { cause: error });
  }
  for (const path of paths) {
    const started = performance.now();
    const executed = await executeNotebook(path);
    const seconds = (performance.now() - started) / 1000;
    await write(all.indexOf(path), render(executed, path), executedFooter(seconds));
  }
  return paths.map(file);
}

/** Whether a report is there with the same `answers`, and not only a page of what its notebook came with. */
function isExecuted(file: string, answers: boolean): boolean {
  if (!existsSync(file)) return false;
  const html = Deno.readTextFileSync(file);
  const hasAnswers = !html.startsWith('<!doctype html>\n<html lang="en" data-answers="none">');
  return !html.includes(SAVED) && hasAnswers === answers;
}

const SAVED = '<span class="saved">';

/** For a reader who may have nothing but this page. */
const savedFooter = SAVED + label(
  "With the outputs that the notebook was saved with. Run, at a cell, computes them anew: this file is all that it takes.",
  "ノートブックに保存されていた出力を表示しています。各セルの「実行」で計算し直せます。必要なのはこのファイルだけです。",
) + "</span>";

/** When, how long and with what the chapter was executed. */
function executedFooter(seconds: number): string {
  const requirements = Deno.readTextFileSync(join(root, "tools", "requirements.txt"));
  const nbclient = requirements.match(/^nbclient==(\S+)/m)?.[1];
  const versions = `Deno ${Deno.version.deno}, TypeScript ${Deno.version.typescript}, ` +
    `V8 ${Deno.version.v8}, nbclient ${nbclient}, ${Deno.build.os} ${Deno.build.arch}`;
  const day = new Date().toISOString().slice(0, 10);
  const time = formatSeconds(seconds);
  const isQuick = Deno.env.get("DLFS_QUICK") === "1";
  return label(
    `Executed on <time>${day}</time> in ${time} with ${versions}.` +
      (isQuick ? " A quick run: long training was cut short." : ""),
    `<time>${day}</time> に ${time} で実行（${versions}）` +
      (isQuick ? "。短縮実行のため、長い学習は途中で打ち切っています。" : ""),
  );
}

/** The chapters, whether they have answers, and how to print them if they are to be printed. */
function readArguments(): { chapters: string[]; answers: boolean; pdf: PdfOptions | undefined } {
  const options = {
    pdf: { type: "boolean", default: false },
    language: { type: "string", default: "en" },
    answers: { type: "boolean" },
  } as const;
  try {
    const parsed = parseArgs({
      args: Deno.args,
      options,
      allowPositionals: true,
      allowNegative: true,
    });
    const { pdf, answers = !pdf } = parsed.values;
    const language = languages.find((one) => one === parsed.values.language);
    if (!language) throw new Error(`--language is ${languages.join(", ")}`);
    if (!pdf && Deno.args.some((arg) => arg.startsWith("--language"))) {
      throw new Error("--language goes with --pdf");
    }
    return { chapters: parsed.positionals, answers, pdf: pdf ? { language, answers } : undefined };
  } catch (error) {
    const known = "it knows chapters, --answers, --no-answers, --pdf and --language=ja";
    fail(`task report: ${(error as Error).message}; ${known}`);
  }
}

if (import.meta.main) {
  const { chapters, answers, pdf } = readArguments();
  const [paths, all] = [findNotebooks(chapters), findNotebooks()];
  const reports = join(root, "reports");
  if (!pdf) await setup();
  const written = await writeReports(pdf ? [] : paths, all, reports, answers).catch(failOnNotebook);
  if (!pdf) await writeDocs(join(reports, "api"));
  const pages = paths.map((path) => join(reports, `${basename(path, ".ipynb")}.html`));
  const shown = pdf ? await writePdfs(pages, join(reports, "pdf"), pdf) : written;
  for (const path of shown) console.log(path);
}
