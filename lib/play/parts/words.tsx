// Words in the two languages of the book; the page shows those that its reader has chosen.

/** The same in English and in Japanese. */
export interface Words {
  en: string;
  ja: string;
}

/** A name: words, or a symbol that is the same in both languages. */
export type Name = string | Words;

/** Words in both languages, each marked with its own; a symbol as it is. */
export const Say = ({ name }: { name: Name }) =>
  typeof name === "string" ? name : (
    <>
      <span lang="en">{name.en}</span> <span lang="ja">{name.ja}</span>
    </>
  );

/** The same on a stage, inside of a `text`. */
export const Label = ({ en, ja }: Words) => (
  <>
    <tspan lang="en">{en}</tspan>
    <tspan lang="ja">{ja}</tspan>
  </>
);

/** A name where there can be no elements: in an attribute. */
export const plain = (name: Name) => typeof name === "string" ? name : `${name.en} ${name.ja}`;
