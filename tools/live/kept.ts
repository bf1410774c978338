// What a reader has made of a page: changed code, solved exercises, and in a page that was saved also outputs. The browser
// keeps it where it may; a saved page carries it in itself.

import type { Output } from "../nbformat.ts";

/** The reader's part of a page. */
export interface Kept {
  /** by the cells' ids */
  cells: Record<string, { source?: string; outputs?: Output[] }>;
  solved: string[];
}

/** The reader's part of this page, read and written under its name. */
export class Keeper {
  /** undefined where the browser denies it */
  readonly #storage: Storage | undefined;
  readonly #key: string;

  constructor(name: string, storage: Storage | undefined) {
    this.#storage = storage;
    this.#key = `live ${name}`;
  }

  read(): Kept {
    const own = this.#storage?.getItem(this.#key) ??
      document.getElementById("live-kept")?.textContent;
    return own ? JSON.parse(own) : { cells: {}, solved: [] };
  }

  /** Says nothing where there is no room. */
  write(kept: Kept): void {
    const isEmpty = Object.keys(kept.cells).length === 0 && kept.solved.length === 0;
    try {
      if (isEmpty) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, JSON.stringify(kept));
    } catch { /* the page can still be saved as a file */ }
  }
}
