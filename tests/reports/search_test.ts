// The search of the first page, over the book's own chapters, from a file and without a network.

import type { Page } from "playwright-core";
import { join } from "node:path";
import MiniSearch from "minisearch";
import { type Entry, find, options } from "../../tools/report/search/entries.ts";
import { asked, indexed } from "../../tools/report/search/tokens.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { buildBook } from "./book.ts";
import { browserTest, open, type Opened } from "./build.ts";

const folder = await buildBook();
const index = join(folder, "index.html");

/** Headings of what is found, as they are seen. */
const found = async ({ page }: Opened) =>
  (await page.locator(".found strong").allInnerTexts()).map((text) =>
    text.replace(/\s+/g, " ").trim()
  );

Deno.test("indexed() and asked() take Japanese in pairs, and everything else in words", () => {
  assertEquals(indexed("Im2Col で展開"), ["im2col", "で展", "展開", "開"]);
  assertEquals(asked("ｉｍ２ｃｏｌ で展開"), ["im2col", "で展", "展開"]);
  assertEquals(asked("層"), ["層"]);
  assertEquals(indexed("ΔW, 0.5"), ["δw", "0", "5"]);
});

Deno.test("a search finds the section that explains a word before all that only have it", async () => {
  const html = await Deno.readTextFile(index);
  const json = html.match(/id="search-index">(.*?)<\/script>/s)![1]!;
  const made = MiniSearch.loadJSON<Entry>(json, options);
  const first: [query: string, heading: string][] = [
    ["learning rate", "4.4.1 Gradient descent"],
    ["softmax", "3.5 The output layer"],
    ["overfitting", "6.4.1 Overfitting"],
    ["chain rule", "5.2 The chain rule"],
    ["cross entropy", "4.2.2 Cross entropy error"],
    ["batch normalization", "6.3 Batch Normalization"],
    ["momentum", "6.1.4 Momentum"],
    ["im2col", "7.4.2 im2col"],
    ["pooling", "7.3 The pooling layer"],
    ["transfer learning", "8.2.4 ResNet"],
    ["gradient check", "5.7.3 Gradient check"],
    ["broadcasting", "1.5.5 Broadcasting"],
    ["学習率", "4.4.1 Gradient descent"],
    ["過学習", "6.4.1 Overfitting"],
    ["連鎖律", "5.2 The chain rule"],
    ["勾配", "4.4 The gradient"],
    ["ミニバッチ", "4.2.3 Mini-batches"],
    ["交差エントロピー誤差", "4.2.2 Cross entropy error"],
    ["重みの初期値", "6.2 Initial weights"],
    ["畳み込み", "7.2.2 Convolution"],
    ["パディング", "7.2.3 Padding"],
    ["多層パーセプトロン", "2.5 Two layers"],
    ["ソフトマックス関数", "3.5 The output layer"],
    ["データ拡張", "Data augmentation"],
    ["5.6.3", "5.6.3 The Softmax-with-Loss layer"],
    ["6.3", "6.3 Batch Normalization"],
  ];
  const found = (query: string) => `${find(made, query)[0]?.title}`.replace(/<[^>]*>/g, "");
  const wrong = first.filter(([query, heading]) => !found(query).startsWith(heading));
  assertEquals(wrong.map(([query]) => `${query}: ${found(query)}`), []);
});

Deno.test("a search shows no hint and no answer", async () => {
  const html = await Deno.readTextFile(index);
  const json = html.match(/id="search-index">(.*?)<\/script>/s)![1]!;
  const { storedFields } = JSON.parse(json) as { storedFields: Record<string, Entry> };
  const exercises = Object.values(storedFields).filter(({ title }) => title.includes("演習問題"));
  assertTrue(exercises.length >= 8, `${exercises.length}`);
  for (const { english, japanese, where } of exercises) {
    assertTrue(english.length > 200 && japanese.length > 200, where);
    assertTrue(!/Answer 答え|20 million against|バイアス \+ 重み/.test(english + japanese), where);
  }
});

