// Tests that ask Python's own libraries. They are in tests/requirements.txt, installed in .venv or in the machine's Python;
// where a package is missing, the tests that need it are omitted, each with its reason.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const interpreters = [
  join(root, ".venv", "bin", "python"),
  join(root, ".venv", "Scripts", "python.exe"),
  join(root, "bench", ".venv", "bin", "python"),
  "python3",
  "python",
];

/** The command of a Python that has `packageName`, if there is one. */
export function findPython(packageName: string): string | undefined {
  return interpreters.find((command) => output(command, ["-c", `import ${packageName}`])?.success);
}

/** A test that runs Python code with `packageName`; `python(code, ...args)` gives what the code printed. */
export function pythonTest(
  name: string,
  packageName: string,
  run: (python: (code: string, ...args: string[]) => string) => void | Promise<void>,
): void {
  const python = findPython(packageName);
  if (python === undefined) {
    console.log(`omitted: ${name}: no Python with ${packageName}; see tests/requirements.txt`);
    return;
  }
  Deno.test(name, () =>
    run((code, ...args) => {
      const { stdout, stderr, success } = output(python, ["-c", code, ...args])!;
      const decoder = new TextDecoder();
      if (!success) throw new Error(decoder.decode(stderr));
      return decoder.decode(stdout);
    }));
}

/** What a command gave; `undefined` if it is not there. */
function output(command: string, args: string[]): Deno.CommandOutput | undefined {
  try {
    return new Deno.Command(command, { args }).outputSync();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
