// Every chapter, executed by the real kernel, and after it the answers to its exercises, right and wrong ones. A cell that
// fails fails here, and with it every number that is not the book's, every answer that is not right, and every mistake that
// is not named.

import { basename, join } from "node:path";
import { assertEquals } from "../assert.ts";
import { dataFolder, omit } from "../golden.ts";
import { withAnswers, withoutAnswers } from "../../tools/check/answers.ts";
import { executeNotebook } from "../../tools/execute.ts";
import { canonical, chapterOf, findNotebooks, readNotebook } from "../../tools/notebooks.ts";
import { root, setup } from "../../tools/setup.ts";
import { env } from "./env.ts";
import { wrongAnswers } from "./wrong_answers.ts";

await setup();

/** Chapters that DLFS_QUICK does not shorten: executing them gives the committed bytes, those of real MNIST. */
const reproducible = ["ch01", "ch02", "ch03", "appendix-a"];
const withoutDigits = ["ch02", "appendix-a"];
const dataSets = dataFolder();
const folder = join(root, ".answers"); // beside notebooks/, so that imports resolve

for (const path of findNotebooks()) {
  const chapter = chapterOf(path);
  const { notebook, problems } = withAnswers(readNotebook(path), wrongAnswers[chapter]);
  const hasData = dataSets !== undefined || withoutDigits.includes(chapter);
  const isCompared = reproducible.includes(chapter) && hasData;
  if (reproducible.includes(chapter) && !hasData) omit(`${chapter} gives the committed bytes`);
  const name = isCompared
    ? `${chapter} executed again gives the bytes that are committed, and its answers are right`
    : `${chapter} runs to its end, and its answers are right`;
  Deno.test(name, async () => {
    assertEquals(problems, []);
    const solved = join(folder, basename(path));
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(solved, JSON.stringify(notebook));
    try {
      const executed = withoutAnswers(await executeNotebook(solved, { env }));
      if (isCompared) assertEquals(canonical(executed), await Deno.readTextFile(path));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
