// Every chapter, executed by the real kernel. A cell that fails, and with it every number that is not the book's, fails here.

import { assertEquals } from "../assert.ts";
import { executeNotebook } from "../../tools/execute.ts";
import { canonical, chapterOf, findNotebooks } from "../../tools/notebooks.ts";
import { setup } from "../../tools/setup.ts";

await setup();

/** Chapters whose outputs depend neither on data nor on DLFS_QUICK: executing them gives the committed bytes. */
const reproducible = ["ch01", "ch02"];

for (const path of findNotebooks()) {
  const chapter = chapterOf(path);
  if (reproducible.includes(chapter)) {
    Deno.test(`${chapter} executed again gives the bytes that are committed`, async () => {
      const executed = canonical(await executeNotebook(path));
      assertEquals(executed, await Deno.readTextFile(path));
    });
  } else {
    Deno.test(`${chapter} runs to its end`, async () => {
      await executeNotebook(path);
    });
  }
}
