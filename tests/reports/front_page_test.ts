// The first page of the book's own chapters.

import { join } from "node:path";
import { findNotebooks, readNotebook } from "../../tools/notebooks.ts";
import { aboutOf } from "../../tools/report/about.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { resultsOf, sources } from "../../tools/report/results.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { buildBook } from "./book.ts";
import { browserTest, open } from "./build.ts";

const folder = await buildBook();

Deno.test("aboutOf() finds in every chapter its goal and times in both languages, and its cover", () => {
  for (const path of findNotebooks()) {
    const { goal, minutes, runs, cover } = aboutOf(readNotebook(path), "ch");
    const words = [goal.english, goal.japanese, runs.english, runs.japanese];
    assertTrue(words.every((text) => text.length > 5), `${path}: ${words}`);
    assertTrue(minutes > 0 && cover.startsWith("<svg"), path);
    assertTrue(!/url\(#(?!ch-)|\sid="(?!ch-)/.test(cover), `${path}: ids of its own`);
  }
});

Deno.test("resultsOf() finds the number of every row, as its cell shows it", () => {
  const rows = resultsOf(findNotebooks().map((path) => renderChapter(readNotebook(path), path)));
  assertEquals(rows.length, sources.length);
  assertEquals(rows.map(({ accuracy, book }) => [accuracy, book]).slice(0, 3), [
    [0.9352, 0.9352],
    [0.9468, 0.9468],
    [0.9699, 0.9699],
  ]);
  for (const { source, chapter, training, step, numpy } of rows) {
    assertTrue(chapter.headings.some(({ number }) => number === source.section), source.section);
    assertTrue(!source.weights || /^\d+ min$/.test(training), `${source.weights}: ${training}`);
    assertTrue(!source.step || /^[\d.]+ (ms|µs)$/.test(step), `${source.step}: ${step}`);
    assertTrue(!source.step || /^[\d.]+ (ms|µs)$/.test(numpy), `${source.step}: ${numpy}`);
  }
});

browserTest(
  "the first page fits a phone, shows every cover, and leads to each chapter",
  async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const viewport = { width: 360, height: 740 };
      await using opened = await open(join(folder, "index.html"), { viewport, colorScheme });
      const { page } = opened;
      assertEquals(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      const covers = await page.locator(".cover > svg").evaluateAll((all) =>
        all.map((svg) => svg.getBoundingClientRect()).filter(({ width, height }) =>
          width > 100 && height > 60
        )
      );
      assertEquals(covers.length, findNotebooks().length);
      assertEquals(await page.locator(".chapters h3 a").count(), findNotebooks().length);
      assertEquals([opened.requests, opened.messages], [[], []]);
    }
  },
);

browserTest("the first page is Japanese for those who choose it", async () => {
  await using opened = await open(join(folder, "index.html"), { locale: "ja" });
  const text = await opened.page.locator("main").innerText();
  const english = text.split("\n").filter((line) => /[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(line));
  assertEquals(english, []);
});
