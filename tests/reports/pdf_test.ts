// Reports on paper: what is to be seen of a page, and the files.

import { join } from "node:path";
import { layOut, type PdfOptions, writePdfs } from "../../tools/report/pdf.ts";
import { root } from "../../tools/setup.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { browserTest, buildReports, open } from "./build.ts";

const folder = await buildReports();
const chapter = join(folder, "ch03-everything.html");

/** What is to be seen of the chapter when it is printed so. */
async function printed(options: PdfOptions) {
  await using opened = await open(chapter, {
    javaScriptEnabled: false,
    viewport: { width: 643, height: 900 }, // 170 mm, of A4
  });
  const { page } = opened;
  const title = await layOut(page, chapter, options);
  const seen = (text: string) => page.getByText(text).first().isVisible();
  return {
    title: title.replace(/<[^>]*>/g, ""),
    ofDocument: await page.title(),
    english: await seen("A perceptron draws one straight line."),
    japanese: await seen("パーセプトロンは一本の直線を引くだけです。"),
    answer: await seen("Answer"),
    code: await page.locator(".figure-code pre").first().isVisible(),
    buttons: await page.locator("button:visible").count(),
    stills: await page.locator(".still > svg:visible, .play > svg:visible").count(),
    tooWide: await page.evaluate(() =>
      Array.from(document.querySelectorAll("main pre, main figure"))
        .filter((e) => e.scrollWidth > document.querySelector("main")!.clientWidth + 1).length
    ),
    links: await page.locator("main a").evaluateAll((all) =>
      all.map((a) => a.getAttribute("href")!).filter((href) => !/^(#|http)/.test(href))
    ),
  };
}

const paper = { code: false, buttons: 0, stills: 3, tooWide: 0, links: [] };

browserTest("layOut() leaves one language or both, with answers or without", async () => {
  assertEquals(await printed({ language: "en", answers: false }), {
    ...paper,
    title: "Chapter 3 · Neural networks",
    ofDocument: "Chapter 3 · Neural networks",
    english: true,
    japanese: false,
    answer: false,
  });
  assertEquals(await printed({ language: "ja", answers: true }), {
    ...paper,
    title: "3 章 · ニューラルネットワーク",
    ofDocument: "3 章 · ニューラルネットワーク",
    english: false,
    japanese: true,
    answer: true,
  });
  const both = await printed({ language: "both", answers: true });
  assertEquals([both.english, both.japanese], [true, true]);
});

browserTest(
  "writePdfs() writes a PDF of each page, with an outline, and links that lead out only",
  async () => {
    const pages = [chapter, join(folder, "ch04-learning.html")];
    const written = await writePdfs(pages, join(folder, "pdf"), { language: "ja", answers: false });
    assertEquals(written, [
      join(folder, "pdf", "ch03-everything-ja.pdf"),
      join(folder, "pdf", "ch04-learning-ja.pdf"),
    ]);
    const text = new TextDecoder("latin1").decode(await Deno.readFile(written[0]!));
    assertTrue(text.startsWith("%PDF-") && text.includes("/Outlines"), text.slice(0, 9));
    assertTrue(text.match(/\/Type \/Page\b/g)!.length >= 2, "pages");
    assertEquals(text.match(/\/URI \((?!https?:)[^)]*/g), null);
  },
);

Deno.test("task report says what it knows when it is asked for something else", async () => {
  const say = async (...args: string[]) => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", join(root, "tools", "report.ts"), ...args],
      env: { NO_COLOR: "1" },
    }).output();
    return `${code}: ${new TextDecoder().decode(stderr).trim()}`;
  };
  const known = "; it knows chapters, --answers, --no-answers, --pdf and --language=ja";
  assertEquals(
    await say("--pdf", "--language=fr"),
    `1: task report: --language is en, ja, both${known}`,
  );
  assertEquals(
    await say("--language=ja"),
    `1: task report: --language goes with --pdf${known}`,
  );
});
