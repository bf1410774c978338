// The memory of the machine that runs a pickle: a stack with marks, and a memo.

import { kindOf } from "./pickle_literals.ts";

/** Values, the last of which is on top; a mark tells where the parts of a list or dictionary begin. */
export class PickleStack {
  readonly #values: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();

  /** Puts a value on top. */
  push(value: unknown): void {
    this.#values.push(value);
  }

  /** Sets a mark after the last value. */
  mark(): void {
    this.#marks.push(this.#values.length);
  }

  /** Takes the last value, or the mark after it. */
  drop(): void {
    if (this.#values.length === this.#marks.at(-1)) this.#marks.pop();
    else this.pop();
  }

  /** Keeps the last value in the memo, by default at the next place. */
  remember(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  /** The last value; those before the last mark are out of reach. */
  top(): unknown {
    if (this.#values.length === (this.#marks.at(-1) ?? 0)) {
      throw new Error("needs a value, but there is none");
    }
    return this.#values.at(-1);
  }

  /** Takes the last value. */
  pop(): unknown {
    this.top();
    return this.#values.pop();
  }

  /** Takes the values from the last mark on. */
  toMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new Error("needs a mark, but there is none");
    return this.#values.splice(mark);
  }

  /** Adds items to the list on top. */
  append(items: unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw new Error("what items are added to is not a list");
    for (const item of items) list.push(item);
  }

  /** Sets keys, each followed by its value, in the dictionary on top. */
  setItems(items: unknown[]): void {
    const dictionary = this.top();
    if (!(dictionary instanceof Map)) throw new Error("what keys are set in is not a dictionary");
    if (items.length % 2 === 1) throw new Error("a key has no value");
    for (let i = 0; i < items.length; i += 2) setKey(dictionary, items[i], items[i + 1]);
  }

  /** Puts a value of the memo on top. */
  recall(index: number): void {
    if (!this.#memo.has(index)) {
      throw new Error(`needs value ${index} of the memo, but it has none`);
    }
    this.push(this.#memo.get(index));
  }
}

/** Sets what `key` stands for. */
export function setKey(dictionary: Map<unknown, unknown>, key: unknown, value: unknown): void {
  if (typeof key !== "string" && !Number.isSafeInteger(key)) {
    throw new Error(`a key is ${kindOf(key)}, neither text nor an integer`);
  }
  dictionary.set(key, value);
}
