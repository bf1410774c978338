// Small helpers for pages written as template strings.

/** A label of the page itself, in both languages; the page shows that of its main language. */
export function label(english: string, japanese: string): string {
  return `<span class="label-en">${english}</span><span class="label-ja" lang="ja">${japanese}</span>`;
}

/** Markdown as plain words, for `<title>` and the description; formulas stay as their TeX source. */
export function plainText(markdown: string): string {
  return markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[$*`]/g, "").replace(
    /\s+/g,
    " ",
  )
    .trim();
}
