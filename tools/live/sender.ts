// What cells put out, on its way from the worker to the page: in batches, so that a loop that prints without end does
// not bury the page.

import type { Output } from "../notebooks.ts";
import type { Change, Report } from "./messages.ts";

const EVERY = 50; // ms
const MOST_TEXT = 1_000_000; // letters that one run prints
const MOST_SHOWN = 30_000_000; // letters in all that it shows
const MOST_OUTPUTS = 1000; // pieces that a page can draw; a last error has room beyond them

const MORE = "… and more, which is not shown\n";

/** The outputs of one run; some may come when another goes on. */
export class Sender {
  readonly #run: number;
  #pending: Change[] = [];
  #sent = 0; // when
  #timer: ReturnType<typeof setTimeout> | undefined;
  #printed = 0;
  #shown = 0;
  #outputs = 0;
  #stream: unknown; // the name of the one that text goes on in
  readonly #post: (report: Report) => void;

  constructor(run: number, post: (report: Report) => void) {
    this.#run = run;
    this.#post = post;
  }

  /** Text for "stdout" or "stderr". */
  print(name: string, text: string): void {
    if (this.#printed > MOST_TEXT || this.#outputs > MOST_OUTPUTS) return;
    this.#printed += text.length;
    if (this.#stream !== name) this.#outputs++;
    this.#stream = name;
    const isTooMuch = this.#printed > MOST_TEXT || this.#outputs > MOST_OUTPUTS;
    if (isTooMuch) text = MORE;
    const last = this.#pending.at(-1);
    if (last && "output" in last && last.output.name === name) {
      last.output.text += text;
      this.#sendSoon();
    } else this.#add({ output: { output_type: "stream", name, text } });
  }

  /** A bundle, under an id if it will be updated. @throws TypeError if it is not JSON */
  show(output: Output, id?: string): void {
    if (this.#isTooMuch(output)) return;
    this.#stream = undefined;
    this.#add({ output, ...(id !== undefined && { id }) });
  }

  /** What was shown under `id` becomes another. @throws TypeError if it is not JSON */
  update(id: string, data: Record<string, unknown>, metadata: Record<string, unknown>): void {
    JSON.stringify([data, metadata]);
    this.#pending = this.#pending.filter((change) => !("update" in change && change.update === id));
    this.#add({ update: id, data, metadata });
  }

  /** Takes away what the run has put out. */
  clear(when: "now" | "at the next"): void {
    this.#outputs = 0;
    this.#stream = undefined;
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

  #isTooMuch(output: Output): boolean {
    const isError = output.output_type === "error";
    const isFull = () =>
      this.#shown > MOST_SHOWN || this.#outputs > MOST_OUTPUTS + (isError ? 10 : 0);
    if (isFull()) return true;
    this.#shown += JSON.stringify(output).length;
    this.#outputs++;
    if (isFull()) this.#add({ output: { output_type: "stream", name: "stderr", text: MORE } });
    return isFull();
  }
}
