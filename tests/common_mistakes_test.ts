// docs/common-mistakes.md says what a reader sees: each line of code there is run, and compared with the comment below it.

import * as lib from "../lib/mod.ts";
import { assertEquals, assertTrue } from "./assert.ts";

const page = await Deno.readTextFile(new URL("../docs/common-mistakes.md", import.meta.url));
const cases = [...page.matchAll(/^```ts\n(.*?)^```/gms)]
  .flatMap(([, block]) => [...block.matchAll(/^(?!\/\/)(.+);\n\/\/ (.+)$/gm)])
  .map(([, code, seen]) => ({ code, seen }));

const names = {
  ...lib,
  get x() {
    return lib.tensor([1, 2, 3]);
  },
  get y() {
    return lib.tensor([4, 5, 6]);
  },
  get X() {
    return lib.tensor([[1, 2, 3], [4, 5, 6]]);
  },
};

/** What a cell with this code shows, in one line. */
async function shown(code: string): Promise<string> {
  // a fresh x for each, since some lines change it; code is text here because it must not pass the type check
  const run = new Function(
    "names",
    `"use strict"; const { ${
      Object.keys(names).join(", ")
    } } = names; return async () => (${code})`,
  );
  try {
    const value = await run(names)();
    return (typeof value === "string" ? value : Deno.inspect(value)).replace(/\n\s*/g, " ");
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

Deno.test("common-mistakes.md has lines to run", () => {
  assertTrue(cases.length >= 60, `${cases.length} lines`);
});

for (const { code, seen } of cases) {
  Deno.test(`common-mistakes.md tells what this gives: ${code}`, async () => {
    assertEquals(await shown(code), seen);
  });
}
