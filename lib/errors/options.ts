// Options by name. A notebook cell is not type-checked before it runs, so a misspelt option would be ignored in
// silence.

import { describe } from "./describe.ts";

/** Names that other libraries have for an option. */
const synonyms: Record<string, string> = {
  learningrate: "lr",
  lr: "optimizer", // of a Trainer
  rate: "lr",
  eta: "lr",
  iterations: "steps",
  itersnum: "steps",
  randomstate: "seed",
  randomseed: "seed",
};

/**
 * The options as they are, if all of them are known.
 *
 * @throws TypeError for another: `SGD: no option "learningRate"; did you mean lr?`
 */
export function checkOptions<T extends object>(
  call: string,
  options: T,
  known: readonly (keyof T & string)[],
): T {
  const isPlain = typeof options === "object" && options !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(options));
  if (!isPlain) {
    const such = known.length > 0 ? `{ ${known[0]}: … }` : "{}";
    throw new TypeError(
      `${call}: options need to be an object such as ${such}, got ${describe(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if ((known as readonly string[]).includes(name)) continue;
    const meant = nearest(name, known);
    throw new TypeError(
      `${call}: no option "${name}"; ` +
        (meant === undefined
          ? `there are ${known.join(", ") || "none"}`
          : `did you mean ${meant}?`),
    );
  }
  return options;
}

/** Throws unless each value is true, false or left out: the text "false" would count as true. */
export function checkFlags(call: string, flags: Record<string, unknown>): void {
  for (const [name, flag] of Object.entries(flags)) {
    if (flag !== undefined && typeof flag !== "boolean") {
      throw new TypeError(`${call}: ${name} needs to be true or false, got ${describe(flag)}`);
    }
  }
}

/** The known name that `name` looks like: the book's `hidden_size`, a synonym, or a slip of the finger. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll("_", "");
  const synonym = synonyms[plain(name)];
  if (known.includes(synonym)) return synonym;
  const [best] = known.map((other) => ({ other, far: distance(plain(name), plain(other)) }))
    .sort((a, b) => a.far - b.far);
  return best?.far <= Math.ceil(name.length / 3) ? best.other : undefined;
}

/** Levenshtein's distance: how many letters to put in, take out or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(change, above[j] + 1, row[j - 1] + 1);
    }
  }
  return row[b.length];
}
