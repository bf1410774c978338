// In the reader's browser: looks for what is typed into the field of the first page, and shows where it stands.
// ↓ and ↑ go through what was found, Enter in the field opens the first, Escape clears it.

import MiniSearch from "minisearch";
import { type Entry, find, type Found, options } from "./entries.ts";
import { wordsOf } from "./tokens.ts";

const MOST = 24; // results that are shown
const BEFORE = 50; // letters of a snippet before the first word that was found
const LENGTH = { en: 190, ja: 100 };

const page = document.documentElement;
const form = document.querySelector<HTMLFormElement>("form.search")!;
const field = form.querySelector("input")!;
const list = document.querySelector<HTMLElement>(".found")!;
const count = document.querySelector<HTMLElement>(".count")!;

let index: MiniSearch<Entry> | undefined;

/** Read when it is first wanted: some hundred kilobytes. */
function loaded(): MiniSearch<Entry> {
  const json = () => document.getElementById("search-index")!.textContent!;
  return index ??= MiniSearch.loadJSON<Entry>(json(), options);
}

function search(): void {
  const query = field.value.trim();
  const found = query === "" ? [] : find(loaded(), query);
  count.textContent = query === "" ? "" : counted(found.length);
  list.replaceChildren(...found.slice(0, MOST).map((entry) => item(entry, wordsOf(query))));
  try {
    history.replaceState(
      null,
      "",
      query === "" ? location.pathname : `?q=${encodeURIComponent(query)}`,
    );
  } catch { /* some browsers keep the address of a file as it is */ }
}

function counted(found: number): string {
  const more = found > MOST;
  if (page.dataset.language === "ja") {
    return found === 0
      ? "見つかりませんでした"
      : `${found} 件${more ? `（上位 ${MOST} 件を表示）` : ""}`;
  }
  return found === 0
    ? "Nothing found"
    : `${found} ${found === 1 ? "place" : "places"}${more ? `, the best ${MOST} of them` : ""}`;
}

function item(entry: Found, words: string[]): HTMLElement {
  const element = document.createElement("li");
  const link = document.createElement("a");
  link.href = entry.href;
  link.innerHTML = `<small>${entry.where}</small><strong>${entry.title}</strong>`;
  const snippet = document.createElement("span");
  snippet.append(...marked(excerpt(entry, words), words));
  link.append(snippet);
  element.append(link);
  return element;
}

/** The part of a text in which the words stand: in the page's language if they do there. */
function excerpt({ english, japanese, code }: Entry, words: string[]): string {
  const texts = page.dataset.language === "ja"
    ? [japanese, english, code]
    : [english, japanese, code];
  const at = (text: string) => {
    const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((place) =>
      place >= 0
    );
    return places.length === 0 ? -1 : Math.min(...places);
  };
  const text = texts.find((text) => at(text) >= 0) ?? texts[0];
  const start = Math.max(0, at(text) - BEFORE);
  const begin = start === 0 ? 0 : text.indexOf(" ", start) + 1 || start;
  // a language without spaces begins where it has to
  const first = begin - start > BEFORE / 2 ? start : begin;
  const end = first + LENGTH[text === japanese ? "ja" : "en"];
  return (first > 0 ? "… " : "") + text.slice(first, end) + (end < text.length ? " …" : "");
}

/** The text with the words in it marked. */
function marked(text: string, words: string[]): (string | HTMLElement)[] {
  if (words.length === 0) return [text];
  const pattern = new RegExp(`(${words.map((word) => RegExp.escape(word)).join("|")})`, "gi");
  return text.split(pattern).map((part, i) => {
    if (i % 2 === 0) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}

const links = () => Array.from(list.querySelectorAll("a"));

field.addEventListener("input", search);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  links()[0]?.click();
});
form.parentElement!.addEventListener("keydown", (event) => {
  const all: HTMLElement[] = [field, ...links()];
  const here = all.indexOf(document.activeElement as HTMLElement);
  if (here < 0) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) all[here + step]?.focus();
  else if (event.key === "Escape") {
    field.value = "";
    search();
    field.focus();
  } else return;
  event.preventDefault();
});
new MutationObserver(search).observe(page, { attributeFilter: ["data-language"] });

const asked = new URLSearchParams(location.search).get("q");
if (asked) {
  field.value = asked;
  search();
  field.focus();
}
