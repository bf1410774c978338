import { join } from "node:path";
import { headAssets } from "../../tools/report/assets.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { browserTest, buildReports, open } from "./build.ts";

const folder = await buildReports();
const chapter = join(folder, "ch03-everything.html");

browserTest("a report fetches nothing, says nothing on the console and names itself", async () => {
  await using opened = await open(chapter);
  const { page } = opened;
  await page.waitForSelector(".vega-embed svg");
  assertEquals(
    await page.title(),
    "Chapter 3 Neural networks – Deep Learning from Scratch in TypeScript",
  );
  const description = await page.getAttribute("meta[name=description]", "content");
  assertTrue(description!.startsWith("A perceptron draws one straight line."));
  assertEquals(opened.requests, []);
  assertEquals(opened.messages, []);
});

browserTest("a report lists its sections, and each entry leads to its heading", async () => {
  await using opened = await open(chapter);
  const links = opened.page.locator(".contents a");
  assertEquals(await links.evaluateAll((all) => all.map((a) => a.getAttribute("href"))), [
    "#3-2-activation-functions",
    "#3-2-5-relu",
    "#3-6-reading-digits",
    "#exercises",
  ]);
  assertEquals((await links.allInnerTexts()).map((text) => text.trim()), [
    "3.2 Activation functions",
    "3.2.5 ReLU",
    "3.6 Reading digits",
    "Exercises",
  ]);
  await links.nth(2).click();
  await opened.page.waitForFunction(() => {
    const top = document.getElementById("3-6-reading-digits")!.getBoundingClientRect().top;
    return top >= 0 && top < 120 && document.querySelector('.contents [aria-current="true"]');
  });
});

browserTest("a report draws its formulas, in lists, tables and folds too", async () => {
  await using opened = await open(chapter);
  const text = await opened.page.evaluate(() => {
    const main = document.querySelector("main")!.cloneNode(true) as HTMLElement;
    main.querySelectorAll("code, pre, annotation, script").forEach((e) => e.remove());
    return main.textContent!;
  });
  assertTrue(!text.includes("$"), text.match(/.{0,40}\$.{0,40}/s)?.[0]);
  assertEquals(await opened.page.locator(".katex-display").count(), 2);
  assertTrue(await opened.page.evaluate(() => document.fonts.check('16px "KaTeX_Math"')));
  const box = await opened.page.locator(".katex-display").first().boundingBox();
  assertTrue(box!.height > 30 && box!.height < 120);
});

browserTest("a report shows every kind of output", async () => {
  await using opened = await open(chapter);
  const { page } = opened;
  const outputs = (cell: number) => page.locator(`#cell-${cell} .outputs > *`);
  assertEquals(await outputs(1).allInnerTexts(), [
    "sigmoid(-2) = 0.1192\nsigmoid(0) = 0.5000\nsigmoid(2) = 0.8808\n",
    "a line on the standard error\n",
    "0.7310585786300049",
  ]);
  for (const cell of [2, 3]) {
    assertEquals((await outputs(cell).locator("svg").boundingBox())!.width, 640);
  }
  assertEquals(
    await outputs(3).locator("svg").getAttribute("aria-label"),
    "ReLU is zero for negative numbers",
  );
  assertEquals(await outputs(4).locator("td").count(), 4);
  assertTrue((await outputs(5).innerText()).startsWith("✓ step function of 2: 1."));
  assertEquals(await outputs(8).locator("img").getAttribute("alt"), "A digit of the test set");
  assertEquals(
    await outputs(8).locator("img").evaluate((e: HTMLImageElement) => e.naturalWidth),
    10,
  );
  assertEquals(await outputs(9).innerText(), "1 + 4 + 9"); // by a module script
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((e) => e.id));
  assertEquals(ids.length, new Set(ids).size);
});

