// A place for the files that a test writes.

import { join } from "node:path";

/** A path in a folder of its own, which is removed when disposed of; `files()` are the names in that folder. */
export function temporaryPath(name: string): Disposable & { path: string; files: () => string[] } {
  const folder = Deno.makeTempDirSync();
  return {
    path: join(folder, name),
    files: () => [...Deno.readDirSync(folder)].map(({ name }) => name),
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}
