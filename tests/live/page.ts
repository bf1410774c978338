// A page with nothing but what cells need to run, in a browser without a network.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, CDPSession } from "playwright-core";
import { liveAssets } from "../../tools/live/script.ts";
import type { LiveCell, Status } from "../../tools/live/session.ts";
import type { Output } from "../../tools/notebooks.ts";

const folder = dirname(fileURLToPath(import.meta.url));
let script: Promise<string> | undefined;

async function sessionScript(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "session_in_page.ts"],
    cwd: folder,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).replaceAll("</script", "<\\/script");
}

/** The page's HTML; it may do what a report may. */
export async function pageFor(sources: string[]): Promise<string> {
  const allowed = "'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' data: blob:";
  return `<!doctype html>
<meta charset="utf-8">
<title>cells</title>
<meta http-equiv="Content-Security-Policy" content="default-src data: blob:; script-src ${allowed}">
<script type="module">
${await (script ??= sessionScript())}
</script>
${await liveAssets(sources)}`;
}

/** How a cell ended, and what it put out. */
export interface Ran {
  status: Status;
  outputs: Output[];
  /** from the call to its end */
  milliseconds: number;
}

export interface RunOptions {
  number?: number;
  id?: string;
  /** Stop is pressed after so many milliseconds */
  stop?: number;
}

/** A page in which a session waits. */
export class LivePage {
  readonly problems: string[] = [];
  readonly #session: CDPSession; // Playwright takes a page whose frame has crashed for one that has crashed itself
  readonly #close: () => Promise<void>;

  private constructor(session: CDPSession, close: () => Promise<void>) {
    this.#session = session;
    this.#close = close;
  }

  /** Opens a page from file:// for cells with these sources. */
  static async open(browser: Browser, sources: string[]): Promise<LivePage> {
    const path = await Deno.makeTempFile({ suffix: ".html" });
    await Deno.writeTextFile(path, await pageFor(sources));
    return await LivePage.openAt(browser, `file://${path}`, () => Deno.remove(path));
  }

  static async openAt(browser: Browser, url: string, then = async () => {}): Promise<LivePage> {
    const context = await browser.newContext({ offline: url.startsWith("file:") });
    const page = await context.newPage();
    const opened = new LivePage(await context.newCDPSession(page), async () => {
      await context.close();
      await then();
    });
    page.on("console", (message) => opened.problems.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => opened.problems.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && request.url() !== url) {
        opened.problems.push(`request: ${request.url()}`);
      }
    });
    await page.goto(url);
    await opened.evaluate("globalThis.session = new Session(); 0");
    return opened;
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }

  /** Runs a cell. */
  async run(source: string, options: RunOptions = {}): Promise<Ran> {
    const { number = 1, id = `cell ${number}`, stop = 0 } = options;
    const cell: LiveCell = { id, number, source };
    return await this.evaluate(`(async () => {
      let outputs = [];
      const began = performance.now();
      const run = session.run(${JSON.stringify(cell)}, (all) => outputs = all);
      if (${stop}) setTimeout(() => session.stop(), ${stop});
      const status = await run;
      return { status, outputs, milliseconds: performance.now() - began };
    })()`);
  }

  /** What a cell shows, as text. */
  async shownBy(source: string, options: RunOptions = {}) {
    const { status, outputs } = await this.run(source, options);
    const texts = outputs.map(({ text, data, traceback }) =>
      text ?? data?.["text/plain"] ?? (traceback as string[]).join("\n")
    );
    return { status, texts };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}
