// The reports of the book's own chapters, with the outputs that their notebooks came with: nothing is executed.

import { findNotebooks } from "../../tools/notebooks.ts";
import { writeReports } from "../../tools/report.ts";
import { closeAfterwards } from "./build.ts";

/** Writes them into a folder that is removed after the tests of the file. */
export async function buildBook(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "book-" });
  await writeReports([], findNotebooks(), folder);
  closeAfterwards(folder);
  return folder;
}
