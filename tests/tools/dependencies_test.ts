// What docs/security.md says of the code of others.

import { join } from "node:path";
import { assertEquals, assertTrue } from "../assert.ts";
import { root } from "../../tools/setup.ts";

const read = (file: string) => Deno.readTextFileSync(join(root, file));

/** What a lock file of Deno names directly, and all that it brings. */
function npm(file: string): [named: number, all: number] {
  const { npm, workspace, specifiers } = JSON.parse(read(file));
  return [(workspace?.dependencies ?? Object.keys(specifiers)).length, Object.keys(npm).length];
}

/** The packages of a requirements file, each once whatever versions there are for other Pythons. */
const python = (file: string) =>
  new Set(Array.from(read(file).matchAll(/^([\w-]+)==/gm), ([, name]) => name)).size;

Deno.test("docs/security.md counts the packages of npm and PyPI", () => {
  const rows = Array.from(
    read("docs/security.md").matchAll(/`((?:\w+\/)*\w+\.(?:lock|txt))`.*\| +(\d+) \| +(\d+) \|/g),
    ([, file, named, all]) => [file, Number(named), Number(all)],
  );
  assertEquals(rows, [
    ["deno.lock", ...npm("deno.lock")],
    ["tools/chromium.lock", ...npm("tools/chromium.lock")],
    ["tests/notebooks/field/deno.lock", ...npm("tests/notebooks/field/deno.lock")],
    ["tools/requirements.txt", python("tools/requirements.in"), python("tools/requirements.txt")],
    ...["tests/requirements.txt", "tools/openblas.txt"].map((file) => [
      file,
      python(file),
      python(file),
    ]),
  ]);
});

Deno.test("every package is pinned exactly, those of npm with a hash", () => {
  const configs = ["deno.json", "tests/notebooks/field/deno.json"];
  const specifiers = configs.flatMap((file) =>
    Object.values<string>(JSON.parse(read(file)).imports)
  );
  for (const specifier of specifiers) {
    assertTrue(/^npm:@?[^@]+@\d+\.\d+\.\d+$/.test(specifier), specifier);
  }
  for (const file of ["deno.lock", "tools/chromium.lock", "tests/notebooks/field/deno.lock"]) {
    const { npm } = JSON.parse(read(file)) as { npm: Record<string, { integrity: string }> };
    for (const [name, { integrity }] of Object.entries(npm)) {
      assertTrue(integrity.startsWith("sha512-"), name);
    }
  }
  for (const file of ["tools/requirements.txt", "tests/requirements.txt", "tools/openblas.txt"]) {
    for (const line of read(file).split("\n")) {
      assertTrue(/^($|\s*#|\s*--hash=|[\w-]+==\d)/.test(line), `${file}: ${line}`);
    }
  }
});
