// What all pages have around them, and the page of a chapter.

import { notebookAssets } from "../live/assets.ts";
import type { Heading } from "./headings.ts";
import { headingHtml } from "./headings.ts";
import { headAssets, playScripts, vegaScripts } from "./assets.ts";
import type { Chapter } from "./chapter.ts";
import { escapeHtml } from "../../lib/host/escape.ts";
import { label, plainText } from "./html.ts";
import { renderInline } from "./markdown.ts";

export const bookTitle = "Deep Learning from Scratch in TypeScript";
export const bookTitleJapanese = "ゼロから作る Deep Learning の TypeScript 版";

/** Why 3.2.4 can come right after 3.2. */
export const aboutNumbers = label(
  "Sections have the book's numbers. One that is missing is part of the section before it, or has nothing to run.",
  "節の番号は書籍と同じです。欠けている番号の内容は、前の節に含まれるか、実行するものがありません。",
);

/** Another page, for a link that leads there. */
export interface PageLink {
  file: string;
  /** HTML */
  title: string;
}

/** The pages of the book that are no chapters, in the order of reading: they stand in every page's bar. */
export const otherPages = [
  { file: "glossary.html", title: label("Glossary", "用語集") },
  { file: "cheat-sheet.html", title: label("Cheat sheet", "早見表") },
];

export function chapterLink({ name, title }: Chapter): PageLink {
  return { file: `${encodeURIComponent(name)}.html`, title: headingHtml(title, renderInline) };
}

/** Under a chapter's title; a browser that cannot run cells does not show it. */
function cellsRun(usesMnist: boolean): string {
  const words = label(
    "The cells of this page can be changed and run right here, nothing installed: with Run and Edit, which appear at a " +
      "cell, or Ctrl+Enter in it. The bar that then opens at the foot stops them and saves your work.",
    "このページのセルは、インストールなしで書き換えて実行できます。各セルに現れる「編集」と「実行」、または Ctrl+Enter を使います。" +
      "実行すると下に出るバーで、停止や保存ができます。",
  );
  const choose = `<button type="button" data-do="files">${
    label("Use the real MNIST …", "本物の MNIST を使う …")
  }</button>`;
  return `<p class="cells-run">${words}${usesMnist ? ` ${choose}` : ""}</p>`;
}

/** A page made as a chapter is; where it comes from a notebook, its cells run in it. */
type PageOfChapter =
  & Pick<Chapter, "name" | "title" | "headings" | "abstract" | "html">
  & Partial<Pick<Chapter, "notebook" | "answers">>;

/** A chapter's report; `footer` says what it was made with. */
export async function chapterPage(
  chapter: PageOfChapter,
  neighbours: Neighbours,
  footer: string,
  tips = "",
): Promise<string> {
  const sections = chapter.headings.filter(({ level }) => level === 2 || level === 3);
  return await page({
    title: `${plainText(`${chapter.title.number} ${chapter.title.english}`)} – ${bookTitle}`,
    description: plainText(chapter.abstract.english),
    body: `<div class="page with-contents">
<nav class="contents" aria-label="Contents 目次"><details><summary>${
      label("Contents", "目次")
    }</summary>
${contentsList(sections)}
${sections.some(({ number }) => number) ? `<p class="aside">${aboutNumbers}</p>` : ""}
</details></nav>
<div class="column">
<main id="main">
${
      chapter.html.includes(" data-cell=")
        ? chapter.html.replace("</h1>", `</h1>\n${cellsRun(/\bloadMnist\b/.test(chapter.html))}`)
        : chapter.html
    }
</main>
${pager(neighbours)}
<footer>${footer}</footer>
</div>
</div>
${tips}`,
    ...chapter.notebook && { scripts: await notebookAssets(chapter.notebook, chapter.name) },
    ...chapter.answers === false && { attributes: ' data-answers="none"' },
  });
}

/** What comes before a page and after it. */
export interface Neighbours {
  previous: PageLink | undefined;
  next: PageLink | undefined;
}

/** Links to the neighbours of a page, at its end. */
export function pager({ previous, next }: Neighbours): string {
  const link = ({ file, title }: PageLink, direction: string, rel: string, word: string) =>
    `<a class="${direction}" rel="${rel}" href="${file}"><small>${word}</small>${title}</a>`;
  return `<nav class="pager" aria-label="Chapters 章">
${previous ? link(previous, "previous", "prev", label("← Previous", "← 前へ")) : ""}
${next ? link(next, "next", "next", label("Next →", "次へ →")) : ""}
</nav>`;
}

/** Sections, and beneath each its subsections. */
export function contentsList(headings: Heading[]): string {
  let html = "";
  let depth = 1;
  for (const heading of headings) {
    const wanted = Math.min(heading.level, html ? 3 : 2);
    if (wanted > depth) html += "<ol>".repeat(wanted - depth);
    else html += "</li>" + "</ol></li>".repeat(depth - wanted);
    html += `<li><a href="#${heading.id}">${headingHtml(heading, renderInline)}</a>`;
    depth = wanted;
  }
  return html + "</li></ol>".repeat(depth - 1);
}

/** What makes a page; `file` is its name where it stands in the bar; the last three are its own. */
interface PageParts {
  title: string;
  description: string;
  body: string;
  file?: string;
  styles?: string;
  scripts?: string;
  attributes?: string;
}

/** A whole page. */
export async function page(
  { title, description, body, file = "", styles = "", scripts = "", attributes = "" }: PageParts,
): Promise<string> {
  return `<!doctype html>
<html lang="en"${attributes}>
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(description)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${headAssets(body)}
${styles && `<style>\n${styles}</style>`}
</head>
<body>
<a class="skip" href="#main">${label("Skip to the text", "本文へ")}</a>
<header class="bar">
<a class="home" href="index.html"><span class="home-long">${
    label(bookTitle, bookTitleJapanese)
  }</span><span class="home-short">${label("All chapters", "章の一覧")}</span></a>
${bookLinks(file)}
<div class="languages needs-script" role="group" aria-label="Language 言語">
<button type="button" data-choose="en" aria-pressed="false">English</button>
<button type="button" data-choose="ja" aria-pressed="false" lang="ja">日本語</button>
<button type="button" data-choose="both" aria-pressed="false">${label("both", "両方")}</button>
</div>
<button type="button" class="theme needs-script" aria-label="Light or dark 明暗">◐</button>
</header>
${body}
${vegaScripts(body)}
${await playScripts(body)}
${scripts}
</body>
</html>
`;
}

/** A page may have been handed on alone, which it cannot know. */
const needsNeighbour =
  "opens index.html, which has to lie beside this file · このファイルと同じフォルダの index.html を開きます";

/** The pages beside the chapters, and the field that searches all, which is larger on the first page. */
function bookLinks(file: string): string {
  const links = otherPages.map((other) =>
    `<a href="${other.file}"${other.file === file ? ' aria-current="page"' : ""}>${other.title}</a>`
  );
  const search = file === "index.html" ? "" : `<form action="index.html" role="search">
<input type="search" name="q" placeholder="検索 Search" aria-label="Search all chapters すべての章を検索" aria-keyshortcuts="/" title="/ · ${needsNeighbour}">
</form>`;
  return `<nav class="book" aria-label="Book">${links.join("\n")}</nav>${search}`;
}
