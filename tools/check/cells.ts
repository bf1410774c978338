// Type check and lint of the notebooks. Deno reads no .ipynb, and its kernel checks no types, so the code cells of
// each notebook become one file in .cells/, beside notebooks/ so that its imports resolve; what Deno then says
// about a line is told of the cell that it comes from. A name declared in two cells is an error.

import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { chapterOf, isNumbered, readNotebook, textOf } from "../notebooks.ts";
import { root } from "../setup.ts";
import { deno } from "./deno.ts";

const folder = join(root, ".cells");

/** Rules of lint that have no sense in cells, or say again what the type check says. */
const excludedRules = ["no-redeclare"];

/** The code cells of a notebook as one file. */
export interface Cells {
  /** path of the file */
  file: string;
  text: string;
  /** `ch03 cell 7, line 2` for a line of the file, from 1 */
  place: (line: number) => string;
}

/** Puts the code cells of a notebook one after the other. */
export function extractCells(path: string): Cells {
  const lines: string[] = [];
  const places: string[] = [];
  readNotebook(path).cells.filter(isNumbered).forEach((cell, i) => {
    textOf(cell.source).split("\n").forEach((line, j) => {
      lines.push(line);
      places.push(`${chapterOf(path)} cell ${i + 1}, line ${j + 1}`);
    });
  });
  return {
    file: join(folder, `${basename(path, ".ipynb")}.ts`),
    text: [...lines, "export {};\n"].join("\n"), // a module, in which `await` is allowed
    place: (line) => places[line - 1] ?? `${chapterOf(path)} end`,
  };
}

/** What lint and type check say about the code cells of all `notebooks`, each with its place. */
export async function checkCells(
  notebooks: string[],
): Promise<{ lint: string[]; types: string[] }> {
  if (notebooks.length === 0) return { lint: [], types: [] };
  const all = notebooks.map(extractCells);
  await Deno.mkdir(folder, { recursive: true });
  for (const { file, text } of all) await Deno.writeTextFile(file, text);
  try {
    const { findings, unreadable } = await lint(all);
    // One file that cannot be parsed would keep the type check from all others.
    const types = await checkTypes(all.filter(({ file }) => !unreadable.has(file)));
    return { lint: findings, types };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function lint(all: Cells[]): Promise<{ findings: string[]; unreadable: Set<string> }> {
  const exclude = `--rules-exclude=${excludedRules.join()}`;
  const { stdout } = await deno("lint", "--json", exclude, ...all.map(({ file }) => file));
  const { diagnostics, errors }: LintReport = JSON.parse(stdout);
  const findings = diagnostics.map(({ filename, range, message, code }) =>
    located(all, filename, range.start.line, `${code}: ${message}`)
  );
  for (const { message } of errors) findings.push(...parseMessages(all, message));
  return { findings, unreadable: new Set(errors.map(({ file_path }) => file_path)) };
}

/** What we read of the output of `deno lint --json`. */
interface LintReport {
  diagnostics: {
    filename: string;
    range: { start: { line: number } };
    message: string;
    code: string;
  }[];
  errors: { file_path: string; message: string }[];
}

async function checkTypes(all: Cells[]): Promise<string[]> {
  if (all.length === 0) return [];
  const { success, stderr } = await deno("check", "--quiet", ...all.map(({ file }) => file));
  return success ? [] : parseMessages(all, stderr);
}

/** Deno's messages, each with its place: they are parted by empty lines and end in `at file:///…:line:column`. */
function parseMessages(all: Cells[], text: string): string[] {
  const findings = text.split("\n\n").flatMap((message) => {
    const at = message.match(/\s+at (file:\S+):(\d+):\d+\s*$/);
    if (!at) return [];
    // The message ends in the source line and a line that points into it; we show the former.
    const text = message.slice(0, at.index).replace(/(\n[^\n]*)?\n[ |]*[~^]+$/, "");
    return [
      located(
        all,
        at[1]!,
        Number(at[2]),
        text.replace(/\n +\|$/, "").replace(" [ERROR]", "").trim(),
      ),
    ];
  });
  return findings.length > 0 ? findings : [text.trim()];
}

/** `ch03 cell 7, line 2: message`, and under it the source line. */
function located(all: Cells[], url: string, line: number, message: string): string {
  const path = fileURLToPath(url);
  const cells = all.find(({ file }) => file === path);
  if (!cells) return `${relative(root, path)}:${line}: ${message}`;
  return `${cells.place(line)}: ${message}\n    ${cells.text.split("\n")[line - 1]!.trim()}`;
}
