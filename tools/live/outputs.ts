// The outputs of one run, as they grow.

import type { Output } from "../notebooks.ts";
import type { Change } from "./messages.ts";

/** A run's outputs, and those of them that have ids. */
export class Outputs {
  #list: Output[] = [];
  #named = new Map<string, number>(); // id → index
  #clearsNext = false;

  /** All so far, in a list of its own. */
  get list(): Output[] {
    return [...this.#list];
  }

  /** Whether something was shown under that id. */
  has(id: string): boolean {
    return this.#named.has(id);
  }

  /** Applies what the worker tells. */
  apply(change: Change): void {
    if ("update" in change) {
      const { update, data, metadata } = change;
      const index = this.#named.get(update);
      if (index !== undefined) this.#list[index] = { ...this.#list[index]!, data, metadata };
    } else if ("clear" in change) {
      if (change.clear === "now") this.#clear();
      else this.#clearsNext = true;
    } else {
      if (this.#clearsNext) this.#clear();
      this.#add(change.output, change.id);
    }
  }

  #clear(): void {
    this.#list = [];
    this.#named.clear();
    this.#clearsNext = false;
  }

  #add(output: Output, id: string | undefined): void {
    const last = this.#list.at(-1);
    if (
      output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name
    ) {
      this.#list[this.#list.length - 1] = { ...last, text: `${last.text}${output.text}` };
      return;
    }
    if (id !== undefined) this.#named.set(id, this.#list.length);
    this.#list.push(output);
  }
}
