// The page of the cheat sheet.

import { escapeHtml } from "../../../lib/host/escape.ts";
import type { Chapter } from "../chapter.ts";
import { placeOf } from "../glossary/terms.ts";
import { sourceCode } from "../highlight.ts";
import { plainText } from "../html.ts";
import { renderInline } from "../markdown.ts";
import { bookTitle, type Neighbours, otherPages, page, pager } from "../page.ts";
import type { Entry } from "../search/entries.ts";
import sheetCss from "./cheat_sheet.css" with { type: "text" };
import { roomsOfLibrary, type Row } from "./rooms.ts";

const cheatSheet = otherPages[1]!;

/** All names of lib. */
export async function cheatSheetPage(chapters: Chapter[], neighbours: Neighbours): Promise<string> {
  const rooms = await roomsOfLibrary();
  const sections = rooms.map(({ id, title, rows }) =>
    `<section><h2 id="room-${id}"><a href="#room-${id}">${title}</a></h2>
<dl class="names-of-lib">
${rows.map((row) => rowHtml(row, chapters)).join("\n")}
</dl></section>`
  );
  const contents = rooms.map(({ id, title }) => `<li><a href="#room-${id}">${title}</a></li>`);
  return await page({
    title: `Cheat sheet – ${bookTitle}`,
    description:
      "The whole library on one page: how each name is called, what it does, and NumPy's side",
    file: cheatSheet.file,
    styles: sheetCss,
    body: `<div class="page sheet">
<main id="main">
<h1><a href="#main">${cheatSheet.title}</a></h1>
<p lang="en">The whole library on one page. What may be left out has a “?”. Beside <span class="numpy-of">NumPy</span> stands the same in the book’s Python. Every example is run by a test. A name leads to the <a href="api/index.html">reference</a>, a “§” to the chapter.</p>
<p lang="ja">ライブラリのすべてを 1 ページにまとめました。「?」の付いた引数は省略できます。<span class="numpy-of">NumPy</span> の印の右は、本の Python で同じことをする書き方です。例はすべてテストが実行しています。名前は<a href="api/index.html">リファレンス</a>へ、「§」は各章へのリンクです。</p>
<nav class="rooms" aria-label="Rooms"><ul>${contents.join("")}</ul></nav>
${sections.join("\n")}
${pager(neighbours)}
</main>
</div>`,
  });
}

function rowHtml(
  { name, signatures, english, japanese, example, numpy, section, members }: Row,
  chapters: Chapter[],
): string {
  const place = section && placeNear(section, chapters);
  const where = place
    ? ` <a class="where" href="${
      encodeURIComponent(place.chapter.name)
    }.html#${place.heading.id}">§${section}</a>`
    : "";
  return `<div id="${escapeHtml(name)}">
<dt><a href="api/~/${name.replace(".", ".prototype.")}.html">${
    signatures.map((signature) => `<code>${signatureHtml(signature, name)}</code>`).join(" ")
  }</a>${where}</dt>
<dd><p lang="en">${renderInline(english)}</p><p lang="ja">${renderInline(japanese || english)}</p>
${
    numpy
      ? `<p class="numpy-side"><span class="numpy-of">NumPy</span> <code>${
        escapeHtml(numpy)
      }</code></p>`
      : ""
  }
${
    members.length
      ? `<p class="members">${
        members.map((member) => `<code>.${escapeHtml(member)}</code>`).join(" ")
      }</p>`
      : ""
  }
${example ? sourceCode(example, "typescript") : ""}</dd>
</div>`;
}

/** The name stands out; what it gives does not. */
function signatureHtml(signature: string, name: string): string {
  const [call, result] = signature.split(" → ");
  const last = name.split(".").at(-1)!;
  const marked = escapeHtml(call!).replace(new RegExp(`\\b${last}\\b`), "<b>$&</b>");
  return marked + (result ? ` <i>→ ${escapeHtml(result)}</i>` : "");
}

/** The section, or where no heading has its number, the one that it is a part of. */
function placeNear(section: string, chapters: Chapter[]): ReturnType<typeof placeOf> {
  const parent = section.replace(/\.[^.]*$/, "");
  return placeOf(section, chapters) ??
    (parent === section ? undefined : placeNear(parent, chapters));
}

/** Every name as something to be found. */
export async function nameEntries(): Promise<Omit<Entry, "id">[]> {
  return (await roomsOfLibrary()).flatMap(({ title, rows }) =>
    rows.map(({ name, english, japanese, numpy, example }) => ({
      href: `${cheatSheet.file}#${encodeURIComponent(name)}`,
      where: `${cheatSheet.title} · ${title}`,
      title: `<code>${escapeHtml(name)}</code>`,
      words: name.replace(".", " "),
      terms: [],
      english: plainText(english),
      japanese: plainText(japanese),
      code: `${numpy}\n${example}`.trim(),
    }))
  );
}
