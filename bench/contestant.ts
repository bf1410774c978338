// A contestant: a process that lives as long as the bench, so that all of them can take turns. It is told lines of JSON on
// its standard input and answers on its standard output; serve.ts and peers/serve.py are the other end.

import type { Group, Work } from "./cases.ts";

/** How a contestant is started. */
export interface Command {
  /** what tables and figures call it */
  name: string;
  /** our library, or one to compare with */
  ours: boolean;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** groups of cases that would take it minutes */
  tooSlowFor?: readonly Group[];
}

/** What a call took in seconds, or why there is none. */
export type Answer = { seconds: number } | { missing: string };

// Older OpenBLAS builds need these on some processors; a current NumPy is slowed down by them.
const SLOWING = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

export class Contestant {
  readonly command: Command;
  /** what the process says of itself: versions, kernels, threads */
  about = "";
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #output: ReadableStreamDefaultReader<string>;
  #unread = "";

  private constructor(command: Command) {
    this.command = command;
    const env = Object.fromEntries(
      Object.entries(Deno.env.toObject()).filter(([name]) => !SLOWING.includes(name)),
    );
    this.#process = new Deno.Command(command.command, {
      args: command.args,
      env: { ...env, ...command.env },
      clearEnv: true,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#output = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /**
   * Starts the process and waits until it is ready.
   *
   * @throws Error if it ends at once; the reason is on the standard error
   */
  static async start(command: Command): Promise<Contestant> {
    const contestant = new Contestant(command);
    contestant.about = (await contestant.#read() as { about: string }).about;
    return contestant;
  }

  /** How long `calls` calls took together; work that differs from the last is prepared first. */
  async time(work: Work, calls: number): Promise<Answer> {
    await this.#input.write(new TextEncoder().encode(`${JSON.stringify({ work, calls })}\n`));
    return await this.#read() as Answer;
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#output.cancel();
    await this.#process.status;
  }

  async #read(): Promise<unknown> {
    while (!this.#unread.includes("\n")) {
      const { value, done } = await this.#output.read();
      if (done) throw new Error(`${this.command.name}: its process has ended`);
      this.#unread += value;
    }
    const end = this.#unread.indexOf("\n");
    const line = this.#unread.slice(0, end);
    this.#unread = this.#unread.slice(end + 1);
    return JSON.parse(line);
  }
}
