// Pages for a class: without hints and answers to the exercises.

import { type Cell, type Notebook, textOf } from "../nbformat.ts";

const fold = /<details>\s*<summary>(?:Hint|Answer|ヒント|答え|show the answer)[^]*?<\/details>\s*/g;

/** A notebook without the folds that have hints and answers, in its text and in what `exercise()` has shown. */
export function withoutAnswers(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell): Cell => {
    if (cell.cell_type === "markdown") {
      return { ...cell, source: textOf(cell.source).replace(fold, "") };
    }
    const outputs = cell.outputs?.map((output) => {
      const html = output.data?.["text/html"] as string | string[] | undefined;
      if (html === undefined) return output;
      return { ...output, data: { ...output.data, "text/html": textOf(html).replace(fold, "") } };
    });
    return { ...cell, ...outputs && { outputs } };
  });
  return { ...notebook, cells };
}
