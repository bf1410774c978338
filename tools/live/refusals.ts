// Why a cell cannot run, in words, with the place in it.

import type { Place } from "./places.ts";

/** The error of a cell that cannot run, with the line and a caret under the place, as Deno's kernel tells it. */
export function refusal(source: string, said: string, place?: Place, Type = SyntaxError): Error {
  const error = new Type(said.replace(/ \(\d+:\d+\)$/, ""));
  const stack = [`${error.name}: ${error.message}`];
  if (place) {
    const lines = source.split("\n").slice(0, place.line);
    const isAtEnd = lines.at(-1)!.trim() === "" && source.trim() !== "";
    while (lines.at(-1)!.trim() === "" && lines.length > 1) lines.pop();
    const line = lines.at(-1)!;
    const column = isAtEnd ? line.length : place.column - 1;
    stack.push(`${String(lines.length).padStart(3)} | ${line}`, `    | ${" ".repeat(column)}~`);
  }
  return Object.assign(error, { stack: stack.join("\n") });
}

/** The first place in the code of a cell, comments and strings left out, that matches, and what its group has. */
function inCode(source: string, pattern: RegExp): { text: string; place: Place } | undefined {
  const left = /\/\/.*|\/\*[^]*?\*\/|(["'`])(?:\\[^]|(?!\1)[^\\])*\1/;
  const found = source.matchAll(new RegExp(`${left.source}|${pattern.source}`, "g"))
    .find(([, , text]) => text);
  if (!found) return undefined;
  const before = source.slice(0, found.index).split("\n");
  return { text: found[2]!, place: { line: before.length, column: before.at(-1)!.length + 1 } };
}

/** What V8 does not know yet. */
export function decorator(source: string): Error | undefined {
  const found = inCode(source, /@([\w.]+)/);
  if (!found) return undefined;
  const instead = `call ${found.text} with what it stands before`;
  return refusal(source, `a page runs no decorators: ${instead}`, found.place);
}

const HALF: Record<string, string> = {
  "。": ".",
  "、": ",",
  "「": "[",
  "」": "]",
  "・": "/",
  "￥": "\\",
};
Object.assign(HALF, { "”": '"', "“": '"', "’": "'", "‘": "'" });

/** What a Japanese keyboard gives in the place of a character of code. */
export function fullWidth(source: string): Error | undefined {
  const found = inCode(source, /([！-／０-９：-＠［-｀｛-～。、「」・￥”“’‘])/);
  if (!found) return undefined;
  const half = HALF[found.text] ?? found.text.normalize("NFKC");
  return refusal(
    source,
    `a full-width “${found.text}” (全角) is not code: write “${half}”`,
    found.place,
  );
}

/** What is no JavaScript, and no mere types. */
export function namespace(source: string): Error | undefined {
  const found = inCode(source, /\b(?:namespace|module)\s+([\w.]+)\s*\{/);
  if (!found) return undefined;
  const instead = `make it an object, const ${found.text} = { … }`;
  return refusal(source, `a page runs no namespaces: ${instead}`, found.place);
}
