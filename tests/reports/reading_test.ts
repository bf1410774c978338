// A whole chapter as it is read, with the outputs that it comes with: captions, letters on a phone, the list that follows.

import { basename, join } from "node:path";
import { findNotebooks } from "../../tools/notebooks.ts";
import { writeReports } from "../../tools/report.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { browserTest, open } from "./build.ts";

const notebooks = findNotebooks(["ch02", "ch03"]);
const folder = await Deno.makeTempDir({ prefix: "reading-" });
await writeReports([], notebooks, folder);
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));
const [chapter, third] = notebooks.map((path) =>
  join(folder, `${basename(path, ".ipynb")}.html`)
) as [string, string];
const phone = { viewport: { width: 360, height: 740 } };

browserTest(
  "a figure has a number and a caption in the page's language, and can be linked",
  async () => {
    await using opened = await open(chapter);
    const { page } = opened;
    const figure = page.locator("#figure-and-sums");
    const caption = async () => (await figure.locator("figcaption").innerText()).split(/\s*\n\s*/);
    const english = ["Figure 2.2", "Any threshold from 0.5 up to 1 makes AND"];
    const japanese = ["図 2.2", "しきい値が 0.5 以上 1 未満なら、どれでも AND になる"];
    assertEquals(await caption(), english);
    assertEquals(await figure.locator("svg", { hasText: "Any threshold" }).count(), 0);
    await page.click("[data-choose=ja]");
    assertEquals(await caption(), japanese);
    await page.click("[data-choose=both]");
    assertEquals(await caption(), [
      `${english[0]} ${japanese[0]}`,
      english[1]!,
      japanese[1]!,
    ]);
    await figure.getByRole("link").click();
    assertTrue(page.url().endsWith("#figure-and-sums"), page.url());
    const numbers = await page.locator("figcaption .number [lang=en]").allInnerTexts();
    assertEquals(numbers, numbers.map((_, i) => `Figure 2.${i + 1}`));
  },
);

browserTest("the text names a figure by its number, which leads there", async () => {
  await using opened = await open(chapter);
  const { page } = opened;
  await page.locator("p a", { hasText: "Figure 2.2" }).first().click();
  assertTrue(page.url().endsWith("#figure-and-sums"), page.url());
  await page.click("[data-choose=ja]");
  assertEquals(await page.locator("p a", { hasText: "図 2.2" }).first().innerText(), "図\u00a02.2");
});

browserTest("an aside stands beside its paragraph, under it on a phone", async () => {
  for (
    const [viewport, isBeside] of [[{ width: 1280, height: 800 }, true], [
      phone.viewport,
      false,
    ]] as const
  ) {
    for (const locale of ["en-GB", "ja"]) {
      await using opened = await open(third, { viewport, locale });
      const aside = opened.page.locator("main blockquote:visible").first();
      const paragraph = opened.page.locator("main p:visible:has(+ blockquote)").first();
      const [a, p] = [(await aside.boundingBox())!, (await paragraph.boundingBox())!];
      const beside = a.x >= p.x + p.width && Math.abs(a.y - p.y) < 20;
      assertEquals([beside, a.y >= p.y + p.height], [isBeside, !isBeside], locale);
    }
  }
});

browserTest(
  "the letters of a figure have 9 px or more on a phone; what is wider scrolls, by the keyboard too",
  async () => {
    await using opened = await open(chapter, phone);
    const figures = await opened.page.evaluate(() => {
      for (const fold of document.querySelectorAll("details")) fold.open = true;
      return Array.from(document.querySelectorAll<SVGSVGElement>(".picture > svg"), (svg) => {
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        const letters = Array.from(svg.querySelectorAll("text"))
          .map((text) => parseFloat(getComputedStyle(text).fontSize) * scale);
        const { scrollWidth, clientWidth, tabIndex } = svg.parentElement!;
        return {
          smallest: Math.min(99, ...letters),
          isReached: scrollWidth <= clientWidth || tabIndex === 0,
        };
      });
    });
    assertTrue(figures.length >= 5, `${figures.length} figures`);
    for (const { smallest, isReached } of figures) {
      assertTrue(smallest >= 8.99 && isReached, `${smallest} px, ${isReached}`);
    }
  },
);

browserTest(
  "a formula that is wider than a phone scrolls in its place, with a shadow at its edge",
  async () => {
    await using opened = await open(chapter, phone);
    const formula = opened.page.locator(".katex-display", { hasText: "w1+b>0" }).first();
    const { scrolls, shadows } = await formula.evaluate((e) => ({
      scrolls: e.scrollWidth > e.clientWidth,
      shadows: getComputedStyle(e).backgroundImage.split("gradient").length - 1,
    }));
    assertEquals([scrolls, shadows], [true, 4]);
  },
);

browserTest("the button that copies covers no code", async () => {
  await using opened = await open(chapter, { ...phone, hasTouch: true, isMobile: true });
  const covered = await opened.page.evaluate(() =>
    Array.from(document.querySelectorAll(".listing:has(.copy)")).filter((listing) => {
      const button = listing.querySelector(".copy")!.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(listing.querySelector("code")!);
      return Array.from(range.getClientRects()).some(({ top, bottom }) =>
        top < button.bottom && bottom > button.top && button.height > 0
      );
    }).length
  );
  assertEquals(covered, 0);
});

browserTest("the contents mark the section that is read, and keep it in sight", async () => {
  await using opened = await open(chapter, { viewport: { width: 1280, height: 320 } });
  const { page } = opened;
  await page.locator("#exercises").scrollIntoViewIfNeeded();
  await page.locator("#exercises").evaluate((e) => e.scrollIntoView());
  const current = page.locator(".contents a[aria-current]");
  await page.waitForFunction(() =>
    document.querySelector(".contents a[aria-current]")?.getAttribute("href") === "#exercises"
  );
  assertEquals(await current.count(), 1);
  const [link, list] = [await current.boundingBox(), await page.locator(".contents").boundingBox()];
  assertTrue(link!.y >= list!.y && link!.y + link!.height <= list!.y + list!.height);
});
