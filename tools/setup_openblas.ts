// Puts OpenBLAS, 8 MB to download, into .venv, where useBackend("openblas") looks for it.
// deno task setup:openblas does only that.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { openBlasFile } from "../lib/backend/openblas.ts";
import { fail, pip, python, root, setup, step } from "./setup.ts";

/** Installs OpenBLAS and tells whether it is there; needs `setup()` before. */
export async function setupOpenBlas(): Promise<boolean> {
  const folder = join(root, ".venv", "openblas"); // the same path whatever the Python
  const pinned = ["--require-hashes", "-r", join(root, "tools", "openblas.txt")];
  await step("installing OpenBLAS", python, [...pip, "--upgrade", "--target", folder, ...pinned]);
  return existsSync(openBlasFile()!);
}

if (import.meta.main) {
  await setup();
  if (!await setupOpenBlas()) {
    fail("OpenBLAS could not be installed; the reason is above. WASM computes without it");
  }
  console.log(fileURLToPath(openBlasFile()!));
}
