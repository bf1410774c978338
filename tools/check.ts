// deno task check: everything that is found without running the code. Prints all findings, each with its place, and
// last how many checks passed and failed.

import { checkArchitecture } from "./architecture.ts";
import { checkWasm } from "./build_wasm.ts";
import { checkCells } from "./check/cells.ts";
import { deno } from "./check/deno.ts";
import { checkForm } from "./check/form.ts";
import { checkDocs, checkExamples } from "./check/docs.ts";
import { checkLayers, checkLengths, countLayers } from "./check/lengths.ts";
import { checkImports, readLib } from "./check/imports.ts";
import { failOnNotebook, findNotebooks, readNotebook } from "./notebooks.ts";

let failed = 0;
let passed = 0;

/** Prints what a check has found; without findings it has passed. */
function tell(check: string, findings: string[]): void {
  console.log(`${findings.length === 0 ? "ok    " : "FAILED"} ${check}`);
  for (const finding of findings) console.log(finding.replace(/^/gm, "    "));
  findings.length === 0 ? passed++ : failed++;
}

/** What Deno says, if it is not content. */
async function findingsOf(...args: string[]): Promise<string[]> {
  const { success, stdout, stderr } = await deno(...args);
  return success ? [] : [(stdout + stderr).trim()];
}

const lib = readLib();
const notebooks = findNotebooks();
try {
  notebooks.forEach(readNotebook);
} catch (error) {
  failOnNotebook(error);
}
tell("format (deno fmt mends it)", await findingsOf("fmt", "--check"));
tell("lint", await findingsOf("lint"));
tell(
  "types of lib with its examples, tests and tools",
  await findingsOf("check", "--quiet", "--doc"),
);
tell(
  "documentation of what lib exports",
  checkDocs(lib, (await deno("doc", "--lint", "lib/mod.ts")).stderr),
);
tell(
  "examples of what lib exports",
  checkExamples((await deno("doc", "--json", "lib/mod.ts")).stdout),
);
tell("direction of the imports of lib", checkImports(lib));
tell("length of the files of lib", checkLengths(lib));
const lines = countLayers(lib);
tell(
  `layers, ${Math.min(...lines.values())} to ${Math.max(...lines.values())} lines`,
  checkLayers(lines),
);
tell("picture of the imports, drawn again", await checkArchitecture());
tell("kernels of the WASM backend, built again", await checkWasm());

const { lint, types } = await checkCells(notebooks);
tell("types of the notebooks", types);
tell("lint of the notebooks", lint);
const forms = await Promise.all(notebooks.map(checkForm));
tell("form of the notebooks", forms.flatMap(({ errors }) => errors));
for (const warning of forms.flatMap(({ warnings }) => warnings)) {
  console.log(`    note: ${warning}`);
}

console.log(`${passed} passed, ${failed} failed`);
Deno.exit(failed > 0 ? 1 : 0);
