// Words of the page itself, in both languages; it shows those of its main language.

import type { VNode } from "preact";

/** English, Japanese. */
export type Words = [en: string, ja: string];

export const Say = ({ words: [en, ja] }: { words: Words }): VNode => (
  <>
    <span class="label-en">{en}</span>
    <span class="label-ja" lang="ja">{ja}</span>
  </>
);

/** The same where there can be no elements. */
export const plain = ([en, ja]: Words) => `${en} ${ja}`;
