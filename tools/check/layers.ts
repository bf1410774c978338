// A layer is read beside its page in the book, so its file is about as short as the class there.

import { basename } from "node:path";

const MOST_LINES = 60;
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

function countLines(text: string): number {
  return text.split("\n").filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;
}
