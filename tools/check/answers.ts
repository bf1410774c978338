// The answers to the exercises, as a reader types them: the statements in the fold of a task take the place of those in the
// cell below it that begin alike.

import { type Cell, type Notebook, textOf } from "../notebooks.ts";

const PREFIX = "answer-to-";

/** The notebook with one more cell at its end for each exercise: the exercise, solved; and what no answer could be made of. */
export function withAnswers(notebook: Notebook): { notebook: Notebook; problems: string[] } {
  const problems: string[] = [];
  const answers: Cell[] = [];
  notebook.cells.forEach((cell, i) => {
    const code = textOf(cell.source);
    if (cell.cell_type !== "code" || !/\bexercise\(/.test(code)) return;
    const prose = textOf(notebook.cells[i - 1]?.source ?? "");
    const folds = Array.from(prose.matchAll(/^```ts\n(.*?)\n```$/gms), ([, answer]) => answer!);
    const isInBoth = folds.length === 2 && folds[0] === folds[1];
    const solved = isInBoth ? solve(code, folds[0]!) : undefined;
    if (solved !== undefined) {
      answers.push({ ...cell, id: PREFIX + cell.id, source: judged(solved) });
    } else {
      problems.push(
        `exercise "${cell.id}": ` +
          (isInBoth
            ? "its answer declares what the cell does not"
            : "the prose before it needs the same answer in both languages, as a block of ts"),
      );
    }
  });
  return { notebook: { ...notebook, cells: [...notebook.cells, ...answers] }, problems };
}

export function withoutAnswers(notebook: Notebook): Notebook {
  return { ...notebook, cells: notebook.cells.filter(({ id }) => !id?.startsWith(PREFIX)) };
}

/** The code with the statements of `answer` in the place of its own, or undefined if it has none for one of them. */
function solve(code: string, answer: string): string | undefined {
  const statements = statementsOf(code);
  for (const statement of statementsOf(answer)) {
    const declared = beginning(statement);
    const place = statements.findIndex((own) => beginning(own) === declared);
    if (declared === undefined || place < 0) return undefined;
    statements[place] = statement;
  }
  return statements.join("\n");
}

/** Each begins at the left edge, not with what closes another. */
const statementsOf = (code: string) => code.split(/\n(?=[^\s)}\]])/);

/** `const sum`, `function f`, `class Line`, `const [a, b]`: what it declares. */
const beginning = (statement: string) =>
  statement.match(/^(async )?(const|let|function|class) (\w+|\[.*?\]|\{.*?\})/)?.[0];

/** A cell of its own scope, so that nothing after it sees what it declares; an answer that is not right is an error. */
function judged(code: string): string {
  return `
import * as lib from "../lib/mod.ts";
await (async () => {
  const exercise: typeof lib.exercise = (...parts) => {
    const verdict = lib.exercise(...parts);
    if (!verdict.agrees) throw new Error(String(verdict));
    return verdict;
  };
  ${code.replace(/^import .*$/gm, "")}
})();`;
}
