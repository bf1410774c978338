// How far the outputs of a cell are from those saved in its notebook, both in the form that notebooks are saved in.

import { decode } from "fast-png";
import { type Output, type Text, textOf } from "../notebooks.ts";

export interface Difference {
  /** the largest relative difference of a number, or the share of a picture that differs; Infinity for other words */
  size: number;
  /** what differs and by how much */
  words: string;
}

/** What differs between the outputs of one cell: nothing, or a line for each content that is not the same. */
export function compareOutputs(saved: Output[], now: Output[]): Difference[] {
  if (saved.length !== now.length) {
    return [{ size: Infinity, words: `${now.length} outputs instead of ${saved.length}` }];
  }
  return saved.flatMap((output, i) => {
    const [before, after] = [contents(output), contents(now[i]!)];
    const [were, are] = [before, after].map((content) => Object.keys(content).sort().join(", "));
    if (were !== are) return [{ size: Infinity, words: `${are} instead of ${were}` }];
    return Object.keys(before).flatMap((kind) => {
      if (before[kind] === after[kind]) return [];
      const { size, words } = compareContent(kind, before[kind]!, after[kind]!);
      return [{ size, words: `${kind}: ${words}` }];
    });
  });
}

/** Kind → text, of each of an output's contents. */
function contents(output: Output): Record<string, string> {
  if (output.output_type === "stream") return { [`${output.name}`]: textOf(output.text ?? "") };
  if (output.output_type === "error") return { error: `${output.ename}: ${output.evalue}` };
  return Object.fromEntries(
    Object.entries(output.data ?? {}).map(([mime, content]) => [
      mime,
      mime.endsWith("json") ? JSON.stringify(content) : textOf(content as Text),
    ]),
  );
}

function compareContent(kind: string, before: string, after: string): Difference {
  if (kind === "image/png") return comparePixels(before, after);
  // pictures of pixels inside it are looked at by themselves
  const [pixelsBefore, pixelsAfter] = [before, after].map((text) => text.match(pngUri) ?? []);
  const pairs = pixelsBefore!.map((uri, i) => [uri, pixelsAfter![i] ?? ""] as const);
  const pixels = pairs.filter(([uri, other]) => uri !== other)
    .map(([uri, other]) => comparePixels(uri.replace(pngStart, ""), other.replace(pngStart, "")));
  const [rest, otherRest] = [before, after].map((text) => text.replace(pngUri, "png")) as [
    string,
    string,
  ];
  const compare = kind === "image/svg+xml" ? compareElements : compareText;
  const all = [...pixels, ...(rest === otherRest ? [] : [compare(rest, otherRest)])];
  return all.reduce((worst, other) => other.size > worst.size ? other : worst);
}

const pngStart = "data:image/png;base64,";
const pngUri = new RegExp(`${pngStart}[A-Za-z0-9+/=]+`, "g");

/** `-1,234.5e-6`, but not the 1 of `W1` or of `x-1` */
const number = /(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d*)?(?:e[-+]?\d+)?/g;

/** Numbers one by one, where all words between them are the same. */
function compareText(before: string, after: string): Difference {
  const words = (text: string) => text.replace(number, " # ").replace(/\s+/g, " ");
  if (words(before) !== words(after)) {
    const first = Array.from(before).findIndex((letter, i) => letter !== after[i]);
    const part = (text: string) => JSON.stringify(text.slice(Math.max(0, first - 20)).slice(0, 60));
    return { size: Infinity, words: `${part(after)} instead of ${part(before)}` };
  }
  const numbers = (text: string) =>
    Array.from(text.matchAll(number), ([digits]) => Number(digits.replaceAll(",", "")));
  const now = numbers(after);
  let [absolute, relative, count] = [0, 0, 0];
  numbers(before).forEach((x, i) => {
    const gap = Math.abs(x - now[i]!);
    if (gap === 0) return;
    count++;
    absolute = Math.max(absolute, gap);
    relative = Math.max(relative, gap / Math.max(Math.abs(x), Math.abs(now[i]!)));
  });
  return {
    size: relative,
    words: count === 0
      ? "other spaces"
      : `${count} of ${now.length} numbers differ, by at most ${short(absolute)} ` +
        `(relative ${short(relative)})`,
  };
}

/** Elements of a drawing, as a set: one that is new moves no others. */
function compareElements(before: string, after: string): Difference {
  const elements = (svg: string) => svg.split(/(?=<)/).filter((tag) => !tag.startsWith("</"));
  const [were, are] = [elements(before), elements(after)];
  const left = new Map<string, number>();
  for (const element of were) left.set(element, (left.get(element) ?? 0) + 1);
  const isNew = (element: string) => {
    const count = left.get(element) ?? 0;
    left.set(element, count - 1);
    return count <= 0;
  };
  const all = Math.max(were.length, are.length);
  const changed = Math.max(are.filter(isNew).length, were.length - are.length);
  return share(changed, all, "elements");
}

function comparePixels(before: string, after: string): Difference {
  if (after === "") return { size: 1, words: "a picture is missing" };
  const [was, is] = [before, after].map((base64) => decode(Uint8Array.fromBase64(base64)));
  if (was!.width !== is!.width || was!.height !== is!.height) {
    return {
      size: 1,
      words: `${is!.width} × ${is!.height} pixels instead of ${was!.width} × ${was!.height}`,
    };
  }
  const pixels = was!.width * was!.height;
  let changed = 0;
  for (let i = 0; i < pixels; i++) {
    const { channels } = was!;
    const differs = (c: number) => was!.data[i * channels + c] !== is!.data[i * channels + c];
    if (Array.from({ length: channels }, (_, c) => c).some(differs)) changed++;
  }
  return share(changed, pixels, "pixels");
}

function share(changed: number, all: number, what: string): Difference {
  return {
    size: changed / all,
    words: `${changed} of ${all} ${what} differ (${short(100 * changed / all)} %)`,
  };
}

const short = (value: number) => `${Number(value.toPrecision(2))}`;
