// The answers to the exercises, as a reader types them: the statements in the fold of a task take the place of those in the
// cell below it that begin alike.

import { type Cell, type Notebook, textOf } from "../notebooks.ts";

const PREFIX = "answer-to-";

/** Answers that are not right, by the cell that they are typed into, each with words that the verdict has to say. */
export type WrongAnswers = Record<string, [answer: string, says: string][]>;

/**
 * The notebook with cells at its end that fail unless the verdict is as it should be: for each exercise its answer, and
 * the wrong ones; and what no answer could be made of.
 */
export function withAnswers(
  notebook: Notebook,
  wrong: WrongAnswers = {},
): { notebook: Notebook; problems: string[] } {
  const problems: string[] = [];
  const answers: Cell[] = [];
  notebook.cells.forEach((cell, i) => {
    const code = textOf(cell.source);
    if (cell.cell_type !== "code" || !/\bexercise\(/.test(code)) return;
    const prose = textOf(notebook.cells[i - 1]?.source ?? "");
    const folds = Array.from(prose.matchAll(/^```ts\n(.*?)\n```$/gms), ([, answer]) => answer!);
    const [answer] = folds;
    if (answer === undefined || folds.length !== 2 || answer !== folds[1]) {
      problems.push(
        `exercise "${cell.id}": the prose before it needs the same answer in both languages, as a block of ts`,
      );
      return;
    }
    [[answer], ...wrong[cell.id!] ?? []].forEach(([answer, says], number) => {
      const solved = solve(code, answer!);
      if (solved !== undefined) {
        const id = `${PREFIX}${cell.id}${number > 0 ? `-wrong-${number}` : ""}`;
        answers.push({ ...cell, id, source: judged(solved, says) });
      } else {
        problems.push(`exercise "${cell.id}": its answer declares what the cell does not`);
      }
    });
  });
  for (const id of Object.keys(wrong)) {
    if (!answers.some((cell) => cell.id === PREFIX + id)) problems.push(`no exercise is "${id}"`);
  }
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

/**
 * A cell of its own scope, so that nothing after it sees what it declares. An answer that is not right is an error; or,
 * where the verdict has to say something, one of which no verdict says that.
 */
function judged(code: string, says?: string): string {
  return `
import * as lib from "../lib/mod.ts";
await (async () => {
  const verdicts: string[] = [];
  const exercise: typeof lib.exercise = (...parts) => {
    const verdict = lib.exercise(...parts);
    if (!verdict.agrees) verdicts.push(String(verdict));
    return verdict;
  };
  ${code.replace(/^import .*$/gm, "")}
  const says = ${JSON.stringify(says)};
  const isRight = says === undefined
    ? verdicts.length === 0
    : verdicts.some((verdict) => verdict.includes(says));
  if (!isRight) throw new Error(\`\${verdicts.join("\\n")} does not say: \${says ?? "Right"}\`);
})();`;
}
