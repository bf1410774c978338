// Every chapter, executed by the real kernel. A cell that fails, and with it every number that is not the book's, fails here.

import { assertEquals } from "../assert.ts";
import { dataFolder, omit } from "../golden.ts";
import { executeNotebook } from "../../tools/execute.ts";
import { canonical, chapterOf, findNotebooks } from "../../tools/notebooks.ts";
import { setup } from "../../tools/setup.ts";

await setup();

/** Chapters that DLFS_QUICK does not shorten: executing them gives the committed bytes, those of real MNIST. */
const reproducible = ["ch01", "ch02", "ch03", "appendix-a"];
const withoutDigits = ["ch02", "appendix-a"];
const folder = dataFolder();
const env = folder === undefined ? {} : { DLFS_DATA_DIR: folder };

for (const path of findNotebooks()) {
  const chapter = chapterOf(path);
  const hasData = folder !== undefined || withoutDigits.includes(chapter);
  const isCompared = reproducible.includes(chapter) && hasData;
  if (reproducible.includes(chapter) && !hasData) omit(`${chapter} gives the committed bytes`);
  const name = isCompared
    ? `${chapter} executed again gives the bytes that are committed`
    : `${chapter} runs to its end`;
  Deno.test(name, async () => {
    const executed = await executeNotebook(path, { env });
    if (isCompared) assertEquals(canonical(executed), await Deno.readTextFile(path));
  });
}
