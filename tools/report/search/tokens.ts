// What of a text is looked up, the same when the index is made and when the reader asks. Japanese has no spaces, and
// browsers do not cut it alike, so it is taken as pairs of letters: 畳み込み is 畳み, み込, 込み.

const JAPANESE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]`;
const word = new RegExp(String.raw`${JAPANESE}+|[[\p{L}\p{N}]--${JAPANESE}]+`, "gv");
const isJapanese = new RegExp(`^${JAPANESE}`, "v");

/** The words of a text, and what stands between spaces in Japanese, as they are compared. */
export function wordsOf(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(word) ?? [];
}

/** What the index knows of a text. */
export function indexed(text: string): string[] {
  return wordsOf(text).flatMap((word) =>
    isJapanese.test(word) ? [...pairs(word), word.at(-1)!] : word
  );
}

/** What has to be found of a question. A single Japanese letter begins a pair, or ends a text. */
export function asked(text: string): string[] {
  return wordsOf(text).flatMap((word) =>
    isJapanese.test(word) && word.length > 1 ? pairs(word) : word
  );
}

function pairs(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2));
}
