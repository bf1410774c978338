// The files that the reader has given to the page, now or at an earlier visit, and what the page says to that.

import { forget, keep, kept, missing, take } from "./data.ts";
import type { Words } from "./words.tsx";

export class Given {
  /** Names by which the library asks for them. */
  readonly names = new Set<string>();
  /** Whether the browser keeps some for the next visit. */
  areKept = false;
  readonly #give: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;

  /** `give` hands a file to the cells. */
  constructor(give: (name: string, bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#give = give;
  }

  /** Takes what was kept. */
  async recall(): Promise<void> {
    for (const file of await kept()) {
      const taken = await take(file);
      if ("refusal" in taken) continue;
      this.#add(taken.name, taken.bytes);
      this.areKept = true;
    }
  }

  /** Takes files, and says which, or why not. */
  async take(files: Iterable<File>): Promise<Words[]> {
    const messages: Words[] = [];
    const names: string[] = [];
    let allKept = true;
    for (const file of files) {
      const taken = await take(file);
      if ("refusal" in taken) messages.push(taken.refusal);
      else {
        this.#add(taken.name, taken.bytes);
        const isKept = !taken.isPicture && await keep(taken.name, file);
        allKept &&= isKept;
        this.areKept ||= isKept;
        names.push(file.name);
      }
    }
    if (names.length === 0) return messages;
    const [howLong, japanese] = allKept
      ? ["and at your next visit", "次に開いたときも使われます"]
      : ["for this visit", "ページを閉じるまで使われます"];
    messages.push([
      `Checked and taken: ${
        names.join(", ")
      }. Cells that you run from now on use them, ${howLong}.`,
      `${names.join("、")} を確認して受け取りました。これから実行するセルで、${japanese}。`,
    ]);
    const rest = missing(this.names);
    return rest ? [...messages, rest] : messages;
  }

  async forget(): Promise<Words[]> {
    await forget();
    this.areKept = false;
    return [[
      "The files are forgotten; until you leave this page its cells still have them.",
      "ファイルの保存をやめました。このページを閉じるまでは、セルで引き続き使えます。",
    ]];
  }

  #add(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.#give(name, bytes);
    this.names.add(name);
  }
}
