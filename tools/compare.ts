// Executes notebooks in full and says, cell by cell, which of their saved outputs differ from today's and by how much:
// deno task compare [chapter…] [--tolerance=0.01] [--save]. Outputs that no two runs agree on, such as times, do not count.
// Ends with exit code 1 if a number differs by more than the tolerance, relatively, or more of a picture than this
// share; the tolerance is 0 unless it is named. Without --save the notebooks stay as they are.

import { parseArgs } from "node:util";
import { compareOutputs, type Difference } from "./compare/outputs.ts";
import { CellError, executeNotebook } from "./execute.ts";
import {
  canonical,
  chapterOf,
  failOnNotebook,
  findNotebooks,
  isNumbered,
  type Notebook,
  readNotebook,
} from "./notebooks.ts";
import { fail, setup, writeAtomically } from "./setup.ts";

/** A saved output that differs from today's. */
export interface CellDifference extends Difference {
  /** `ch05 cell 12 (train)`, as JupyterLab numbers the cells after Run All */
  place: string;
}

/**
 * Compares the notebook at `path` with the same notebook `executed`.
 *
 * @returns what differs, and how many outputs there are
 */
export function compareNotebook(
  path: string,
  executed: Notebook,
): { differences: CellDifference[]; count: number } {
  const cells = (notebook: Notebook): Notebook["cells"] =>
    JSON.parse(canonical(notebook)).cells.filter(isNumbered);
  const [saved, now] = [cells(readNotebook(path)), cells(executed)];
  const differences = saved.flatMap(({ id, outputs = [] }, i) =>
    compareOutputs(outputs, now[i]!.outputs ?? []).map((difference) => ({
      ...difference,
      place: `${chapterOf(path)} cell ${i + 1} (${id})`,
    }))
  );
  return { differences, count: saved.flatMap(({ outputs = [] }) => outputs).length };
}

/** Chapters, tolerance and whether to save, of the command line. */
function readArguments(): { chapters: string[]; tolerance: number; save: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        tolerance: { type: "string", default: "0" },
        save: { type: "boolean", default: false },
      },
    });
    const tolerance = Number(values.tolerance || NaN);
    if (!(tolerance >= 0)) throw new RangeError(`--tolerance needs a number of at least 0`);
    return { chapters: positionals, tolerance, save: values.save };
  } catch (error) {
    fail(`${(error as Error).message}\ndeno task compare [chapter…] [--tolerance=0.01] [--save]`);
  }
}

if (import.meta.main) {
  const { chapters, tolerance, save } = readArguments();
  const paths = findNotebooks(chapters);
  await setup();
  let [outputs, different, largest, failed] = [0, 0, 0, 0];
  for (const path of paths) {
    try {
      const executed = await executeNotebook(path, { env: { DLFS_QUICK: "" } });
      const { differences, count } = compareNotebook(path, executed);
      console.log(`${chapterOf(path)}: ${differences.length} differences in ${count} outputs`);
      for (const { place, words } of differences) console.log(`  ${place}: ${words}`);
      outputs += count;
      different += differences.length;
      largest = Math.max(largest, ...differences.map(({ size }) => size));
      if (save) await writeAtomically(path, canonical(executed));
    } catch (error) {
      if (!(error instanceof CellError)) failOnNotebook(error);
      console.log(`${error.message}`);
      failed++;
    }
  }
  const size = different === 0
    ? ""
    : largest === Infinity
    ? ", not only in numbers"
    : `, the largest ${Number(largest.toPrecision(2))}`;
  console.log(`${outputs} outputs, ${different} differences${size}; ${failed} notebooks failed`);
  Deno.exit(largest > tolerance || failed > 0 ? 1 : 0);
}
