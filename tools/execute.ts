// Executes notebooks with the real kernel, as the reader's Run All does.
// As a program it writes the outputs back: deno task execute [chapter…]

import { join } from "node:path";
import {
  canonical,
  chapterOf,
  failOnNotebook,
  findNotebooks,
  isNumbered,
  type Notebook,
  NotebookError,
  readNotebook,
  textOf,
} from "./notebooks.ts";
import { formatSeconds, ticker } from "./progress.ts";
import { jupyterEnv, python, root, setup, writeAtomically } from "./setup.ts";

/** A cell that threw; the message has the chapter, the cell's number and source, and the error. */
export class CellError extends NotebookError {
  override name = "CellError";
}

/** The code cell that has started: `number` of `count`, as JupyterLab numbers them after Run All. */
export interface Progress {
  chapter: string;
  number: number;
  count: number;
}

export interface ExecuteOptions {
  /** Variables for the kernel besides those of this process, such as DLFS_QUICK. */
  env?: Record<string, string>;
  onProgress?: (progress: Progress) => void;
}

/**
 * Executes all cells of a notebook, in its folder, and shows on the standard error which one is running.
 * The file is left as it is; needs `setup()` before.
 *
 * @returns the notebook with its outputs
 * @throws CellError at the first cell that fails
 */
export async function executeNotebook(
  path: string,
  options: ExecuteOptions = {},
): Promise<Notebook> {
  const chapter = chapterOf(path);
  const cells = readNotebook(path).cells;
  const codeCells = cells.keys().toArray().filter((i) => isNumbered(cells[i]!));
  let current = "starting";
  let cellStarted = performance.now();
  using _progress = ticker(() => {
    const seconds = (performance.now() - cellStarted) / 1000;
    return `${chapter} ${current}${seconds > 2 ? `, ${formatSeconds(seconds)} in this cell` : ""}`;
  });

  const child = new Deno.Command(python, {
    args: [join(root, "tools", "execute.py"), path],
    env: { ...jupyterEnv, DLFS_STRICT: "1", ...options.env },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  for await (const line of linesOf(child.stdout)) {
    const message: Message = JSON.parse(line);
    if ("notebook" in message) {
      current = `${codeCells.length} cells executed`;
      cellStarted = Infinity;
      return message.notebook;
    }
    if ("failed" in message) {
      const { cell, error } = message.failed;
      current = `cell ${codeCells.indexOf(cell) + 1}/${codeCells.length} failed`;
      throw new CellError(describe(chapter, codeCells.indexOf(cell) + 1, cells[cell]!, error));
    }
    const progress = {
      chapter,
      number: codeCells.indexOf(message.cell) + 1,
      count: codeCells.length,
    };
    current = `cell ${progress.number}/${progress.count}`;
    cellStarted = performance.now();
    options.onProgress?.(progress);
  }
  current = "failed";
  throw new Error(
    `executeNotebook: ${chapter}: tools/execute.py ended early; its message is above`,
  );
}

/** A line of tools/execute.py; `cell` is an index among all cells, from 0. */
type Message = { cell: number } | { notebook: Notebook } | {
  failed: { cell: number; error: string };
};

function describe(
  chapter: string,
  number: number,
  cell: Notebook["cells"][number],
  error: string,
): string {
  const source = textOf(cell.source).split("\n").map((line, i) =>
    `${String(i + 1).padStart(4)} | ${line}`
  );
  return `${chapter} cell ${number} (${cell.id}) failed:\n\n${
    source.join("\n")
  }\n\n${error.trim()}\n`;
}

/** The lines of what a program says, each as soon as it is whole. */
export async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

if (import.meta.main) {
  await setup();
  for (const path of findNotebooks(Deno.args)) {
    const executed = await executeNotebook(path).catch(failOnNotebook);
    await writeAtomically(path, canonical(executed));
  }
}
