import { assertEquals } from "../assert.ts";
import { withAnswers } from "../../tools/check/answers.ts";
import { exerciseProblems } from "../../tools/check/exercises.ts";
import type { Cell, Notebook } from "../../tools/notebooks.ts";

const notebook = (...cells: Cell[]): Notebook => (
  { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }
);
const prose = (source: string, id = "prose"): Cell => (
  { cell_type: "markdown", id, metadata: {}, source }
);
const headings = prose("## 1.1 One\n\n### 1.1.1 Whole\n\n## 1.2 Two");
const task = (id: string, number: number, sections: string, folds = "Hint ヒント,ヒント") =>
  prose(
    `**${number}.** (${sections}) Task.\n\n` +
      folds.split(",").map((fold) => `<details><summary>${fold}</summary>\n\nx\n\n</details>`)
        .join("\n\n"),
    id,
  );
const cell = (id: string, source: string, verdict: string): Cell => ({
  cell_type: "code",
  id,
  metadata: {},
  source,
  outputs: [{ output_type: "execute_result", data: { "text/plain": verdict } }],
});
const kind = "○ sum: not yet, yours is 0: nothing is computed yet.";

Deno.test("exerciseProblems() is content with one for each section that has no sections of its own", () => {
  assertEquals(
    exerciseProblems(notebook(
      headings,
      task("first", 1, "1.1.1, 1.2"),
      cell("cell", 'exercise("sum (a, b)", sum(1, 2), solutions.ch01.sum);', kind),
    )),
    [],
  );
  assertEquals(exerciseProblems(notebook(headings, cell("a", "1;", "1"))), []);
});

Deno.test("exerciseProblems() tells what is missing", () => {
  assertEquals(
    exerciseProblems(notebook(
      headings,
      task("first", 1, "1.1.1"),
      cell("one", 'exercise("sum", sum, [1, 2]);', "✓ sum: 3. Right."),
      task("second", 3, "1.3", "Hint ヒント"),
      cell("two", 'show(exercise("sum", sum, "AC"));', "○ sum: not yet, yours is 4."),
    )),
    [
      "section 1.2 has no exercise",
      '"second": there is no section 1.3',
      '"second": is not number 2',
      '"second": has no fold “ヒント”',
      '"one": shows its answer, [1, 2]; it belongs into lib/exercises/solutions',
      '"one": is solved already',
      '"two": another exercise is called "sum", too',
      '"two": shows its answer, "AC"; it belongs into lib/exercises/solutions',
      '"two": only says ○ sum: not yet, yours is 4.',
    ],
  );
});

Deno.test("withAnswers() types wrong answers, too, and tells of those that nobody asks for", () => {
  const block = "```ts\nconst sum = 3;\n```";
  const unsolved = notebook(
    prose(`${block}\n\n${block}`),
    cell("sum", 'const sum = 0;\nexercise("sum", sum, solutions.ch01.sum);', kind),
  );
  const { notebook: solved, problems } = withAnswers(unsolved, {
    sum: [["const sum = 4;", "too large"], ["const total = 4;", "too large"]],
    other: [["const x = 1;", "y"]],
  });
  assertEquals(solved.cells.slice(2).map(({ id }) => id), [
    "answer-to-sum",
    "answer-to-sum-wrong-1",
  ]);
  assertEquals(String(solved.cells[3]!.source).includes('const says = "too large"'), true);
  assertEquals(problems, [
    'exercise "sum": its answer declares what the cell does not',
    'no exercise is "other"',
  ]);
});