browserTest(
  "a search has the section that is about it among the first, in either language",
  async () => {
    const first: [query: string, heading: string][] = [
      ["learning rate", "4.4.1 Gradient descent"],
      ["gradient check", "5.7.3 Gradient check"],
      ["勾配確認", "5.7.3 勾配確認"],
      ["連鎖律", "5.2 連鎖律"],
      ["xavier", "6.2.2 Activations of hidden layers"],
      ["im2col", "7.4.2 im2col: windows become rows"],
      ["convolusion", "7.2.2 Convolution"], // mistyped
    ];
    for (const [query, heading] of first) {
      const language = /\p{Script=Han}/u.test(query) ? "ja" : "en-GB";
      await using opened = await open(index, { locale: language });
      await opened.page.fill(".search input", query);
      assertTrue(
        (await found(opened)).slice(0, 6).includes(heading),
        `${query}: ${await found(opened)}`,
      );
      assertEquals([opened.requests, opened.messages], [[], []]);
    }
  },
);

browserTest("a search shows the words where they stand, in the language of the page", async () => {
  await using opened = await open(index, { locale: "ja" });
  const { page } = opened;
  await page.fill(".search input", "過学習");
  assertEquals(await page.locator(".found mark").first().innerText(), "過学習");
  assertTrue(/^\d+ 件/.test(await page.locator(".count").innerText()));
  await page.click("[data-choose=en]");
  assertTrue(/^\d+ places/.test(await page.locator(".count").innerText()));
  await page.fill(".search input", "quetzalcoatlus");
  assertEquals(await page.locator(".count").innerText(), "Nothing found");
  assertEquals(await found(opened), []);
});

/** Presses Enter, and waits until the page that it leads to has been refused. */
async function enter(page: Page): Promise<void> {
  const refused = page.waitForEvent("requestfailed");
  await page.keyboard.press("Enter");
  await refused;
}

browserTest("a search is asked, walked through and left by the keyboard alone", async () => {
  await using opened = await open(index);
  const { page } = opened;
  await page.keyboard.press("/");
  await page.keyboard.type("softmax");
  assertEquals(await page.inputValue(".search input"), "softmax");
  const focused = () => page.evaluate(() => document.activeElement!.getAttribute("href"));
  const hrefs = await page.locator(".found a").evaluateAll((all) =>
    all.map((a) => a.getAttribute("href"))
  );
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assertEquals(await focused(), hrefs[1]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assertEquals(await focused(), null); // the field
  await enter(page);
  assertEquals(opened.requests.map((url) => url.split("/").at(-1)), [hrefs[0]!.split("#")[0]]);
  await page.goBack().catch(() => {}); // the other page was not allowed
});

browserTest(
  "a chapter's field leads to what the first page finds, and / to the field",
  async () => {
    await using chapter = await open(join(folder, "ch02-perceptrons.html"));
    await chapter.page.keyboard.press("/");
    await chapter.page.keyboard.type("XOR");
    await enter(chapter.page);
    assertEquals(chapter.requests.map((url) => url.split("/").at(-1)), ["index.html?q=XOR"]);
    await using opened = await open(index, { after: "?q=XOR" });
    assertEquals((await found(opened))[0], "2.4.1 XOR defies every line");
  },
);

Deno.test("every place that can be found is there", async () => {
  const html = await Deno.readTextFile(index);
  const json = html.match(/id="search-index">(.*?)<\/script>/s)![1]!;
  const { storedFields } = JSON.parse(json) as { storedFields: Record<string, { href: string }> };
  const places = Object.values(storedFields).map(({ href }) => href);
  assertTrue(places.length > 200, `${places.length}`);
  const pages = new Map<string, string>();
  const missing = places.filter((href) => {
    const [file, id] = href.split("#");
    if (!pages.has(file!)) pages.set(file!, Deno.readTextFileSync(join(folder, file!)));
    return id !== undefined && !pages.get(file!)!.includes(`id="${id}"`);
  });
  assertEquals(missing, []);
});
