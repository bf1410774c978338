// Runs the cells of a notebook up to its last NumPy fold as one module, the folds beside them in one Python, and
// compares the numbers.

import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Cell, isNumbered, type Notebook, numpyOf, textOf } from "../../tools/notebooks.ts";
import { root } from "../../tools/setup.ts";

/** What came of a notebook's folds, by the id of the cell that each belongs to. */
export interface Comparison {
  /** the names whose values were compared */
  compared: Record<string, string[]>;
  /** what differs, or why there was nothing to compare */
  problems: Record<string, string[]>;
}

/** What a fold has to be given, and what it assigns: names in Python. */
interface Names {
  lacks: string[];
  assigns: string[];
}

/**
 * @param python a Python that has NumPy
 * @param env variables for the cells
 * @throws Error if a cell fails
 */
export async function compareFolds(
  notebook: Notebook,
  python: string,
  env: Record<string, string> = {},
): Promise<Comparison> {
  const folder = await Deno.makeTempDir({ dir: root, prefix: ".numpy-" }); // there, imports of ../lib resolve
  try {
    const folds = notebook.cells.flatMap((cell, i) => {
      const fold = numpyOf(notebook.cells[i + 1]);
      return fold === undefined ? [] : [{ cell: cell.id!, python: fold }];
    });
    await Deno.writeTextFile(join(folder, "folds.json"), JSON.stringify(folds));
    const script = join(import.meta.dirname!, "numpy_folds.py");
    const names: Names[] = JSON.parse(await output(python, [script, "names", folder]));
    const byCell = new Map(folds.map(({ cell }, i) => [cell, names[i]!]));
    const module = join(folder, "cells.ts");
    await Deno.writeTextFile(module, moduleOf(notebook.cells, byCell));
    const run = ["run", "-A", "--deny-net", "--no-check", module, folder];
    await output(Deno.execPath(), run, { cwd: join(root, "notebooks"), env });
    const oneThread = { env: { OPENBLAS_NUM_THREADS: "1" } }; // it adds in the same order everywhere
    return JSON.parse(await output(python, [script, "compare", folder], oneThread));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The cells that folds need, and around each with a fold what keeps the values of its names. */
function moduleOf(cells: Cell[], names: Map<string, Names>): string {
  const lib = `"${pathToFileURL(join(import.meta.dirname!, "numpy_values.ts"))}"`;
  const imports: string[] = [];
  const without = cells.filter(isNumbered).map(({ id, source }) => {
    const code = textOf(source).replaceAll('"../lib/mod.ts"', lib)
      .replace(/^import [^;]*;$/gm, (statement) => {
        imports.push(statement);
        return "";
      });
    return { id: id!, code };
  });
  const text = neededBy((id) => names.has(id), without).map(({ id, code }) => {
    const own = names.get(id);
    if (own === undefined) return code;
    const getters = (names: string[]) =>
      `{ ${names.map(camel).map((name) => `${name}: () => ${name}`).join(", ")} }`;
    return `__last = undefined;
__before("${id}", ${getters(own.lacks)});
${withLast(code)}
__after("${id}", ${getters([...own.lacks, ...own.assigns])}, __last);`;
  });
  return `// @ts-nocheck: what a name of Python is called here may not be there
import { after as __after, before as __before, finish as __finish } from ${lib};
import { loadFigures as __loadFigures } from ${lib};
${imports.join("\n")}
await __loadFigures();
let __last: unknown;
${text.join("\n")}
__finish();
Deno.exit();
`;
}

/** The cells that are wanted, and those that declare a name which a cell after them uses. */
function neededBy(isWanted: (id: string) => boolean, cells: { id: string; code: string }[]) {
  const used = new Set<string>();
  const words = (text: string) => text.match(/\w+/g) ?? [];
  return cells.toReversed().filter(({ id, code }) => {
    const declarations = code.matchAll(
      /^(?:const|let|async function|function\*?|class) (\w+|\{[^}]*\}|\[[^\]]*\])/gm,
    );
    const isUsed = Array.from(declarations).flatMap(([, name]) => words(name!))
      .some((name) => used.has(name));
    if (!isUsed && !isWanted(id)) return false;
    for (const word of words(code)) used.add(word);
    return true;
  }).reverse();
}

/** x_train is xTrain in TypeScript, lambda_ is lambda. */
function camel(name: string): string {
  return name.replace(/(?<=[A-Za-z0-9])_([A-Za-z0-9])/g, (_, letter) => letter.toUpperCase())
    .replace(/_$/, "");
}

/** The cell, with its last value kept as a kernel keeps it. */
function withLast(code: string): string {
  const statements = code.split(/\n(?=[^\s)}\]])/);
  const last = statements.pop()!;
  const isExpression = !/^(import|const|let|async|function|class|type|interface|for|if|try)\b|^\//
    .test(last);
  return [...statements, isExpression ? `__last = ${last}` : last].join("\n");
}

async function output(
  command: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args, ...options })
    .output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${basename(command)}: ${decoder.decode(stderr).trim()}`);
  return decoder.decode(stdout);
}
