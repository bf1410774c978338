// The core in a page of the browser, as a single file of JavaScript: with a memory that threads could share, which only a
// page with these headers gets, and with one of its own.

import { join } from "node:path";
import { assertEquals, assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { train, type Training } from "./core_in_page.ts";

const LARGEST = 205_000; // bytes of the script; 115 000 are the kernels

const isolating = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** The script and all that it imports, without what a browser does not need. */
async function bundle(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--platform=browser",
      "--minify",
      join(import.meta.dirname!, "core_in_page.ts"),
    ],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("the core needs no module of Node's, and is small enough for a page", async () => {
  const script = await bundle();
  assertEquals(script.match(/(?:from|import)\s*\(?\s*["']node:\w+/g), null);
  const { length } = new TextEncoder().encode(script);
  assertTrue(length <= LARGEST, `${length} bytes`);
});

Deno.test("the core trains a network in a page, on the same numbers as here", async () => {
  const script = await bundle();
  await using browser = await launchBrowser();
  const expected = train();
  assertEquals(expected.scoresOfCopy, expected.scores);
  for (const headers of [{}, isolating]) {
    await using server = Deno.serve(
      { port: 0, onListen() {} },
      ({ url }) =>
        url.endsWith("/core.js")
          ? new Response(script, { headers: { ...headers, "content-type": "text/javascript" } })
          : new Response("<!doctype html><script type=module src=core.js></script>", {
            headers: { ...headers, "content-type": "text/html" },
          }),
    );
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.addr.port}/`);
    await page.waitForFunction(() => "train" in globalThis);
    type Page = { train: () => Training; crossOriginIsolated: boolean };
    const [isIsolated, trained] = await page.evaluate(() => {
      const { train, crossOriginIsolated } = globalThis as unknown as Page;
      return [crossOriginIsolated, train()] as const;
    });
    assertEquals(isIsolated, headers === isolating);
    assertEquals(trained, expected);
    await page.close();
  }
});
