// The examples in the documentation of lib: each runs, and what follows an expression, as in `x.ndim; // 2`, is what
// it gives.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readLib } from "../../tools/check/imports.ts";
import { root } from "../../tools/setup.ts";
import { assertEquals } from "../assert.ts";

/** An expression, and the comment after it, or on the lines after it if it is a matrix. */
const SHOWN =
  /^(?!(?:const|let|import|await|for|if|throw)\b)(\S.*);(?: +\/\/ (.*)|\n\/\/ (\[.*(?:\n\/\/ {2}.*)*))$/gm;

/** The examples of a file, those that are marked to be left out apart. */
function examplesOf(text: string): string[] {
  return Array.from(
    text.matchAll(/^ *\* ```ts\n([^]*?)^ *\* ```$/gm),
    ([, lines]) => lines.replace(/^ *\* ?/gm, ""),
  );
}

/** A value as a comment has it. */
function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return shown(Array.from(value as Int32Array));
  const text = String(value);
  return Array.isArray(value) || text.startsWith("[object ") ? Deno.inspect(value) : text;
}

/** Without what only lays it out. */
const dense = (text: string) => text.replace(/\n\/\/|\s/g, "");

for (const [file, text] of readLib()) {
  const examples = examplesOf(text);
  if (examples.length === 0) continue;
  Deno.test(`the examples of lib/${file} give what they say`, async () => {
    for (const example of examples) {
      const results: [value: unknown, comment: string][] = [];
      Object.assign(globalThis, {
        shows: (...result: typeof results[number]) => results.push(result),
      });
      const script = example
        .replace(
          SHOWN,
          (_, expression, comment, matrix) =>
            `shows(${expression}, ${JSON.stringify(comment ?? matrix)});`,
        )
        .replaceAll(`"../mod.ts"`, JSON.stringify(pathToFileURL(join(root, "lib/mod.ts")).href));
      await import(`data:application/typescript,${encodeURIComponent(script)}`);
      for (const [value, comment] of results) {
        assertEquals(dense(shown(value)), dense(comment), example);
      }
    }
  });
}