browserTest(
  "a report replaces the still picture by a living chart whose slider works",
  async () => {
    await using opened = await open(chapter);
    const { page } = opened;
    const curve = page.locator(".vega-embed svg .mark-line path").first();
    await curve.waitFor({ state: "attached" });
    assertEquals(await page.locator(".vega .still").count(), 0);
    const stroke = () => curve.evaluate((e) => getComputedStyle(e).stroke);
    assertEquals(await stroke(), "rgb(0, 114, 178)");
    await page.click(".theme");
    assertEquals(await stroke(), "rgb(90, 180, 240)"); // it follows the page's colours
    const text = page.locator(".vega-embed svg text", { hasText: "one half" });
    assertEquals(await text.evaluate((e) => getComputedStyle(e).fill), "rgb(223, 228, 234)");
    const before = await curve.getAttribute("d");
    await page.locator(".vega-bindings input").first().fill("4");
    await page.waitForFunction(
      (d) => document.querySelector(".vega-embed svg .mark-line path")!.getAttribute("d") !== d,
      before,
    );
    assertTrue(
      !(await Deno.readTextFile(join(folder, "ch04-learning.html"))).includes("vegaEmbed"),
    );
  },
);

browserTest("a report's code can be copied", async () => {
  await using opened = await open(chapter, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = opened;
  await page.locator("#cell-3").hover();
  await page.locator("#cell-3 .copy").click();
  await page.locator("#cell-3 .copy.done").waitFor();
  assertEquals(
    await page.evaluate(() => navigator.clipboard.readText()),
    'figure(2, (x) => Math.max(0, x) / 6, "ReLU is zero for negative numbers");',
  );
});

browserTest("the list of chapters says what each is about and leads there", async () => {
  await using opened = await open(join(folder, "index.html"));
  const { page } = opened;
  assertEquals(await page.title(), "Deep Learning from Scratch in TypeScript");
  assertEquals(
    await page.locator(".chapters h3 a").evaluateAll((all) =>
      all.map((a) => a.getAttribute("href"))
    ),
    [
      "ch03-everything.html",
      "ch04-learning.html",
    ],
  );
  assertTrue(
    (await page.locator(".chapters p[lang=en]").first().innerText()).startsWith("A perceptron"),
  );
  await page.click("[data-choose=ja]");
  assertEquals(
    await page.locator(".chapters p[lang=ja]").nth(1).innerText(),
    "数式も図もない次の章です。",
  );
  assertEquals([opened.requests, opened.messages], [[], []]);
});

browserTest(
  "a report folds code that only draws under its figure, in the page's language",
  async () => {
    await using opened = await open(chapter);
    const { page } = opened;
    const cell = page.locator("#cell-11");
    const summary = cell.locator("summary");
    const code = cell.locator("pre.source");
    assertEquals(await summary.innerText(), "show the code of this figure");
    assertTrue(!await code.isVisible());
    const figure = (await cell.locator(".play").boundingBox())!;
    assertTrue((await summary.boundingBox())!.y >= figure.y + figure.height);
    await page.click("[data-choose=ja]");
    assertEquals(await summary.innerText(), "この図のコードを見る");
    await summary.click();
    assertTrue(await code.isVisible());
    assertTrue((await code.innerText()).startsWith("import { play }"));
  },
);

browserTest(
  "a report replaces the still picture of a figure by a living one when it comes near",
  async () => {
    await using opened = await open(chapter);
    const { page } = opened;
    const place = page.locator("#cell-11 .play");
    await place.scrollIntoViewIfNeeded();
    await place.locator(".play-frame").waitFor();
    await place.getByRole("slider").first().fill("0");
    assertEquals([opened.requests, opened.messages], [[], []]);
    assertTrue(
      !(await Deno.readTextFile(join(folder, "ch04-learning.html"))).includes("play-script"),
    );
  },
);

Deno.test("a page with formulas carries at most 700 kB besides its content", () => {
  const everyFont = 'class="katex" \\mathcal \\mathfrak \\mathsf \\mathscr \\mathtt';
  assertTrue(headAssets(everyFont).length <= 700_000);
  assertTrue(headAssets("").length <= 40_000);
});
