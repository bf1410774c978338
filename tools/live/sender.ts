// What cells put out, on its way from the worker to the page: in batches, so that a loop that prints without end does
// not bury the page.

import type { Output } from "../notebooks.ts";
import type { Change, Report } from "./messages.ts";

const EVERY = 50; // ms
const MOST_TEXT = 1_000_000; // letters that one run prints
const MOST_SHOWN = 30_000_000; // letters in all that it shows

/** The outputs of the run that goes on, or was the last. */
export class Sender {
  #run = 0;
  #pending: Change[] = [];
  #sent = 0; // when
  #timer: ReturnType<typeof setTimeout> | undefined;
  #printed = 0;
  #shown = 0;
  readonly #post: (report: Report) => void;

  constructor(post: (report: Report) => void) {
    this.#post = post;
  }

  /** Another run begins. */
  begin(run: number): void {
    this.flush();
    this.#run = run;
    this.#printed = this.#shown = 0;
  }

  /** Text for "stdout" or "stderr". */
  print(name: string, text: string): void {
    if (this.#printed > MOST_TEXT) return;
    this.#printed += text.length;
    if (this.#printed > MOST_TEXT) text = "… and more, which is not shown\n";
    const last = this.#pending.at(-1);
    if (last && "output" in last && last.output.name === name) {
      last.output.text += text;
      this.#sendSoon();
    } else this.#add({ output: { output_type: "stream", name, text } });
  }

  /** A bundle, under an id if it will be updated. */
  show(output: Output, id?: string): void {
    if (this.#isTooMuch(output)) return;
    this.#add({ output, ...(id !== undefined && { id }) });
  }

  /** What was shown under `id` becomes another. */
  update(id: string, data: Record<string, unknown>, metadata: Record<string, unknown>): void {
    this.#pending = this.#pending.filter((change) => !("update" in change && change.update === id));
    this.#add({ update: id, data, metadata });
  }

  /** Takes away what the run has put out. */
  clear(when: "now" | "at the next"): void {
    this.#add({ clear: when });
  }

  /** Sends what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    this.#sent = performance.now();
    const changes = JSON.stringify(this.#pending); // as Jupyter sends it
    this.#pending = [];
    this.#post({ is: "changes", run: this.#run, changes });
  }

  #add(change: Change): void {
    this.#pending.push(change);
    this.#sendSoon();
  }

  #sendSoon(): void {
    if (performance.now() - this.#sent > EVERY) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), EVERY);
  }

  #isTooMuch({ data = {} }: Output): boolean {
    if (this.#shown > MOST_SHOWN) return true;
    for (const content of Object.values(data)) {
      this.#shown += typeof content === "string" ? content.length : 0;
    }
    if (this.#shown > MOST_SHOWN) this.print("stderr", "… and more, which is not shown\n");
    return this.#shown > MOST_SHOWN;
  }
}
