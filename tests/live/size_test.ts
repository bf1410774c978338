// A page is handed out as a file, and opened on a tablet.

import { canonical, findNotebooks, readNotebook } from "../../tools/notebooks.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { chapterPage } from "../../tools/report/page.ts";
import { assertTrue } from "../assert.ts";

const MOST = 6_000_000; // bytes

Deno.test("chapterPage() makes a page of at most 6 MB of each chapter, with all that its cells need", async () => {
  for (const path of findNotebooks()) {
    const chapter = renderChapter(JSON.parse(canonical(readNotebook(path))), path);
    const html = await chapterPage(chapter, { previous: undefined, next: undefined }, "");
    const { length } = new TextEncoder().encode(html);
    assertTrue(length <= MOST, `${chapter.name}: ${length} bytes`);
  }
});
