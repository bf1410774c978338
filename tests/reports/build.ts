// Reports of the fixture notebooks, built once, and pages of them in a browser that has no network.

import { basename, join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { writeReports } from "../../tools/report.ts";
import { setup } from "../../tools/setup.ts";
import { launchBrowser } from "../../tools/browser.ts";

export const notebooks = ["ch03-everything", "ch04-learning"].map((name) =>
  join(import.meta.dirname!, "fixtures", `${name}.ipynb`)
);

let browser: Promise<Browser> | undefined;

/** Executes the fixtures and writes their reports into a folder that is removed after the tests of the file. */
export async function buildReports(): Promise<string> {
  await setup();
  const folder = await Deno.makeTempDir({ prefix: "reports-" });
  await writeReports(notebooks, notebooks, folder);
  closeAfterwards(folder);
  return folder;
}

/** After the tests of the file, the browser ends and the folder is removed. */
export function closeAfterwards(folder: string): void {
  Deno.test.afterAll(async () => {
    await (await browser)?.close();
    await Deno.remove(folder, { recursive: true });
  });
}

/** An open report, and what must stay empty: requests to anywhere but the file itself, messages on the console. */
export interface Opened {
  page: Page;
  requests: string[];
  messages: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens `path`, with what may stand after it (`?q=softmax`), in a fresh profile. */
export async function open(
  path: string,
  options: BrowserContextOptions & { after?: string } = {},
): Promise<Opened> {
  browser ??= launchBrowser();
  const context = await (await browser).newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    ...options,
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const messages: string[] = [];
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith("file:") && basename(url).split(/[?#]/)[0] === basename(path)) {
      return route.continue();
    }
    requests.push(url);
    return route.abort();
  });
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(error.message));
  await page.goto(`file://${path}${options.after ?? ""}`);
  return { page, requests, messages, [Symbol.asyncDispose]: () => context.close() };
}

/** A test with a browser: its connection is read from all the time, which the sanitizers would call a leak. */
export function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}
