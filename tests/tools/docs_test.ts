// The pages for those who look inside name files that are there.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../tools/setup.ts";
import { assertEquals, assertTrue } from "../assert.ts";

const pages = [
  "README.md",
  "README.ja.md",
  "CONTRIBUTING.md",
  "docs/architecture.md",
  "lib/README.md",
];

/** What a recipe tells to write, and folders of the reader's own. */
const others = ["lib/layers/tanh.ts", "mnist/", "book/"];

/** Where links and paths in `code` lead, from the root of the checkout. */
function pathsIn(page: string, text: string): string[] {
  const links = Array.from(
    text.matchAll(/\]\((?!https?:)([^)#]+)/g),
    ([, to]) => join(dirname(page), to),
  );
  const names = Array.from(
    text.matchAll(/`((?:\w[\w-]*\/)+(?:[\w.-]+\.\w+)?)`/g),
    ([, name]) => name,
  )
    .map((name) => page.startsWith("lib/") ? join("lib", name) : name);
  return [...links, ...names].filter((path) =>
    !/^(?:reports|data\/cache|bench\/\.venv)\b/.test(path)
  );
}

for (const page of pages) {
  Deno.test(`${page} names files that are there`, () => {
    const paths = pathsIn(page, Deno.readTextFileSync(join(root, page)));
    assertTrue(paths.length > 3);
    const missing = paths.filter((path) => !existsSync(join(root, path)) && !others.includes(path));
    assertEquals(missing, []);
  });
}
