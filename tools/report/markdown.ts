// Markdown cells. A cell is English, then the same in Japanese under `<details lang="ja">`; here the English gets a
// `lang` too, so that the page can show one, the other or both.

import markdownIt from "markdown-it";
import { type Heading, headingHtml, parseHeading } from "./headings.ts";
import { escapeHtml } from "../../lib/host/escape.ts";
import { type Attachments, textOf } from "../nbformat.ts";
import { sourceCode } from "./highlight.ts";
import { inlineMath, math, renderMath } from "./math.ts";

const markdown = markdownIt({ html: true, typographer: true }).use(math)
  .disable("replacements"); // of typography only the quotation marks: `(c)` is not ©
type Token = ReturnType<typeof markdown.parse>[number];
const rules = markdown.renderer.rules;

/** Kanji, kana, and the punctuation between them. */
const letter = "[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u3000-\\u303f\\uff00-\\uffef]";
const [beginsInJapanese, endsInJapanese] = [RegExp(`^${letter}`, "u"), RegExp(`${letter}$`, "u")];

rules.fence = (tokens, i) => sourceCode(tokens[i]!.content.trimEnd(), tokens[i]!.info.trim());
rules.code_block = (tokens, i) => sourceCode(tokens[i]!.content.trimEnd(), "");
rules.table_open = () => `<div class="scroll"><table>`;
rules.table_close = () => `</table></div>`;
/** A line that ends in Japanese and goes on in Japanese is one line: its break would be shown as a space. */
rules.softbreak = (tokens, i) => {
  const before = tokens.slice(0, i).findLast(({ content }) => content)?.content ?? "";
  const after = tokens.slice(i).find(({ content }) => content)?.content ?? "";
  return endsInJapanese.test(before) && beginsInJapanese.test(after) ? "" : "\n";
};
/** A summary is HTML for markdown, but formulas in it are formulas. */
rules.html_block = (tokens, i) =>
  tokens[i]!.content.replace(
    /<summary>.*<\/summary>/g,
    (summary) => summary.replace(new RegExp(inlineMath, "g"), (_, tex) => renderMath(tex)),
  );
/** Another chapter's notebook is its report here. */
rules.link_open = (tokens, i, options, _env, renderer) => {
  const href = `${tokens[i]!.attrGet("href")}`;
  tokens[i]!.attrSet("href", href.replace(/^([^:/]+)\.ipynb(?=#|$)/, "$1.html"));
  return renderer.renderToken(tokens, i, options);
};
rules.image = (tokens, i, _options, env) => {
  const source = dataUri(decodeURI(`${tokens[i]!.attrGet("src")}`), env as Env);
  return `<img src="${escapeHtml(source)}" alt="${escapeHtml(tokens[i]!.content)}">`;
};

/** Where images are found: in the notebook's folder, or in the cell itself. */
type Env = { folder: string | undefined; attachments: Attachments };

export interface Prose {
  html: string;
  headings: Heading[];
  /** The first paragraph of each language, as markdown; empty where there is none. */
  abstract: { english: string; japanese: string };
}

/**
 * Renders a markdown cell.
 *
 * @param folder the notebook's; without one there are no pictures beside it
 * @param ids anchors used on the page so far; those of the cell are added
 * @param attachments the pictures that the cell brings along
 */
export function renderMarkdown(
  source: string,
  folder: string | undefined,
  ids: Set<string>,
  attachments: Attachments = {},
): Prose {
  const env: Env = { folder, attachments };
  const separated = source.replace(/^<\/details>[ \t]*\n(?=\S)/gm, "</details>\n\n");
  const parts = partsOf(markdown.parse(separated, env));
  const headings: Heading[] = [];
  const lastJapanese = parts.findLastIndex((part) => part.kind === "japanese");
  const answersTwice = parts.some(({ kind, tokens }) =>
    kind === "japanese" &&
    tokens.map((token) => token.content).join("").split("<details").length > 2
  );
  const html = parts.map(({ kind, tokens }, i) => {
    const content = markdown.renderer.render(tokens, markdown.options, env);
    if (kind === "heading") {
      const level = Number(tokens[0]!.tag.slice(1));
      const heading = parseHeading(level, tokens[1]!.content, ids);
      headings.push(heading);
      const inline = (text: string) => markdown.renderInline(text, env);
      const jupyterId = escapeHtml(tokens[1]!.content.replaceAll(" ", "-")); // links in notebooks name this one
      return `<h${level} id="${heading.id}"><span id="${jupyterId}"></span><a href="#${heading.id}">${
        headingHtml(heading, inline)
      }</a></h${level}>\n`;
    }
    // What comes after the Japanese, and answers that it does not repeat, are for both.
    const isEnglish = i < lastJapanese && (kind === "text" || (kind === "fold" && answersTwice));
    return isEnglish ? `<div lang="en">\n${content}</div>\n` : content;
  }).join("");
  return { html, headings, abstract: abstractOf(parts) };
}

/** Markdown of a heading or an abstract, where no image may be. */
export function renderInline(text: string): string {
  return markdown.renderInline(text);
}

interface Part {
  kind: "heading" | "text" | "fold" | "japanese";
  tokens: Token[];
}

/** Cuts a cell at its headings and at the folds of its top level. */
function partsOf(tokens: Token[]): Part[] {
  const parts: Part[] = [];
  let depth = 0;
  for (const token of tokens) {
    const count = (tag: RegExp) =>
      token.type === "html_block" ? token.content.match(tag)?.length ?? 0 : 0;
    const opened = count(/<details\b/g);
    if (depth === 0 && token.level === 0 && token.nesting >= 0) {
      const kind = token.type === "heading_open"
        ? "heading"
        : !opened
        ? "text"
        : /<details[^>]*\slang="ja"/.test(token.content)
        ? "japanese"
        : "fold";
      if (kind !== "text" || parts.at(-1)?.kind !== "text") parts.push({ kind, tokens: [] });
    }
    parts.at(-1)!.tokens.push(token);
    depth = Math.max(0, depth + opened - count(/<\/details>/g));
  }
  return parts;
}

function abstractOf(parts: Part[]): Prose["abstract"] {
  const first = (kind: Part["kind"]) => {
    const tokens = parts.filter((part) => part.kind === kind).flatMap((part) => part.tokens);
    const opening = tokens.findIndex((token) => token.type === "paragraph_open");
    return opening < 0 ? "" : tokens[opening + 1]!.content;
  };
  return { english: first("text"), japanese: first("japanese") };
}

const imageTypes: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/** @throws Error for an image that is neither in the cell nor a file beside the notebook: a report is complete in itself */
function dataUri(source: string, { folder, attachments }: Env): string {
  if (source.startsWith("data:")) return source;
  const name = source.match(/^attachment:(.*)$/)?.[1];
  if (name !== undefined) {
    const [mime, data] = Object.entries(attachments[name] ?? {})[0] ?? [];
    if (mime === undefined) throw new Error(`image ${source}: the cell has no such attachment`);
    return `data:${mime};base64,${textOf(data!)}`;
  }
  const type = imageTypes[source.match(/\.\w+$/)?.[0].toLowerCase() ?? ""];
  if (!type || /^\w+:/.test(source) || folder === undefined) {
    throw new Error(`image ${source}: a report needs a picture file beside the notebook`);
  }
  return `data:${type};base64,${Deno.readFileSync(`${folder}/${source}`).toBase64()}`;
}
