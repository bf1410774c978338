// The notebooks as files, and the one form they are saved in, so that a diff shows what an author changed.
// As a program it rewrites them in that form: deno run -A tools/notebooks.ts [chapter…]

import { basename, join } from "node:path";
import { type Cell, type Notebook, type Output, renameIds, type Text, textOf } from "./nbformat.ts";
import { fail, root, writeAtomically } from "./setup.ts";

export { type Cell, type Notebook, type Output, type Text, textOf } from "./nbformat.ts";

/**
 * Whether a cell has the tag `figure`: it draws and teaches nothing else, so JupyterLab and the report fold its code.
 */
export function isFigureCell(cell: Cell): boolean {
  const { tags } = cell.metadata;
  return cell.cell_type === "code" && Array.isArray(tags) && tags.includes("figure");
}

/** Whether JupyterLab numbers the cell in Run All. */
export function isNumbered(cell: Cell): boolean {
  return cell.cell_type === "code" && textOf(cell.source).trim() !== "";
}

const numpyFold =
  /^<details class="numpy"><summary>NumPy<\/summary>\n\n```python\n(.*?)\n```\n\n<\/details>$/s;

/** The code of a NumPy fold: what the code cell above it says, in Python. Undefined for every other cell. */
export function numpyOf(cell: Cell | undefined): string | undefined {
  if (cell?.cell_type !== "markdown") return undefined;
  return textOf(cell.source).trim().match(numpyFold)?.[1];
}

/** `ch03-neural-networks.ipynb` → `ch03`: what messages call the notebook. */
export function chapterOf(path: string): string {
  const name = basename(path, ".ipynb");
  return name.match(/^(ch\d+|appendix-[a-z])(?=-|$)/)?.[0] ?? name;
}

/**
 * Paths of all notebooks in the order of the book, or of those whose chapters are named: `ch03`, `3`, or the beginning of a
 * file name.
 */
export function findNotebooks(chapters: string[] = [], folder = join(root, "notebooks")): string[] {
  const names = Array.from(Deno.readDirSync(folder), (entry) => entry.name)
    .filter((name) => name.endsWith(".ipynb")).sort(byPlaceInBook);
  const chosen = new Set<string>();
  for (const chapter of chapters) {
    const start = /^\d+$/.test(chapter) ? `ch${chapter.padStart(2, "0")}` : chapter;
    const matches = names.filter((name) => name.startsWith(start));
    if (matches.length === 0) {
      fail(`No notebook begins with ${start}: there are ${names.join(", ")}`);
    }
    matches.forEach((name) => chosen.add(name));
  }
  return names.filter((name) => chapters.length === 0 || chosen.has(name)).map((name) =>
    join(folder, name)
  );
}

/** Chapters by their number, then appendices. */
function byPlaceInBook(a: string, b: string): number {
  const isAppendix = (name: string) => Number(name.startsWith("appendix"));
  return isAppendix(a) - isAppendix(b) || (a < b ? -1 : 1);
}

/** A notebook that cannot be read, executed or shown; the message says which, where and why. */
export class NotebookError extends Error {
  override name = "NotebookError";
}

/**
 * Reads a notebook file.
 *
 * @throws NotebookError for what is not a notebook, or one of a format before 4
 */
