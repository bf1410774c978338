// Cells in a kernel of their own: run_cells.py.

import { join } from "node:path";
import type { Output } from "./cells.ts";
import { jupyterEnv, python, root, setup } from "../../tools/setup.ts";

/** A cell as run_cells.py takes it. */
export interface TestCell {
  code: string;
  /** presses Stop after so many seconds */
  stop?: number;
  /** as an editor tells it: then types are checked */
  id?: string;
  /** seconds to listen after its end */
  wait?: number;
  /** seconds without an output after which it has no end */
  limit?: number;
}

/** What came of a cell. */
export interface Ran {
  outputs: Output[];
  status: string;
  seconds: number;
}

/** Runs cells one after the other in the folder of the notebooks. */
export async function runCells(cells: TestCell[], kernel = "deno", env = {}): Promise<Ran[]> {
  return JSON.parse(await runPython("run_cells.py", JSON.stringify(cells), kernel, env));
}

/** What a Python program of this folder prints. */
export async function runPython(
  name: string,
  input = "",
  kernel = "deno",
  env = {},
): Promise<string> {
  await setup();
  const child = new Deno.Command(python, {
    args: [join(import.meta.dirname!, name), kernel],
    cwd: join(root, "notebooks"),
    env: { ...jupyterEnv, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { stdout, success } = await child.output();
  if (!success) throw new Error(`${name} failed; its message is above`);
  return new TextDecoder().decode(stdout);
}

/** Outputs without the names of folders and the numbers of cells; what is printed is put together. */
export function readable(outputs: Output[]): Output[] {
  const told = outputs.map(([kind, text]): Output => [
    kind,
    text.replace(/file:\/\/.*\//, "file:///…/").replace(/cell \[\d+\]/g, "cell [1]"),
  ]);
  const printed = told.filter(([kind]) => kind === "stream").map(([, text]) => text).join("");
  const others = told.filter(([kind]) => kind !== "stream");
  if (printed === "") return others;
  const text = printed.length < 100 ? printed : `${printed.length} characters`;
  return [["stream", text], ...others];
}
