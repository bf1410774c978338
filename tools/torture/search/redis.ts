// A Redis of a test's own, on a free port, and workers that listen to it.

import { join } from "node:path";
import { freePort } from "../../free_port.ts";
import { root } from "../../setup.ts";

/** Whether redis-server is installed; a test without it prints why it does nothing. */
export function hasRedis(): boolean {
  try {
    return new Deno.Command("redis-server", { args: ["--version"] }).outputSync().success;
  } catch {
    console.log("omitted: redis-server is not installed (Debian: apt install redis-server)");
    return false;
  }
}

export class Redis implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync();
  readonly #port = freePort();
  readonly url = `redis://127.0.0.1:${this.#port}`;
  #server = this.#start();
  readonly #workers: Deno.ChildProcess[] = [];

  static async begin(): Promise<Redis> {
    const redis = new Redis();
    await redis.#answers();
    return redis;
  }

  /** With a file of all that was written, so that nothing is lost when it is killed. */
  #start(): Deno.ChildProcess {
    return new Deno.Command("redis-server", {
      args: [
        ...["--port", `${this.#port}`, "--dir", this.#folder, "--bind", "127.0.0.1"],
        ...["--save", "", "--appendonly", "yes", "--appendfsync", "always"],
      ],
      stdout: "null",
      stderr: "inherit",
    }).spawn();
  }

  async #answers(): Promise<void> {
    for (let waited = 0;; waited += 50) {
      try {
        return (await Deno.connect({ hostname: "127.0.0.1", port: this.#port })).close();
      } catch (error) {
        if (waited > 20_000) throw error;
        await new Promise((resume) => setTimeout(resume, 50));
      }
    }
  }

  /** Kills it with -9, and starts it again. */
  async restart(): Promise<void> {
    await killed(this.#server);
    this.#server = this.#start();
    await this.#answers();
  }

  addWorker(): void {
    this.#workers.push(
      new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          join(root, "tools", "worker.ts"),
          "--queue",
          this.url,
          "--threads",
          "2",
        ],
        stdout: "null",
        stderr: "null", // it complains while Redis is away
      }).spawn(),
    );
  }

  /** Kills the worker that began first with -9, in the midst of what it does. */
  async killWorker(): Promise<void> {
    await killed(this.#workers.shift()!);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#server, ...this.#workers].map(killed));
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function killed(child: Deno.ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await child.status;
}
