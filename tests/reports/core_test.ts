// The core in a page of the browser, as a single file of JavaScript: with a memory that threads could share, which only a
// page with these headers gets, and with one of its own.

import { join } from "node:path";
import { assertEquals } from "../assert.ts";
import { launchBrowser } from "../browser.ts";
import { train, type Training } from "./core_in_page.ts";

const isolating = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** The script and all that it imports. */
async function bundle(): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--platform=browser",
      join(import.meta.dirname!, "core_in_page.ts"),
    ],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return stdout;
}

Deno.test("the core trains a network in a page, on the same numbers as here", async () => {
  const script = new TextDecoder().decode(await bundle());
  await using browser = await launchBrowser();
  const expected = train();
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
