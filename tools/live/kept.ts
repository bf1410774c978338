// What a reader has made of a page: changed code, solved exercises, and in a page that was saved also outputs. The browser
// keeps it where it may; a saved page carries it in itself.

import type { Output } from "../nbformat.ts";

/** The reader's part of a page. */
export interface Kept {
  /** by the cells' ids */
  cells: Record<string, { source?: string; outputs?: Output[] }>;
  solved: string[];
}

/** The reader's part of this page, read and written under its key. */
export class Keeper {
  /** undefined where the browser denies it */
  readonly #storage: Storage | undefined;
  readonly #key: string;
  #last: Kept = { cells: {}, solved: [] };

  constructor(key: string, storage: Storage | undefined) {
    this.#key = key;
    this.#storage = storage;
  }

  read(): Kept {
    const carried = parsed(document.getElementById("live-kept")?.textContent);
    const stored = this.#stored();
    const own = stored && carried ? withOutputs(stored, carried) : stored ?? carried;
    return this.#last = own ?? { cells: {}, solved: [] };
  }

  #stored(): Kept | undefined {
    return parsed(this.#storage?.getItem(this.#key));
  }

  /** Says nothing where there is no room. Another tab may have written for the same page: its changes stay. */
  write(now: Kept): void {
    const there = this.#stored();
    const kept = there ? merged(there, this.#last, now) : now;
    this.#last = now;
    const isEmpty = Object.keys(kept.cells).length === 0 && kept.solved.length === 0;
    try {
      if (isEmpty) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, JSON.stringify(kept));
    } catch { /* the page can still be saved as a file */ }
  }
}

/** Nothing where it is not what a page has written. */
function parsed(text: string | null | undefined): Kept | undefined {
  try {
    const kept = JSON.parse(text ?? "");
    return kept.cells && Array.isArray(kept.solved) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** What the browser has kept, which is without outputs, with those that the page carries for the same code. */
function withOutputs(stored: Kept, carried: Kept): Kept {
  const cells = { ...stored.cells };
  for (const [id, cell] of Object.entries(carried.cells)) {
    if (cell.outputs && cells[id]?.source === cell.source) cells[id] = cell;
  }
  return { ...stored, cells };
}

/** What is there, with what has changed from `before` to `now`. */
function merged(there: Kept, before: Kept, now: Kept): Kept {
  const cells = { ...there.cells };
  for (const id of Object.keys({ ...before.cells, ...now.cells })) {
    if (now.cells[id]?.source === before.cells[id]?.source) continue;
    if (now.cells[id]) cells[id] = now.cells[id];
    else delete cells[id];
  }
  const taken = new Set(before.solved).difference(new Set(now.solved));
  const solved = new Set([...there.solved, ...now.solved]).difference(taken);
  return { cells, solved: [...solved] };
}
