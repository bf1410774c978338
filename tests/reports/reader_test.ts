// What the reader can choose: language, light or dark, a narrow window, no script at all.

import { join } from "node:path";
import { assertEquals, assertTrue } from "../assert.ts";
import { browserTest, buildReports, open } from "./build.ts";

const folder = await buildReports();
const chapter = join(folder, "ch03-everything.html");

browserTest("the language switch shows English, Japanese or both, and remembers", async () => {
  await using opened = await open(chapter);
  const { page } = opened;
  const english = page.getByText("A perceptron draws one straight line.");
  const japanese = page.getByText("パーセプトロンは一本の直線を引くだけです。");
  const seen = async () => [await english.isVisible(), await japanese.isVisible()];
  const heading = () => page.locator("h2").first().innerText();
  assertEquals(await seen(), [true, false]);
  assertEquals(await heading(), "3.2 Activation functions");

  await page.click("[data-choose=ja]");
  assertEquals(await seen(), [false, true]);
  assertEquals((await heading()).replace(/\s+/g, " "), "3.2 活性化関数");
  assertEquals(await page.getAttribute("html", "lang"), "ja");
  assertTrue(await page.getByText("Answer").isVisible());

  await page.click("[data-choose=both]");
  assertEquals(await seen(), [true, true]);
  await page.reload();
  assertEquals(await seen(), [true, true]);
});

browserTest("a Japanese browser opens the report in Japanese", async () => {
  await using opened = await open(chapter, { locale: "ja-JP" });
  assertTrue(await opened.page.getByText("パーセプトロンは一本の直線").isVisible());
  assertEquals(await opened.page.locator("h1").innerText(), "3 章\nニューラルネットワーク");
});

browserTest("without a script a report is English with the Japanese folded", async () => {
  await using opened = await open(chapter, { javaScriptEnabled: false });
  const { page } = opened;
  assertTrue(await page.getByText("A perceptron draws one straight line.").isVisible());
  assertTrue(!await page.getByText("パーセプトロンは").isVisible());
  await page.locator("main summary").first().click();
  assertTrue(await page.getByText("パーセプトロンは").isVisible());
  assertTrue(await page.locator(".vega .still svg").first().isVisible());
  assertTrue(!await page.locator(".languages").isVisible());
});

browserTest(
  "a report is dark where the reader's system is, and the button changes it",
  async () => {
    await using opened = await open(chapter, { colorScheme: "dark" });
    const { page } = opened;
    const colours = () =>
      page.evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(
          document.querySelector("#cell-2 svg > rect")!,
        ).fill,
      ]);
    const dark = await colours();
    assertEquals(dark, ["rgb(21, 24, 28)", "rgb(21, 24, 28)"]); // figures follow
    await page.click(".theme");
    assertEquals(await colours(), ["rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
    await page.reload();
    assertEquals(await colours(), ["rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
  },
);

browserTest(
  "text has a contrast of 4.5 or more, and series of 3 or more, in light and dark",
  async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await using opened = await open(chapter, { colorScheme });
      const faint = await opened.page.evaluate(() => {
        const probe = document.body.appendChild(document.createElement("i"));
        const rgb = (color: string) => {
          probe.style.color = color;
          return getComputedStyle(probe).color.match(/[\d.]+/g)!.map(Number);
        };
        const luminance = (color: string) => {
          const [r, g, b] = rgb(color).map((v) => {
            const c = v / 255;
            return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
        };
        const contrast = (a: string, b: string) => {
          const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
          return (hi! + 0.05) / (lo! + 0.05);
        };
        const tokens = Array.from(
          document.querySelectorAll(".source span"),
          (e) => getComputedStyle(e).color,
        );
        const names = ["ink", "muted", "link", "verdict-right", "verdict-open"].map((n) =>
          `var(--${n})`
        );
        const series = Array.from({ length: 8 }, (_, i) => `var(--figure-${i + 1})`);
        const faintOn = (paper: string, colours: string[], least: number) =>
          [...new Set(colours)].filter((c) => contrast(c, paper) < least)
            .map((c) => `${c} on ${paper}: ${contrast(c, paper).toFixed(2)}`);
        return [
          ...faintOn("var(--paper)", names, 4.5),
          ...faintOn("var(--tint)", [...names, ...tokens], 4.5),
          ...faintOn("var(--figure-paper)", series, 3),
        ];
      });
      assertEquals(faint, []);
    }
  },
);

browserTest("a report fits a window of 360 px: wide things scroll inside their box", async () => {
  for (const file of [chapter, join(folder, "index.html")]) {
    for (const choice of ["en", "both"]) {
      await using opened = await open(file, { viewport: { width: 360, height: 740 } });
      const { page } = opened;
      await page.click(`[data-choose=${choice}]`);
      if (file === chapter) await page.waitForSelector(".vega-embed svg");
      assertEquals(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      await page.evaluate(() => void scrollTo(9999, 0));
      assertEquals(await page.evaluate(() => scrollX), 0);
    }
  }
  await using opened = await open(chapter, { viewport: { width: 360, height: 740 } });
  const { page } = opened;
  const scrolls = (selector: string) =>
    page.locator(selector).evaluate((e) => e.scrollWidth > e.clientWidth);
  assertTrue(await scrolls("#cell-6 pre.source"), "long line");
  assertTrue(await scrolls("#cell-7 .html"), "wide table");
  await page.waitForSelector(".vega-embed svg");
  await page.waitForFunction(() => {
    const figure = document.querySelector(".vega")!;
    return figure.scrollWidth <= figure.clientWidth;
  });
  assertTrue(!await page.locator(".contents a").first().isVisible(), "contents are folded");
});
