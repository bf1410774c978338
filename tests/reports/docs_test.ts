// The reference of lib in the browser.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as lib from "../../lib/mod.ts";
import { writeDocs } from "../../tools/docs.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";

Deno.test("writeDocs() writes a page for each name, which needs no network and fits on a phone", async () => {
  const folder = await Deno.makeTempDir();
  await writeDocs(folder);
  await using browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  const open = (path: string) => page.goto(pathToFileURL(join(folder, path)).href);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);

  await open("index.html");
  assertEquals(await width(), 360);
  const links = await page.locator(".names a").evaluateAll((all) =>
    all.map((a) => a.getAttribute("href")!)
  );
  for (const name of Object.keys(lib)) assertTrue(links.includes(`./~/${name}.html`), name);
  for (const link of links) assertTrue(existsSync(join(folder, link)), link);

  await open("~/Convolution.html");
  assertEquals(await width(), 360);
  const examples = await page.locator("pre").allInnerTexts();
  assertTrue(examples[0].includes('from "../lib/mod.ts"'), examples[0]);
  const source = await page.locator(".sourceButton").first().getAttribute("href");
  assertTrue(existsSync(join(folder, "~", source!)), source!);

  assertEquals(requests.filter((url) => !url.startsWith("file:")), []);
  await Deno.remove(folder, { recursive: true });
});
