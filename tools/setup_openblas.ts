// deno task setup:openblas: puts OpenBLAS, 8 MB to download, into .venv, where useBackend("openblas") looks for it.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { openBlasFile } from "../lib/backend/openblas.ts";
import { fail, python, root, setup, step } from "./setup.ts";

await setup();
const folder = join(root, ".venv", "openblas"); // the same path whatever the Python
const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade"];
const pinned = ["--require-hashes", "-r", join(root, "tools", "openblas.txt")];
const file = fileURLToPath(openBlasFile()!);
if (
  !await step("installing OpenBLAS", python, [...pip, "--target", folder, ...pinned]) ||
  !existsSync(file)
) {
  fail("OpenBLAS could not be installed; the reason is above. WASM computes without it");
}
console.log(file);
