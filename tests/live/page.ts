// A page with nothing but a chapter's live cells, to run them in the browser.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { liveAssets } from "../../tools/live/script.ts";

const folder = dirname(fileURLToPath(import.meta.url));

async function sessionScript(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "session_in_page.ts"],
    cwd: folder,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** The page's HTML. */
export async function pageFor(sources: string[]): Promise<string> {
  return `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src data: blob:; script-src 'unsafe-inline' data: blob: 'wasm-unsafe-eval' 'unsafe-eval'">
<script type="module">
${await sessionScript()}
</script>
${await liveAssets(sources)}`;
}

/** Opens the page from file://, without a network; what goes wrong there is put into `problems`. */
export async function openPage(
  browser: Browser,
  html: string,
): Promise<{ page: Page; problems: string[] }> {
  const path = await Deno.makeTempFile({ suffix: ".html" });
  await Deno.writeTextFile(path, html);
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob|file):/.test(request.url())) problems.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${path}`);
  return { page, problems };
}
