// docs/other-programs.md: its code is run, block after block, TypeScript and Python, in a folder like that of the
// notebooks.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertTrue } from "../assert.ts";
import { pythonTest } from "../python.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = Deno.readTextFileSync(join(root, "docs", "other-programs.md"));

/** The code beneath a heading. */
function blocks(heading: string): { language: string; code: string }[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading))!;
  return Array.from(
    section.matchAll(/^```(ts|python)\n(.*?)^```/gms),
    ([, language, code]) => ({ language, code }),
  );
}

/** Runs the blocks of both headings; what they print is differences of scores, of which there have to be so many. */
function runs(heading: string, packages: string, differences: number): void {
  const name = `other-programs.md: ${heading} gives our scores`;
  pythonTest(name, packages, (python) => {
    const folder = Deno.makeTempDirSync();
    try {
      const notebooks = join(folder, "notebooks");
      const weights = join("data", "weights");
      for (const path of [notebooks, join(folder, weights)]) {
        Deno.mkdirSync(path, { recursive: true });
      }
      for (const { name } of Deno.readDirSync(join(root, weights))) {
        Deno.copyFileSync(join(root, weights, name), join(folder, weights, name));
      }
      let soFar = `import os\nos.chdir(${JSON.stringify(notebooks)})\n`; // blocks of Python go on with each other
      let said = "";
      for (const { language, code } of [...blocks("A network"), ...blocks(heading)]) {
        if (language === "python") said = python(soFar += code).trim();
        else said = typescript(notebooks, code).trim();
        for (const line of said.split("\n").filter((line) => /^\d/.test(line))) {
          console.log(`${heading}, ${language}: ${line}`);
          assertTrue(Number(line) <= 1e-4, said); // of scores up to 50
          differences--;
        }
      }
      assertTrue(differences <= 0, "the page shows no difference");
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

/** What a block prints. It may read files, and write into its folder, but not go to the network. */
function typescript(folder: string, code: string): string {
  const names = [...new Set(code.match(/\b((load|save)[A-Z]\w+|[A-Z]\w+Net)\b/g))];
  const lib = JSON.stringify(join(root, "lib", "mod.ts"));
  Deno.writeTextFileSync(
    join(folder, "block.ts"),
    `import { ${names.join(", ")} } from ${lib};\n${code}`,
  );
  const allowed = ["--allow-read", "--allow-env", "--allow-write", "--deny-net", "--no-prompt"];
  const { stdout, stderr, success } = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-lock", `--config=${root}deno.json`, ...allowed, "block.ts"],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).outputSync();
  const decoder = new TextDecoder();
  assertTrue(success, decoder.decode(stderr));
  return decoder.decode(stdout);
}

runs("ONNX", "onnxruntime, numpy", 1);
runs("NumPy", "safetensors, numpy", 1);
runs("PyTorch", "torch, safetensors, numpy", 2);
