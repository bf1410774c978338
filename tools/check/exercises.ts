// Whether each section has an exercise, and what each needs: a number, a hint, a name of its own, a kind verdict at first,
// and no answer in its cell.

import { type Cell, type Notebook, type Output, type Text, textOf } from "../notebooks.ts";

/** Numbered sections that have none, each with the reason. */
const withoutExercise: Record<string, string> = { "6.6": "only sums up the chapter" };

/** What is wrong with the exercises of a chapter; nothing for a notebook that has none. */
export function exerciseProblems({ cells }: Notebook): string[] {
  const prose = cells.filter(({ cell_type }) => cell_type === "markdown");
  const tasks = prose.filter((cell) => numberOf(cell) !== undefined);
  if (tasks.length === 0) return [];

  const problems: string[] = [];
  const covered = new Set(tasks.flatMap(sectionsOf));
  const sections = prose.flatMap((cell) =>
    Array.from(
      textOf(cell.source).matchAll(/^##+ ([A-Z\d]+(?:\.\d+)+) /gm),
      ([, number]) => number!,
    )
  );
  for (const section of sections) {
    const isWhole = sections.some((other) => other.startsWith(`${section}.`));
    const isExcused = section in withoutExercise;
    if (!isWhole && !covered.has(section) && !isExcused) {
      problems.push(`section ${section} has no exercise`);
    }
    if (covered.has(section) && isExcused) {
      problems.push(`section ${section} has an exercise, and a reason in the list to have none`);
    }
  }
  tasks.forEach((task, i) => {
    const unknown = sectionsOf(task).filter((name) =>
      /^\S+\.\d/.test(name) && !sections.includes(name)
    );
    if (unknown.length > 0) {
      problems.push(`"${task.id}": there is no section ${unknown.join(", ")}`);
    }
    if (numberOf(task) !== i + 1) problems.push(`"${task.id}": is not number ${i + 1}`);
    for (const summary of ["Hint ヒント", "ヒント"]) {
      if (!textOf(task.source).includes(`<summary>${summary}</summary>`)) {
        problems.push(`"${task.id}": has no fold “${summary}”`);
      }
    }
  });

  const names = new Set<string>();
  for (const cell of cells) {
    if (cell.cell_type !== "code") continue;
    for (const [name, , expected] of callsOf(textOf(cell.source))) {
      if (names.has(name!)) problems.push(`"${cell.id}": another exercise is called ${name}, too`);
      names.add(name!);
      if (!/[a-z]/i.test(expected!) || /^["'`]/.test(expected!)) {
        problems.push(
          `"${cell.id}": shows its answer, ${expected}; it belongs into lib/exercises/solutions`,
        );
      }
    }
    if (/\bexercise\(/.test(textOf(cell.source))) problems.push(...unkind(cell));
  }
  return problems;
}

const numberOf = (cell: Cell) => {
  const number = textOf(cell.source).match(/^\*\*(\d+)\.\*\* \(/m)?.[1];
  return number === undefined ? undefined : Number(number);
};

const sectionsOf = (cell: Cell) =>
  textOf(cell.source).match(/^\*\*\d+\.\*\* \((.*?)\)/m)![1]!.split(", ");

/** The arguments of each call of `exercise` as they are written. */
function callsOf(code: string): string[][] {
  return Array.from(code.matchAll(/\bexercise\(/g), ({ index }) => {
    const parts = [""];
    let depth = 0;
    for (const sign of code.slice(index + "exercise(".length)) {
      if (")]}".includes(sign) && --depth < 0) break;
      if ("([{".includes(sign)) depth++;
      if (sign === "," && depth === 0 && !isOpen(parts.at(-1)!)) parts.push("");
      else parts[parts.length - 1] += sign;
    }
    return parts.map((part) => part.trim());
  });
}

/** Whether a text ends within quotes. */
const isOpen = (text: string) => (text.match(/["`]/g) ?? []).length % 2 === 1;

/** An unsolved exercise is not right, and its verdict says what is missing. */
function unkind(cell: Cell): string[] {
  const verdicts = (cell.outputs ?? []).map(({ data }: Output) =>
    textOf((data?.["text/plain"] ?? "") as Text)
  ).filter((text) => /^[○✓] /.test(text));
  return verdicts.flatMap((text) => {
    if (text.startsWith("✓")) return [`"${cell.id}": is solved already`];
    return /: not yet(, yours is .*?)?: /s.test(text) ? [] : [`"${cell.id}": only says ${text}`];
  });
}
