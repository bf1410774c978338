// Executes the notebooks and writes reports/<notebook>.html, each complete in itself, and reports/index.html:
// deno task report [chapter…]

import { existsSync } from "node:fs";
import { join } from "node:path";
import { CellError, executeNotebook } from "./execute.ts";
import { canonical, findNotebooks, type Notebook, readNotebook } from "./notebooks.ts";
import { formatSeconds } from "./progress.ts";
import { type Chapter, renderChapter, ReportError } from "./report/chapter.ts";
import { label } from "./report/html.ts";
import { chapterPage, indexPage } from "./report/page.ts";
import { fail, root, setup, writeAtomically } from "./setup.ts";

/**
 * Executes the notebooks at `paths` and writes their reports into `folder`, one after the other, and after each the
 * list of all chapters. Needs `setup()` before.
 *
 * @param all paths of all notebooks of the book, in order
 * @returns paths of the reports
 * @throws CellError at the first cell that fails, ReportError at one that cannot be shown; reports of other chapters stay as they are
 */
export async function writeReports(
  paths: string[],
  all: string[],
  folder: string,
): Promise<string[]> {
  const chapters = all.map((path) => renderChapter(readNotebook(path), path));
  const file = ({ name }: Chapter) => join(folder, `${name}.html`);
  const written = paths.map((path) => file(chapters[all.indexOf(path)]!));
  for (const path of paths) {
    const index = all.indexOf(path);
    const started = performance.now();
    const executed: Notebook = JSON.parse(
      canonical(await executeNotebook(path), { keepTimes: true }),
    );
    const seconds = (performance.now() - started) / 1000;
    const chapter = renderChapter(executed, path);
    const linked = (other?: Chapter) =>
      other && (existsSync(file(other)) || written.includes(file(other))) ? other : undefined;
    const neighbours = { previous: linked(chapters[index - 1]), next: linked(chapters[index + 1]) };
    await writeAtomically(file(chapter), chapterPage(chapter, neighbours, footer(seconds)));
    const present = chapters.filter((other) => existsSync(file(other))).map(({ name }) => name);
    await writeAtomically(join(folder, "index.html"), indexPage(chapters, new Set(present)));
  }
  return written;
}

/** When, how long and with what the chapter was executed. */
function footer(seconds: number): string {
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

if (import.meta.main) {
  const paths = findNotebooks(Deno.args);
  await setup();
  try {
    const written = await writeReports(paths, findNotebooks(), join(root, "reports"));
    for (const path of written) console.log(path);
  } catch (error) {
    if (error instanceof CellError || error instanceof ReportError) fail(error.message);
    throw error;
  }
}
