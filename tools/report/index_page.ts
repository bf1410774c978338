// The first page: the book at a glance.

import type { Chapter } from "./chapter.ts";
import { nameEntries } from "./cheat_sheet/page.ts";
import { termEntries } from "./glossary/page.ts";
import { headingHtml } from "./headings.ts";
import { label } from "./html.ts";
import indexCss from "./index.css" with { type: "text" };
import { renderInline } from "./markdown.ts";
import { aboutNumbers, bookTitle, bookTitleJapanese, page } from "./page.ts";
import { searchField, searchScripts, sectionEntries } from "./search/make.ts";
import { type Result, resultsOf } from "./results.ts";

const LEAD = "Read it, run it, change it: every idea of the book written out in TypeScript, " +
  "every figure drawn by the code beside it, every number checked.";
const LEAD_JAPANESE = "読んで、動かして、書き換える。本の考え方をすべて TypeScript で書き下し、" +
  "図は隣のコードが描き、数値はひとつひとつ確かめています。";

export async function indexPage(chapters: Chapter[]): Promise<string> {
  return await page({
    title: bookTitle,
    description: LEAD,
    file: "index.html",
    styles: indexCss,
    scripts: await searchScripts([
      ...sectionEntries(chapters),
      ...termEntries(),
      ...await nameEntries(),
    ]),
    body: `<div class="page front">
<main id="main">
<h1><a href="#main"><span lang="en">${bookTitle}</span> <span lang="ja">${bookTitleJapanese}</span></a></h1>
<p class="lead"><span lang="en">${LEAD}</span> <span lang="ja">${LEAD_JAPANESE}</span></p>
${searchField}
${facts(chapters)}
<h2 id="chapters" class="quiet">${both("Chapters", "章")}</h2>
<ol class="chapters">
${chapters.map(card).join("\n")}
</ol>
<p class="aside">${aboutNumbers}</p>
${results(resultsOf(chapters))}
${sources}
${start}
</main>
</div>`,
  });
}

const both = (english: string, japanese: string) =>
  `<span lang="en">${english}</span> <span lang="ja">${japanese}</span>`;

/** How much there is, counted. */
function facts(chapters: Chapter[]): string {
  const sum = (of: (chapter: Chapter) => number) =>
    chapters.reduce((total, chapter) => total + of(chapter), 0);
  const checked = sum(({ about }) =>
    Array.from(about.verdicts.values()).flat().filter((text) => text.startsWith("✓")).length
  );
  const minutes = sum(({ about }) => about.minutes);
  const list: [number, string, string][] = [
    [chapters.length, "chapters", "章"],
    [sum(({ about }) => about.figures), "figures", "の図"],
    [sum(({ about }) => about.playable), "that answer your pointer", "は触って動かせる"],
    [checked, "numbers checked", "の数値を確認済み"],
    [Math.round(minutes / 60), "hours to read", "時間で読める"],
  ];
  const items = list.filter(([count]) => count > 0).map(([count, english, japanese]) =>
    `<li><strong>${count}</strong> ${label(english, japanese)}</li>`
  );
  return `<ul class="facts">${items.join("")}</ul>`;
}

