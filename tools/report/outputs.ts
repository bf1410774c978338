// What a code cell has put out, as HTML: while a report is made, and in its page when a reader runs a cell. Of each bundle
// the page shows one mime type; an interactive figure is shown by its static picture until vega.js replaces it.

import { grid, ink, muted, palette, paper } from "../../lib/display/style.ts";
import { PLAY, playPlace, type Shown } from "../../lib/play/figure.ts";
import { type Output, type Text, textOf } from "../nbformat.ts";
import { escapeHtml } from "../../lib/host/escape.ts";
import { ansiHtml } from "./ansi.ts";
import {
  figureHtml,
  type FigurePlace,
  isFigure,
  isOwn,
  type Spec,
  VEGA_LITE,
  withoutHeading,
  wordsOf,
} from "./figures.ts";
import { inBothLanguages, japaneseLabel, labelsOf } from "./figure_words.ts";
import { label } from "./html.ts";
import { japaneseLine, japaneseVerdict } from "./japanese/sentences.ts";
import { renderMarkdown } from "./markdown.ts";

/** From the best to the last resort; what is not here is not shown. */
const renderers: Record<string, (content: Text, about: About) => string> = {
  "image/svg+xml": (svg, about) => svgElement(textOf(svg), about),
  "text/html": (html) => `<div class="html">${withJapanese(textOf(html))}</div>`,
  "text/markdown": (text) => renderMarkdown(textOf(text), undefined, new Set()).html,
  "image/png": (data, about) => picture("image/png", textOf(data), about),
  "image/jpeg": (data, about) => picture("image/jpeg", textOf(data), about),
  "text/plain": (text) => `<pre>${ansiHtml(textOf(text))}</pre>`,
};

/** What a bundle's metadata and plain text say about its picture. */
interface About {
  alt: string;
  width?: unknown;
  height?: unknown;
}

/**
 * One output. An error is one that its notebook was saved with: those of an execution stop the report.
 *
 * @param placeOf where a figure stands; it is asked once for each, and so can count them
 */
export function renderOutput(output: Output, placeOf: (output: Output) => FigurePlace): string {
  if (output.output_type === "stream") {
    return `<pre class="${output.name}">${linesHtml(textOf(output.text ?? ""))}</pre>`;
  }
  if (output.output_type === "error") {
    const { ename, evalue, traceback } = output as { [key: string]: unknown; traceback?: string[] };
    const text = traceback?.length ? traceback.join("\n") : `${ename}: ${evalue}`;
    return `<pre class="stderr">${linesHtml(text)}</pre>`;
  }
  const data = output.data ?? {};
  const mime = Object.keys(renderers).find((mime) => mime in data);
  const shown = mime ? renderers[mime]!(data[mime] as Text, aboutOf(output, mime)) : "";
  if (!isFigure(output)) return shown;
  const place = placeOf(output);
  const { svg } = isOwn(data) ? { svg: shown } : withoutHeading(shown);
  const picture = data[VEGA_LITE]
    ? interactive(shown, data[VEGA_LITE] as Spec)
    : data[PLAY]
    ? playPlace(data[PLAY] as Shown, inBothLanguages(svg))
    : inBothLanguages(svg);
  return figureHtml(place, wordsOf(output, place.caption), picture);
}

/** Text as it was printed; a line of the page's own is in both languages. */
export function linesHtml(text: string): string {
  const lines = text.split("\n").map((line) => ({ line, japanese: japaneseLine(line) }));
  if (lines.every(({ japanese }) => japanese === undefined)) return ansiHtml(text);
  return lines.map(({ line, japanese }) =>
    japanese === undefined ? ansiHtml(line) : label(escapeHtml(line), escapeHtml(japanese))
  ).join("\n");
}

/** The sentence of a verdict, which notebooks have in English, in both languages. */
function withJapanese(html: string): string {
  return html.replace(/(?<=<b style="color:[^"]*">[✓○]<\/b> )[^<]+/g, (english) => {
    const japanese = japaneseVerdict(unescaped(english));
    return japanese === undefined ? english : label(english, escapeHtml(japanese));
  }).replace("show the answer 答えを見る", label("show the answer", "答えを見る"));
}

/** The text of `escapeHtml()`. */
const unescaped = (html: string) =>
  html.replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll(
    "&amp;",
    "&",
  );

function aboutOf(output: Output, mime: string): About {
  const metadata = (output.metadata ?? {}) as Record<string, unknown>;
  const { alt = metadata.alt, width, height } = (metadata[mime] ?? {}) as Record<string, unknown>;
  const text = (output.data?.["text/plain"] ?? "") as Text;
  return { alt: typeof alt === "string" ? alt : nameIn(textOf(text)), width, height };
}

/** lib's plain text of a figure is `[figure: what it shows]`. */
function nameIn(text: string): string {
  return text.replace(/^\[figure: (.*)\]$/s, "$1");
}

/** The element itself, so that the page's colours reach it, with a name for those who do not see it. */
function svgElement(svg: string, { alt }: About): string {
  const element = svg.slice(svg.search(/<svg[\s>]/)); // without an XML declaration
  const named = /^<svg[^>]*\s(aria-label|aria-labelledby|role)=/.test(element);
  if (named || !alt) return element;
  return element.replace("<svg", `<svg role="img" aria-label="${escapeHtml(alt)}"`);
}

function picture(type: string, base64: string, { alt, width, height }: About): string {
  const size = typeof width === "number" && typeof height === "number"
    ? ` width="${width}" height="${height}"`
    : "";
  const data = escapeHtml(base64.replace(/\s/g, "")); // of a cell, which may say anything
  return `<img src="data:${type};base64,${data}" alt="${escapeHtml(alt)}"${size}>`;
}

/** A chart with its still picture; `data-words` has the Japanese of its labels, for when Vega draws them. */
function interactive(shown: string, { title: _, ...spec }: Spec): string {
  const json = JSON.stringify(spec).replaceAll("<", "\\u003c"); // no tag may end the script
  const words = labelsOf(shown).map((label) => [label, japaneseLabel(label)] as const)
    .filter(([, japanese]) => japanese !== undefined);
  const dictionary = escapeHtml(JSON.stringify(Object.fromEntries(words)));
  return `<div class="vega" data-words="${dictionary}">` +
    `<script type="application/json">${inPageColours(json)}</script>` +
    `<div class="still">${inPageColours(inBothLanguages(shown))}</div></div>`;
}

/** Our colours by their value, `#0072b2`, for the page's own: `var(--figure-1, #0072b2)`. */
const variables = new Map(
  [paper, ink, muted, grid, ...palette].map((variable) => [variable.match(/#\w+/)![0], variable]),
);
variables.set("#000", ink).set("black", ink).set("white", paper);

/** Vega knows no CSS variables when it lays out a chart, but browsers do when they paint it. */
function inPageColours(text: string): string {
  return text.replace(
    /(?<=")(#[0-9a-f]+|black|white)(?=")/g,
    (colour) => variables.get(colour) ?? colour,
  );
}

/** A report must be complete in itself: links may lead outside, pictures and scripts may not come from there. */
export function rejectFetching(html: string): void {
  const found = html.match(
    /<(?:img|script|iframe|link|source|video|audio|image|use)\b[^>]*\s(?:src|href)=["']?(?:https?:)?\/\/[^"'\s>]*/i,
  );
  if (found) throw new Error(`a report fetches nothing, but there is ${found[0]}`);
}
