// PDFs of the pages in reports/: the light version, in one language or both, without what only a screen can do.

import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../browser.ts";
import { writeAtomically } from "../setup.ts";
import { bookTitle, bookTitleJapanese } from "./page.ts";

export const languages = ["en", "ja", "both"] as const;

/** How pages are printed. */
export interface PdfOptions {
  language: typeof languages[number];
  /** whether hints and answers to the exercises are printed; a class gets them without */
  answers: boolean;
}

/**
 * Prints pages of chapters into `folder`: `ch02-perceptrons.html` becomes `ch02-perceptrons-en.pdf`.
 *
 * @returns paths of the PDFs
 */
export async function writePdfs(
  pages: string[],
  folder: string,
  options: PdfOptions,
): Promise<string[]> {
  const written: string[] = [];
  await Deno.mkdir(folder, { recursive: true });
  await using browser = await launchBrowser();
  for (const path of pages) {
    const page = await browser.newPage({ colorScheme: "light", javaScriptEnabled: false });
    const title = await layOut(page, path, options);
    const pdf = await page.pdf({
      format: "A4",
      printBackground: true,
      tagged: true,
      outline: true,
      displayHeaderFooter: true,
      margin: { top: "22mm", bottom: "20mm", left: "20mm", right: "20mm" },
      headerTemplate: runningLine(`<span>${title}</span>`),
      footerTemplate: runningLine(
        `<span>${options.language === "ja" ? bookTitleJapanese : bookTitle}</span>` +
          `<span><span class="pageNumber"></span> / <span class="totalPages"></span></span>`,
      ),
    });
    written.push(join(folder, `${basename(path, ".html")}-${options.language}.pdf`));
    await writeAtomically(written.at(-1)!, pdf);
    await page.close();
  }
  return written;
}

/**
 * Shows the page at `path` as it is printed: without scripts, so that figures are their still pictures, in the language,
 * folded or unfolded, and without links that lead to no paper.
 *
 * @returns the running title, as HTML
 */
export async function layOut(page: Page, path: string, options: PdfOptions): Promise<string> {
  const html = await Deno.readTextFile(path);
  await page.setContent(html.replace(/<script\b.*?<\/script>/gs, ""));
  await page.emulateMedia({ media: "print" });
  return await page.evaluate(async ({ language, answers }) => {
    const root = document.documentElement;
    root.dataset.language = language;
    root.lang = language === "ja" ? "ja" : "en";
    for (const fold of document.querySelectorAll("main details")) {
      const isLanguage = fold.getAttribute("lang") === "ja";
      const isAnswer = !isLanguage && !fold.matches(".figure-code, .numpy");
      if (isAnswer && !answers) fold.remove();
      else fold.toggleAttribute("open", isLanguage || isAnswer);
    }
    for (const link of document.querySelectorAll<HTMLElement>("main a[href]")) {
      if (!/^(#|https?:)/.test(link.getAttribute("href")!)) link.replaceWith(...link.childNodes);
    }
    await document.fonts.ready;
    const number = document.querySelector(`h1 .number [lang=${language === "ja" ? "ja" : "en"}]`);
    const name = document.querySelector(`h1 > a > [lang=${language === "ja" ? "ja" : "en"}]`) ??
      document.querySelector("h1");
    const parts = [number, name].filter((part) => part !== null);
    document.title = parts.map((part) => part.textContent.trim()).join(" · ");
    return parts.map((part) => part.innerHTML.trim()).join(" · ");
  }, options);
}

/** A line over or under the text; Chromium lays it out apart, without the page's styles. */
function runningLine(content: string): string {
  return `<div style="display:flex;justify-content:space-between;width:100%;margin:0 20mm;` +
    `color:#5f6b76;font:9px 'Noto Sans','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Arial,sans-serif">` +
    `${content}</div>`;
}