/** A chapter: its picture, what one can do after it, how long it takes. */
function card({ name, title, abstract, about, headings }: Chapter): string {
  const href = `${encodeURIComponent(name)}.html`;
  const sections = headings.filter(({ level, number }) => level === 2 && number).map((heading) =>
    `<li><a href="${href}#${heading.id}">${headingHtml(heading, renderInline)}</a></li>`
  );
  const goal = (lang: string, goal: string, abstract: string) =>
    `<p lang="${lang}">${renderInline(goal ? capital(goal) : abstract)}</p>`;
  const time = about.minutes
    ? `<p class="time">${label(`${about.minutes} min to read`, `読むのに ${about.minutes} 分`)}</p>`
    : "";
  return `<li>
<div class="cover" aria-hidden="true">${about.cover}</div>
<h3><a href="${href}">${headingHtml(title, renderInline)}</a></h3>
${goal("en", about.goal.english, abstract.english)}
${goal("ja", about.goal.japanese, abstract.japanese)}
${time}
${
    sections.length
      ? `<details><summary>${label("Sections", "節")}</summary><ul>${
        sections.join("")
      }</ul></details>`
      : ""
  }
</li>`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** How well the networks of the chapters read, and how fast they learn. */
function results(rows: Result[]): string {
  if (rows.length === 0) return "";
  const most = Math.max(...rows.map(misread));
  const body = rows.map((row) => {
    const { source, chapter, accuracy, book, training, step, numpy } = row;
    const section = chapter.headings.find(({ number }) => number === source.section);
    const href = `${encodeURIComponent(chapter.name)}.html#${section?.id ?? "main"}`;
    const times = training.replace(/(\d+) min/, `$1 ${label("min", "分")}`);
    return `<tr><th scope="row"><a href="${href}"><span class="number">${source.section}</span> ${
      both(source.network.english, source.network.japanese)
    }</a></th>
<td>${percent(accuracy)}</td><td>${percent(book)}</td>
<td class="misread"><span style="--share:${(misread(row) / most).toFixed(3)}">${
      misread(row)
    }</span></td>
<td>${step}</td><td>${numpy}</td><td>${times}</td></tr>`;
  });
  return `<h2 id="results">${both("What comes out", "結果")}</h2>
<p>${
    both(
      "How well each network reads the 10,000 test digits of MNIST, as the cells of its chapter show it, beside what the book or its Python gives. Times are of two cores, those of whole trainings of one.",
      "MNIST のテスト画像 10,000 枚をどれだけ正しく読めるか。各章のセルが示した値を、本やその Python の値と並べました。時間は 2 コア、学習全体の時間は 1 コアで測ったものです。",
    )
  }</p>
<div class="scroll"><table class="results">
<thead><tr><th scope="col">${both("network", "ネットワーク")}</th>
<th scope="col">${both("accuracy", "認識精度")}</th>
<th scope="col">${both("the book’s", "本の値")}</th>
<th scope="col">${both("misread", "読み間違い")}</th>
<th scope="col">${both("a step", "1 ステップ")}</th>
<th scope="col">${both("… in NumPy", "NumPy では")}</th>
<th scope="col">${both("training", "学習全体")}</th></tr></thead>
<tbody>
${body.join("\n")}
</tbody></table></div>`;
}

const misread = ({ accuracy }: Result) => Math.round((1 - accuracy) * 10_000);
const percent = (share: number) => Number.isNaN(share) ? "–" : `${(100 * share).toFixed(2)} %`;

const link = (href: string, text: string) => `<a href="${href}">${text}</a>`;
const MNIST = link("http://yann.lecun.com/exdb/mnist/", "MNIST");
const REPOSITORY = link(
  "https://github.com/oreilly-japan/deep-learning-from-scratch",
  "oreilly-japan/deep-learning-from-scratch",
);

/** What, and where it came from, each in English and in Japanese. */
const origins: [what: [string, string], where: [string, string]][] = [
  [["The digits", "手書き数字"], [
    `${MNIST}, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges: 70,000 digits that clerks and pupils wrote, from the archives of NIST; CC BY-SA 3.0. Not part of this project: they are downloaded once, and checked by their SHA-256.`,
    `${MNIST}（Yann LeCun、Corinna Cortes、Christopher J. C. Burges）。NIST の資料から集めた、職員と生徒が書いた 70,000 字です（CC BY-SA 3.0）。この教材には含まれず、初回にダウンロードして SHA-256 で確かめます。`,
  ]],
  [["Digits without a network", "ネットワークがないとき"], [
    "Digits drawn by our own code, as strokes that vary. Every chapter runs with them, and says that its numbers are then others.",
    "私たちのコードが、線に変化をつけて描いた数字を使います。すべての章が動きますが、数値は変わり、そのことを表示します。",
  ]],
  [["The book’s weights", "本の重み"], [
    `From its repository, ${REPOSITORY} (MIT licence); downloaded like the digits.`,
    `本のリポジトリ ${REPOSITORY}（MIT ライセンス）のものです。数字と同じようにダウンロードします。`,
  ]],
  [["Our weights", "私たちの重み"], [
    "Trained by this library on MNIST, by a command that gives the same bytes again; under the licence of this project (MIT).",
    "このライブラリが MNIST で学習した重みです。同じコマンドで同じ値を再現できます。ライセンスはこの教材と同じ（MIT）です。",
  ]],
  [["The book", "本"], [
    `<cite>ゼロから作る Deep Learning</cite>, by Koki Saitoh (O’Reilly Japan, 2016). Text and code here are our own.`,
    `斎藤康毅『ゼロから作る Deep Learning』（オライリー・ジャパン、2016 年）。この教材の文章とコードは独自に書いたものです。`,
  ]],
];

const sources = `<h2 id="data">${both("Where the data came from", "データの出どころ")}</h2>
<dl class="sources">
${
  origins.map(([what, where]) => `<div><dt>${both(...what)}</dt>\n<dd>${both(...where)}</dd></div>`)
    .join("\n")
}
</dl>`;

const start = `<h2 id="start">${both("How to start", "始めかた")}</h2>
<p>${
  both(
    "Begin with chapter 1: its cells can be run and changed in the page, and nothing has to be installed. To work in JupyterLab, you need Node.js and Python 3.10 or newer, and one command in the project’s folder:",
    "1 章から始めましょう。セルはページの中で実行し、書き換えられます。何もインストールする必要はありません。JupyterLab で作業するには、Node.js と Python 3.10 以降を用意し、プロジェクトのフォルダで次のコマンドを実行します。",
  )
}</p>
<pre class="source"><code>npx -y deno@2.9.6 task lab</code></pre>
<p><a href="api/index.html">${
  label("Reference of the library", "ライブラリのリファレンス")
}</a></p>`;
