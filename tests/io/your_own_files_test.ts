// docs/your-own-files.md: its code is run, in a folder with files that Python wrote under the names that the page has.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { assertTrue } from "../assert.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

Deno.test("your-own-files.md: all of its code runs, one block after the other", () => {
  const page = Deno.readTextFileSync(join(root, "docs", "your-own-files.md"));
  const blocks = Array.from(page.matchAll(/^```ts\n(.*?)^```/gms), ([, block]) => block);
  assertTrue(blocks.length >= 4);
  const code = blocks.join("");
  const lib = join(root, "lib", "mod.ts");
  const names = [
    ...new Set(
      code.match(/\b(load|save)[A-Z]\w+|\b(digitsIn|imread|random|Trainer|TwoLayerNet|Adam)\b/g),
    ),
  ];

  const folder = Deno.makeTempDirSync();
  try {
    for (
      const [name, vector] of [
        ["x.npy", "version1.npy"],
        ["arrays.npz", "arrays.npz"],
        ["mnist.pkl", "mnist.pkl"],
        ["mnist.pkl.gz", "python2_protocol2.pkl.gz"],
      ]
    ) Deno.copyFileSync(join(root, "tests", "vectors", vector), join(folder, name));
    Deno.writeFileSync(
      join(folder, "my-labels-idx1-ubyte.gz"),
      gzipSync(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 1)),
    );
    Deno.copyFileSync(join(root, "data", "own_digits.png"), join(folder, "my-digits.png"));
    for (const kind of ["cat", "dog"]) {
      Deno.mkdirSync(join(folder, "pets", kind), { recursive: true });
      const photo = join(root, "tests", "vectors", "turned.jpg");
      Deno.copyFileSync(photo, join(folder, "pets", kind, "1.jpg"));
    }
    Deno.writeTextFileSync(
      join(folder, "page.ts"),
      `import { ${names.join(", ")} } from ${
        JSON.stringify(lib)
      };\n${code}\nconsole.log(tomorrow);`,
    );
    const args = ["run", "-A", "--no-check", "--no-lock", `--config=${root}deno.json`, "page.ts"];
    const { stdout, stderr } = new Deno.Command(Deno.execPath(), { args, cwd: folder })
      .outputSync();
    const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    assertTrue(/^step 100 of 100/.test(said), said);
    for (const name of ["mine.checkpoint", "mine.safetensors", "normalized.npy"]) {
      assertTrue(existsSync(join(folder, name)), name);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
