// The page in the frame of a cell, with a function of the reader's own, whose kernel the test plays.

import { choice, slider } from "../../lib/mod.ts";
import { framePage } from "../../lib/play/script.ts";
import { assertEquals } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { sees, slide } from "./hand.ts";

Deno.test("a frame asks for the latest values, waits for a slow answer, outlives a lost one, and shows names as text", async () => {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  const html = "</script><img src=x onerror=alert(1)>";
  const controls = { a: slider(0, 4), [html]: choice(html, "b") };
  const frame = await framePage({ figure: "own", options: { controls } }, []);
  const asked: number[] = [];
  await page.route("http://kernel.test/figure", async (route) => {
    if (route.request().method() === "GET") {
      return await route.fulfill({ body: frame, contentType: "text/html" });
    }
    const { a } = route.request().postDataJSON();
    asked.push(a);
    if (a === 1) return await route.abort();
    if (a === 3) await page.locator('[aria-busy="true"]').waitFor();
    await route.fulfill({ json: { "text/plain": `drawn ${a}` } });
  });
  await page.goto("http://kernel.test/figure");
  const place = page.locator(".play");
  await sees(place, /^drawn 2$/);
  await slide(place, "a", 3);
  await slide(place, "a", 0);
  await slide(place, "a", 4);
  await sees(place, /^drawn 4$/);
  assertEquals(asked, [2, 3, 4]);
  await slide(place, "a", 1);
  await sees(place, /^The kernel that drew this has ended/);
  await slide(place, "a", 0);
  await sees(place, /^drawn 0$/);
  assertEquals(await place.getByRole("alert").count(), 0);
  assertEquals(await place.locator("legend").textContent(), html);
  assertEquals(await page.locator("img").count(), 0);
  assertEquals(problems, []);
  await browser.close();
});
