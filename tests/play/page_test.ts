// Each figure in a page without network, played with by its driver, in light and dark and on a phone.

import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { figures, type PlayFigures } from "../../lib/play/figures/all.ts";
import { display, play } from "../../lib/mod.ts";
import { PLAY, type Shown } from "../../lib/play/figure.ts";
import { playAssets, playPlace } from "../../lib/play/script.ts";
import { headAssets } from "../../tools/report/assets.ts";
import { root } from "../../tools/setup.ts";
import { assertEquals } from "../assert.ts";
import { launchBrowser } from "../browser.ts";
import { drivers } from "./drivers.ts";
import { sampleOf } from "./samples.ts";

const screenshots = Deno.env.get("DLFS_SCREENSHOTS") ?? join(root, "reports", "screenshots");
const folder = await Deno.makeTempDir();
let shared: Promise<Browser> | undefined;
Deno.test.afterAll(async () => {
  await (await shared)?.close();
  await Deno.remove(folder, { recursive: true });
});

/** A page as a report is, with one figure. */
async function pageWith(name: keyof PlayFigures): Promise<string> {
  const bundle = await play(name, sampleOf(name))[display]();
  const path = join(folder, `${name.replaceAll(" ", "-")}.html`);
  await Deno.writeTextFile(
    path,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${headAssets("")}</head>
<body><main id="main"><div style="height:2000px"></div>
${playPlace(bundle[PLAY] as Shown, "<p>still</p>")}</main>
${await playAssets(figures[name].weights ?? [])}</body></html>`,
  );
  return `file://${path}`;
}

/** What axe finds in the figure as its driver leaves it, with what it praises and complains of. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(".play")
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0]!.html}`);
}

for (const name of Object.keys(figures) as (keyof PlayFigures)[]) {
  const fn = async () => {
    const browser = await (shared ??= launchBrowser());
    const url = await pageWith(name);
    const page = await browser.newPage({ viewport: { width: 800, height: 900 } });
    const problems: string[] = [];
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(url);
    const place = page.locator(".play");
    assertEquals(await place.textContent(), "still"); // it is far below
    await place.scrollIntoViewIfNeeded();
    await place.locator(".play-frame").waitFor();
    await drivers[name](place);
    assertEquals(problems, []);
    const picture = join(screenshots, `play-${name.replaceAll(" ", "-")}`);
    await place.screenshot({ path: `${picture}.png` });
    await page.evaluate(axe.source);
    assertEquals(await violations(page), []);
    await page.emulateMedia({ colorScheme: "dark" });
    assertEquals(await violations(page), []);
    await page.setViewportSize({ width: 360, height: 900 });
    await place.screenshot({ path: `${picture}-dark-narrow.png` });
    const surplus = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assertEquals(surplus, 0);
    await page.close();
  };
  // the browser lives on for the next figure, which the sanitizers would call a leak
  Deno.test({
    name: `play("${name}") in a page does what its line says`,
    fn,
    sanitizeOps: false,
    sanitizeResources: false,
  });
}
