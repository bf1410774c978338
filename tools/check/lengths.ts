// A layer is read beside its page in the book, so its file is about as short as the class there; and no file of lib/ is
// longer than one reads in a sitting.

import { basename } from "node:path";

const MOST_LINES = 60; // of code
const LONGEST_FILE = 250; // lines, comments too
const GENERATED = "backend/wasm/module.ts";
const NOT_A_LAYER = "checks.ts";

/** Lines of code, without comments, of each layer in `lib` (path → text). */
export function countLayers(lib: Map<string, string>): Map<string, number> {
  const layers = Array.from(lib).filter(([path]) =>
    path.startsWith("layers/") && basename(path) !== NOT_A_LAYER
  );
  return new Map(layers.map(([path, text]) => [basename(path), countLines(text)]));
}

/** The layers with more lines than they may have. */
export function checkLayers(counts: Map<string, number>): string[] {
  return Array.from(counts).filter(([, lines]) => lines > MOST_LINES).map(([name, lines]) =>
    `lib/layers/${name}: has ${lines} lines of code; ${MOST_LINES} are allowed`
  );
}

/** The files of `lib` that are too long. */
export function checkLengths(lib: Map<string, string>): string[] {
  return Array.from(lib, ([path, text]) => [path, text.trimEnd().split("\n").length] as const)
    .filter(([path, lines]) => lines > LONGEST_FILE && path !== GENERATED)
    .map(([path, lines]) => `lib/${path}: has ${lines} lines; ${LONGEST_FILE} are allowed`);
}

function countLines(text: string): number {
  return text.split("\n").filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;
}
