// The figures of a report: numbered within the chapter, with an anchor of their own and a caption in both languages.
// The title that a figure of lib's has drawn above itself becomes the caption's English, as text that a phone does not
// shrink; the drawing is cut to what is under it.

import { escapeHtml } from "../../lib/host/escape.ts";
import { PLAY, type Shown } from "../../lib/play/figure.ts";
import { type Output, type Text, textOf } from "../nbformat.ts";

export const VEGA_LITE = "application/vnd.vegalite.v5+json";

/** Whether an output is a figure: a picture, or something to play with. */
export function isFigure({ data = {} }: Output): boolean {
  return Object.keys(data).some((mime) => /^image\/|vegalite|dlfs\.play/.test(mime));
}

/** Whether a function of the reader's draws it, again and again: its heading stays in the drawing. */
export const isOwn = (data: Record<string, unknown>) =>
  (data[PLAY] as Shown | undefined)?.figure === "own";

/** What a figure shows, in words; English is what the figure has drawn as its title, where nothing else is said. */
export interface Caption {
  en?: string;
  ja?: string;
}

/** Where a figure stands in its chapter; its page keeps this, for when a reader draws it again. */
export interface FigurePlace {
  /** its anchor, made of its cell's id */
  id: string;
  /** "4.3"; empty for one that the reader has added */
  number: string;
  caption: Caption;
}

/** What stands over a figure, as HTML; empty where there is nothing to say. */
interface Words {
  english: string;
  japanese: string;
}

/** A picture with what stands over it. */
export function figureHtml(
  place: FigurePlace,
  { english, japanese }: Words,
  picture: string,
): string {
  const { id, number } = place;
  const spans = japanese
    ? `<span lang="en">${english}</span>\n<span lang="ja">${japanese}</span>`
    : `<span>${english}</span>`;
  const name = number &&
    `<a class="number" href="#${id}"><span lang="en">Figure ${number}</span> <span lang="ja">図 ${number}</span></a>\n`;
  const caption = name || english || japanese ? `<figcaption>${name}${spans}</figcaption>\n` : "";
  return `<figure id="${id}" data-place="${escapeHtml(JSON.stringify(place))}">
${caption}<div class="picture">${picture}</div>
</figure>`;
}

/** What is said of a figure, else what it says itself. */
export function wordsOf({ data = {} }: Output, { en, ja }: Caption): Words {
  const { title, subtitle } = isOwn(data)
    ? { title: "", subtitle: "" }
    : data[VEGA_LITE]
    ? titleOf(data[VEGA_LITE] as Spec)
    : withoutHeading(textOf((data["image/svg+xml"] ?? "") as Text));
  return {
    english: en ? sentences(en) : words(title, subtitle),
    japanese: ja ? sentences(ja) : "",
  };
}

/** The first sentence says what is to be seen, what comes after it explains. */
function sentences(caption: string): string {
  const [, first, rest] = caption.match(/^(.*?。|.*?[.?!](?= )|.*)(.*)$/s)!;
  return words(escapeHtml(first!.replace(/[。.]$/, "")), escapeHtml(rest!.trim()));
}

const words = (title: string, explanation: string) =>
  (title ? `<strong>${title}</strong>` : "") +
  (explanation ? ` <small>${explanation}</small>` : "");

/** What we read of a chart of Vega-Lite. */
export interface Spec {
  title?: string | { text: string; subtitle?: string };
}

function titleOf({ title = "" }: Spec): { title: string; subtitle: string } {
  const { text, subtitle = "" } = typeof title === "string" ? { text: title } : title;
  return { title: escapeHtml(text), subtitle: escapeHtml(subtitle) };
}

/** Title and subtitle that are drawn in a picture, as HTML, and the picture without them. */
interface Drawn {
  title: string;
  subtitle: string;
  svg: string;
}

/** A figure of lib's (`lib/display/figure.ts`) without its card and its heading; what is not one stays whole. */
export function withoutHeading(svg: string): Drawn {
  const parts = svg.match(
    /^(<svg [^>]*?)viewBox="[^"]*" width="\d+" height="\d+"([^>]*>)<rect width="100%" height="100%" rx="8" [^>]*>(<svg x="(\d+)" y="\d+" width="([\d.]+)" height="([\d.]+)" [^>]*>)(.*)$/s,
  );
  if (!parts) return { title: "", subtitle: "", svg };
  const [, start, end, inner, padding, width, height] = parts.slice(0, 7).map(String);
  let body = parts[7]!;
  let drawn = 0; // px from above
  const take = (style: RegExp) => {
    const lines: string[] = [];
    for (;;) {
      const line = body.match(/^<text y="[\d.]+" font-size="(\d+)" ([^>]*)>([^<]*)<\/text>/);
      if (!line || !style.test(line[2]!)) return lines.join(" ");
      lines.push(line[3]!);
      drawn += Number(line[1]) * 1.35;
      body = body.slice(line[0].length);
    }
  };
  const title = take(/^font-weight="600"$/);
  const subtitle = title ? take(/^fill="var\(--figure-muted/) : "";
  if (title) drawn += 8;
  const [left, top] = [Number(padding), Number(padding) + drawn];
  const size = [width, Number(height) - drawn].map((length) => Math.ceil(Number(length)));
  // Plot says 10 where our style says 13
  const sizes = Array.from(body.matchAll(/font-size="(\d+)"/g), (found) => Number(found[1]));
  const letters = Math.min(12, ...sizes.filter((px) => px > 10));
  return {
    title,
    subtitle,
    svg: `${start}viewBox="${left} ${top} ${size[0]} ${size[1]}" width="${size[0]}" height="${
      size[1]
    }"${
      end.replace(/style="/, `style="--width:${size[0]}px;--letters:${letters};`)
    }${inner}${body}`,
  };
}
