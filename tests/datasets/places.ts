// Places for the tests of data sets: a fresh folder as cache, no folder of the reader's, no mirror, and the lines said.

import { join } from "node:path";
import type { Places } from "../../lib/datasets/files.ts";

/** Places in a fresh folder, which is removed when disposed of; `lines` are those that were said. */
export function testPlaces(changes: Partial<Places> = {}): Places & Disposable & {
  lines: string[];
} {
  const root = Deno.makeTempDirSync();
  const lines: string[] = [];
  return {
    cache: join(root, "cache"),
    folder: undefined,
    mirrors: { mnist: [], book: [] },
    say: (line) => lines.push(line),
    timeout: 1000,
    ...changes,
    lines,
    [Symbol.dispose]: () => Deno.removeSync(root, { recursive: true }),
  };
}
