// The pages: a chapter's report and the list of all.

import type { Heading } from "./headings.ts";
import { headingHtml } from "./headings.ts";
import { headAssets, playScripts, vegaScripts } from "./assets.ts";
import type { Chapter } from "./chapter.ts";
import { escapeHtml } from "../../lib/host/escape.ts";
import { label, plainText } from "./html.ts";
import { renderInline } from "./markdown.ts";

const bookTitle = "Deep Learning from Scratch in TypeScript";
const bookTitleJapanese = "ゼロから作る Deep Learning の TypeScript 版";

/** Why 3.2.4 can come right after 3.2. */
const aboutNumbers = label(
  "Sections have the book's numbers. One that is missing is part of the section before it, or has nothing to run.",
  "節の番号は書籍と同じです。欠けている番号の内容は、前の節に含まれるか、実行するものがありません。",
);

/** What a page needs to know besides its own chapter. */
export interface Neighbours {
  previous: Chapter | undefined;
  next: Chapter | undefined;
}

/** A chapter's report; `footer` says what it was made with. */
export function chapterPage(
  chapter: Chapter,
  { previous, next }: Neighbours,
  footer: string,
): Promise<string> {
  const sections = chapter.headings.filter(({ level }) => level === 2 || level === 3);
  const links = [
    previous ? pagerLink(previous, "previous", label("← Previous", "← 前の章")) : "",
    next ? pagerLink(next, "next", label("Next →", "次の章 →")) : "",
  ].join("\n");
  return page(
    `${plainText(`${chapter.title.number} ${chapter.title.english}`)} – ${bookTitle}`,
    plainText(chapter.abstract.english),
    `<div class="page with-contents">
<nav class="contents" aria-label="Contents"><details><summary>${label("Contents", "目次")}</summary>
${contentsList(sections)}
${sections.some(({ number }) => number) ? `<p class="aside">${aboutNumbers}</p>` : ""}
</details></nav>
<div class="column">
<main id="main">
${chapter.html}
</main>
<nav class="pager" aria-label="Chapters">
${links}
</nav>
<footer>${footer}</footer>
</div>
</div>`,
  );
}

/** The list of chapters. */
export function indexPage(chapters: Chapter[]): Promise<string> {
  const items = chapters.map((chapter) => {
    const { title, abstract, headings, name } = chapter;
    const link = (content: string, anchor = "") =>
      `<a href="${encodeURIComponent(name)}.html${anchor}">${content}</a>`;
    const sections = headings.filter(({ level, number }) => level === 2 && number)
      .map((heading) => link(headingHtml(heading, renderInline), `#${heading.id}`));
    return `<li>
<h2>${link(headingHtml(title, renderInline))}</h2>
<p lang="en">${renderInline(abstract.english)}</p>
<p lang="ja">${renderInline(abstract.japanese)}</p>
<p class="sections">${sections.join(" · ")}</p>
</li>`;
  });
  return page(
    bookTitle,
    "The chapters, with every cell executed: code, results and figures",
    `<div class="page">
<main id="main">
<h1><a href="#main"><span lang="en">${bookTitle}</span> <span lang="ja">${bookTitleJapanese}</span></a></h1>
<p class="lead"><span lang="en">The chapters, with every cell executed: code, results and figures.</span>
<span lang="ja">すべてのセルを実行した各章です。コード、結果、図があります。</span></p>
<p class="aside">${aboutNumbers}</p>
<ol class="chapters">
${items.join("\n")}
</ol>
<p><a href="api/index.html">${label("Reference of the library", "ライブラリのリファレンス")}</a></p>
</main>
</div>`,
  );
}

function pagerLink({ name, title }: Chapter, direction: string, word: string): string {
  return `<a class="${direction}" rel="${direction === "next" ? "next" : "prev"}" ` +
    `href="${encodeURIComponent(name)}.html"><small>${word}</small>${
      headingHtml(title, renderInline)
    }</a>`;
}

/** Sections, and beneath each its subsections. */
function contentsList(headings: Heading[]): string {
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

async function page(title: string, description: string, body: string): Promise<string> {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(description)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${headAssets(body)}
</head>
<body>
<a class="skip" href="#main">${label("Skip to the text", "本文へ")}</a>
<header class="bar">
<a class="home" href="index.html"><span class="home-long">${
    label(bookTitle, bookTitleJapanese)
  }</span><span class="home-short">${label("All chapters", "章の一覧")}</span></a>
<div class="languages needs-script" role="group" aria-label="Language 言語">
<button type="button" data-choose="en" aria-pressed="false">English</button>
<button type="button" data-choose="ja" aria-pressed="false" lang="ja">日本語</button>
<button type="button" data-choose="both" aria-pressed="false">both</button>
</div>
<button type="button" class="theme needs-script" aria-label="Light or dark 明暗">◐</button>
</header>
${body}
${vegaScripts(body)}
${await playScripts(body)}
</body>
</html>
`;
}
