// The glossary: its data, its page, and the sentences beside words in the chapters.

import { join } from "node:path";
import { findNotebooks, readNotebook } from "../../tools/notebooks.ts";
import { renderChapter } from "../../tools/report/chapter.ts";
import { markTerms } from "../../tools/report/glossary/mark.ts";
import { formsOf, idOf, placeOf, terms } from "../../tools/report/glossary/terms.ts";
import { namesOf } from "../../tools/report/cheat_sheet/library.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { buildBook } from "./book.ts";
import { browserTest, open } from "./build.ts";

const folder = await buildBook();
const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

Deno.test("every term has a sentence in both languages, an id and forms of its own, and a section", () => {
  const chapters = findNotebooks().map((path) => renderChapter(readNotebook(path), path));
  const forms = terms.flatMap((
    term,
  ) => [...new Set(formsOf(term).map((form) => form.toLowerCase()))]);
  const twice = (list: string[]) => list.filter((item, i) => list.indexOf(item) < i);
  assertEquals(twice(forms), []);
  assertEquals(twice(terms.map(idOf)), []);
  for (const term of terms) {
    const { english, meaning, section } = term;
    assertTrue(
      /^[A-Z0-9].*\.$/.test(meaning.english) && meaning.english.length < 110,
      english,
    );
    assertTrue(japanese.test(meaning.japanese) && /。$/.test(meaning.japanese), english);
    assertTrue(
      placeOf(section, chapters) !== undefined,
      `${english}: §${section} is in no chapter`,
    );
  }
});

Deno.test("every name of code in the glossary is one that lib exports, or a member of one", async () => {
  const names = await namesOf();
  assertEquals(terms.flatMap(({ code = [] }) => code).filter((name) => !names.has(name)), []);
});

Deno.test("markTerms() links the first of each word in prose, and leaves code, links and headings", () => {
  const link = (id: string, text: string) =>
    `<a class="term" href="glossary.html#${id}">${text}</a>`;
  const marked = (html: string) => markTerms(html, new Set());
  assertEquals(
    marked("<p>Softmax and softmax, <strong>weights</strong> but not weights.</p>"),
    `<p>${link("softmax", "Softmax")} and softmax, <strong>${
      link("weight", "weights")
    }</strong> but not weights.</p>`,
  );
  assertEquals(
    marked('<p lang="ja">偏微分とミニバッチ</p>'),
    `<p lang="ja">${link("partial-derivative", "偏微分")}と${link("mini-batch", "ミニバッチ")}</p>`,
  );
  for (
    const html of [
      "<h2>Softmax</h2>",
      "<p><code>softmax</code> <a href='#'>softmax</a> softmaxLoss</p>",
      '<p><span class="katex"><span>softmax</span></span><br></p>',
      '<details class="numpy"><summary>NumPy</summary><p>softmax</p></details>',
    ]
  ) assertEquals(marked(html), html);
  const seen = new Set<string>();
  markTerms('<div lang="en"><p>softmax</p></div>', seen);
  assertEquals(
    markTerms('<div lang="en"><p>softmax</p></div>', seen),
    '<div lang="en"><p>softmax</p></div>',
  );
});

browserTest(
  "a word shows its sentence under the pointer and to the keyboard, and nothing moves",
  async () => {
    await using opened = await open(join(folder, "ch04-learning.html"));
    const { page } = opened;
    const word = page.locator('a.term[href$="#mini-batch"]:visible').first();
    const tip = page.locator("#term-tip");
    await word.scrollIntoViewIfNeeded();
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = [await height(), (await word.boundingBox())!.y];
    await word.hover();
    await tip.waitFor({ state: "visible" });
    assertTrue((await tip.innerText()).includes("A few samples drawn by chance"));
    assertTrue((await tip.innerText()).includes("ミニバッチ"), "its name in both languages");
    assertEquals([await height(), (await word.boundingBox())!.y], before);
    await page.mouse.move(0, 0);
    await tip.waitFor({ state: "hidden" });
    await page.keyboard.press("Tab"); // the keyboard now, from where it is
    await word.focus();
    await tip.waitFor({ state: "visible" });
    assertEquals(await word.getAttribute("aria-describedby"), "term-tip");
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "hidden" });
    assertEquals([opened.requests, opened.messages], [[], []]);
  },
);

browserTest(
  "a finger shows the sentence first and then follows the link, in the page's language",
  async () => {
    const viewport = { width: 360, height: 740 };
    await using opened = await open(join(folder, "ch04-learning.html"), {
      viewport,
      hasTouch: true,
      isMobile: true,
      locale: "ja",
    });
    const { page } = opened;
    const word = page.locator('a.term[href$="#mini-batch"]:visible').first();
    const tip = page.locator("#term-tip");
    await word.scrollIntoViewIfNeeded();
    await word.tap();
    await tip.waitFor({ state: "visible" });
    assertTrue((await tip.innerText()).includes("無作為に選んだ少数のデータです"));
    const box = (await tip.boundingBox())!;
    assertTrue(box.x >= 0 && box.x + box.width <= 360 && box.y >= 0 && box.y + box.height <= 740);
    assertEquals(opened.requests, []);
    await word.tap();
    await page.waitForTimeout(200);
    assertEquals(opened.requests.map((url) => url.split("/").at(-1)), ["glossary.html"]);
  },
);

browserTest("the glossary shows names in both languages in either, and fits a phone", async () => {
  for (const locale of ["en-GB", "ja"]) {
    await using opened = await open(join(folder, "glossary.html"), {
      locale,
      viewport: { width: 360, height: 740 },
    });
    const { page } = opened;
    assertEquals(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    const names = await page.locator("#mini-batch dt").innerText();
    assertEquals(names.split(/\s+/), ["mini-batch", "ミニバッチ"]);
    const sentence = await page.locator("#mini-batch .meaning > p:visible").first().innerText();
    assertEquals(japanese.test(sentence), locale === "ja");
    assertEquals([opened.requests, opened.messages], [[], []]);
  }
});
