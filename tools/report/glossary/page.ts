// The page of the glossary, and what a chapter carries of it.

import { escapeHtml } from "../../../lib/host/escape.ts";
import type { Chapter } from "../chapter.ts";
import { headingHtml } from "../headings.ts";
import { label, plainText } from "../html.ts";
import { renderInline } from "../markdown.ts";
import { renderMath } from "../math.ts";
import { bookTitle, contentsList, type Neighbours, otherPages, page, pager } from "../page.ts";
import type { Entry } from "../search/entries.ts";
import glossaryCss from "./glossary.css" with { type: "text" };
import { termsIn } from "./mark.ts";
import { formsOf, idOf, placeOf, type Term, terms } from "./terms.ts";
import tipScript from "./terms.js" with { type: "text" };

const glossary = otherPages[0]!;

/** All terms, under the chapters that introduce them. */
export function glossaryPage(chapters: Chapter[], neighbours: Neighbours): Promise<string> {
  const groups = chapters.map((chapter) => ({
    heading: { ...chapter.title, level: 2, id: chapter.name },
    terms: terms.filter(({ section }) => placeOf(section, chapters)?.chapter === chapter),
  })).filter(({ terms }) => terms.length > 0);
  const sections = groups.map(({ heading, terms }) =>
    `<h2 id="${escapeHtml(heading.id)}"><a href="#${escapeHtml(heading.id)}">${
      headingHtml(heading, renderInline)
    }</a></h2>
<dl class="terms">
${terms.map((term) => entryHtml(term, chapters)).join("\n")}
</dl>`
  );
  return page({
    title: `Glossary – ${bookTitle}`,
    description: "The words of the book: symbol, code, Japanese and English",
    file: glossary.file,
    styles: glossaryCss,
    body: `<div class="page with-contents">
<nav class="contents" aria-label="Contents"><details><summary>${label("Contents", "目次")}</summary>
${contentsList(groups.map(({ heading }) => heading))}
</details></nav>
<div class="column">
<main id="main">
<h1><a href="#main">${glossary.title}</a></h1>
<p lang="en">The words of the book, in the order in which the chapters introduce them: how they are written in a formula, what they are called in the code, in Japanese and in English. In the chapters, a dotted line under a word shows its sentence.</p>
<p lang="ja">本に出てくる用語を、各章で初めて出てくる順に並べました。数式での書き方、コードでの名前、日本語、英語を見比べられます。各章では、点線の付いた語にカーソルを合わせるか触れると、その説明が出ます。</p>
${sections.join("\n")}
</main>
${pager(neighbours)}
</div>
</div>`,
  });
}

function entryHtml(term: Term, chapters: Chapter[]): string {
  const place = placeOf(term.section, chapters);
  const link = place
    ? `<a class="where" href="${encodeURIComponent(place.chapter.name)}.html#${place.heading.id}">${
      label(`§${term.section}`, `§${term.section}`)
    }</a>`
    : "";
  const code = (term.code ?? []).map((name) =>
    `<a href="api/~/${name.split(".")[0]}.html"><code>${escapeHtml(name)}</code></a>`
  );
  return `<div id="${idOf(term)}">
<dt>${namesHtml(term)}</dt>
<dd class="symbol">${term.symbol ? renderMath(term.symbol) : ""}</dd>
<dd class="meaning">${meaningHtml(term)}
<p class="more">${[...code, link].filter(Boolean).join(" ")}</p></dd>
</div>`;
}

/** In both languages, whichever the page has. */
const namesHtml = ({ english, japanese }: Term) =>
  `<span class="names"><span lang="en">${escapeHtml(english)}</span>${
    english === japanese ? "" : ` <span lang="ja">${escapeHtml(japanese)}</span>`
  }</span>`;

const meaningHtml = ({ meaning }: Term) =>
  `<p lang="en">${renderInline(meaning.english)}</p><p lang="ja">${
    renderInline(meaning.japanese)
  }</p>`;

/** For the end of a chapter's page: the sentences of its terms, and the script that shows them. */
export function termTips(html: string): string {
  const tips = termsIn(html).map((term) =>
    `<template data-term="${idOf(term)}"><p>${namesHtml(term)}${
      term.symbol ? ` <span class="symbol">${renderMath(term.symbol)}</span>` : ""
    }</p>${meaningHtml(term)}</template>`
  );
  return tips.length === 0 ? "" : `${tips.join("\n")}\n<script>\n${tipScript}</script>`;
}

/** Every term as something to be found. */
export function termEntries(): Omit<Entry, "id">[] {
  return terms.map((term) => ({
    href: `${glossary.file}#${idOf(term)}`,
    where: glossary.title,
    title: namesHtml(term),
    words: formsOf(term).join(" "),
    terms: [],
    english: plainText(term.meaning.english),
    japanese: plainText(term.meaning.japanese),
    code: (term.code ?? []).join(" "),
  }));
}