export function readNotebook(path: string): Notebook {
  const name = basename(path);
  let notebook: Partial<Notebook> | null;
  try {
    notebook = JSON.parse(Deno.readTextFileSync(path));
  } catch (error) {
    throw new NotebookError(`${name} is not a notebook: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const format = notebook?.nbformat;
  if (typeof format === "number" && format < 4) {
    throw new NotebookError(
      `${name} has notebook format ${format}; open it in JupyterLab and save it, which makes it format 4`,
    );
  }
  if (!Array.isArray(notebook?.cells)) {
    throw new NotebookError(`${name} is not a notebook: it has no list of cells`);
  }
  return notebook as Notebook;
}

/**
 * The notebook's text in canonical form: keys sorted, no execution counts, no metadata but the kernel's name,
 * ids that say something, outputs without what differs from run to run or from author to author.
 *
 * @param keepTimes whether times stay, which differ from run to run: a report shows them, a saved notebook does not
 */
export function canonical(notebook: Notebook, { keepTimes = false } = {}): string {
  const ids = new Set<string>();
  const cells = notebook.cells.map((cell) => {
    const source = textOf(cell.source);
    const id = isSlug(cell.id) && !ids.has(cell.id) ? cell.id : unusedSlug(source, ids);
    ids.add(id);
    const { tags, caption } = cell.metadata;
    const common = {
      cell_type: cell.cell_type,
      id,
      metadata: {
        ...(tags !== undefined && { tags }),
        ...(caption !== undefined && { caption }),
        ...(isFigureCell(cell) && { jupyter: { source_hidden: true } }), // JupyterLab folds its code
      },
      source: lines(source),
      ...(cell.attachments && { attachments: cell.attachments }),
    };
    if (cell.cell_type !== "code") return common;
    const executed = keepTimes ? cell.outputs ?? [] : (cell.outputs ?? []).map(withoutTimes);
    return { ...common, execution_count: null, outputs: canonicalOutputs(executed, id) };
  });
  const metadata = {
    kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
    // all that the kernel says of itself; JupyterLab writes it into a notebook, and calls it unsaved unless it is there
    language_info: {
      codemirror_mode: "typescript",
      file_extension: ".ts",
      mimetype: "text/x.typescript",
      name: "typescript",
      nbconvert_exporter: "script",
      pygments_lexer: "typescript",
    },
  };
  return JSON.stringify(sortKeys({ cells, metadata, nbformat: 4, nbformat_minor: 5 }), null, 1) +
    "\n";
}

/** The canonical text with the code and the prose of its cells formatted by `deno fmt`. */
export async function formatted(notebook: Notebook): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    // A line for each paragraph: a line break within Japanese would be shown as a space.
    args: ["fmt", "--ext=ipynb", "--prose-wrap=never", "-"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(canonical(notebook)));
  await writer.close();
  const { success, stdout } = await child.output();
  // What cannot be parsed stays as it is: the type check says where.
  return canonical(success ? JSON.parse(new TextDecoder().decode(stdout)) : notebook);
}

/** What no two runs agree on, such as times, is kept as a line that says so. */
function withoutTimes(output: Output): Output {
  const { volatile } = (output.metadata ?? {}) as { volatile?: string };
  return volatile ? { ...output, data: { "text/plain": volatile }, metadata: {} } : output;
}

function canonicalOutputs(outputs: Output[], cellId: string): Output[] {
  const result: Output[] = [];
  for (const output of outputs) {
    const previous = result.at(-1);
    if (output.output_type === "stream") {
      const text = withoutColours(textOf(output.text ?? ""));
      if (previous?.output_type === "stream" && previous.name === output.name) {
        previous.text = lines(textOf(previous.text!) + text); // where a stream is cut is chance
      } else {
        result.push({ ...output, text: lines(text) });
      }
    } else if (output.data) {
      const data = Object.entries(output.data).map(([mime, content]) => [
        mime,
        canonicalContent(mime, content, `${cellId}-${result.length}`),
      ]);
      const count = output.output_type === "execute_result" ? { execution_count: null } : {};
      result.push({ ...output, data: Object.fromEntries(data), ...count });
    } else {
      result.push(output);
    }
  }
  return result;
}

function canonicalContent(mime: string, content: unknown, idPrefix: string): unknown {
  const isText = mime.startsWith("text/") || mime === "image/svg+xml" ||
    mime === "application/javascript";
  if (!isText) {
    return Array.isArray(content) && mime.startsWith("image/") ? textOf(content) : content;
  }
  const text = withoutColours(textOf(content as Text));
  let count = 0;
  const newId = () => `${idPrefix}-${++count}`;
  const stable = text.replace(/<svg[\s>].*?<\/svg>/gs, (svg) => canonicalSvg(svg, newId));
  return lines(stable);
}

/** Ids are numbered within the output; numbers in attributes have at most 3 decimals. */
function canonicalSvg(svg: string, newId: () => string): string {
  return renameIds(svg, newId).replace(
    /<[^>]*>/g,
    (tag) =>
      tag.replace(/-?\d+\.\d{4,}(e-?\d+)?/g, (number) => `${Number(Number(number).toFixed(3))}`),
  );
}

// deno-lint-ignore no-control-regex
const withoutColours = (text: string) => text.replace(/\x1b\[[\d;]*m/g, "");

const lines = (text: string) => text === "" ? [] : text.split(/(?<=\n)/);

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map((
      [key, item],
    ) => [key, sortKeys(item)]),
  );
}

/** `affine-forward`; not the random hexadecimal id of a cell just made in an editor. */
function isSlug(id: string | undefined): id is string {
  return id !== undefined && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && id.length <= 64 &&
    !/^[0-9a-f]{8}(-|$)/.test(id);
}

/** A slug of the first words of a cell that no other cell has yet. */
function unusedSlug(source: string, used: Set<string>): string {
  const words = source.toLowerCase().match(/[a-z][a-z0-9]*/g) ?? [];
  const skipped = new Set([
    "const",
    "let",
    "import",
    "from",
    "the",
    "a",
    "of",
    "details",
    "summary",
    "lang",
    "ja",
  ]);
  const slug = words.filter((word) => !skipped.has(word)).slice(0, 4).join("-").slice(0, 50) ||
    "cell";
  for (let n = 1;; n++) {
    const id = n === 1 ? slug : `${slug}-${n}`;
    if (!used.has(id)) return id;
  }
}

/** Ends the program with the message of a NotebookError. */
export function failOnNotebook(error: unknown): never {
  if (error instanceof NotebookError) fail(error.message);
  throw error;
}

async function rewrite(path: string): Promise<void> {
  await writeAtomically(path, await formatted(readNotebook(path)));
}

if (import.meta.main) {
  for (const path of findNotebooks(Deno.args)) await rewrite(path).catch(failOnNotebook);
}
