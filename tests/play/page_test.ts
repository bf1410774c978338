// Each figure in a page without network, played with by its driver, in light and dark and on a phone.

import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { figures, type PlayFigures } from "../../lib/play/figures/all.ts";
import { display, play } from "../../lib/mod.ts";
import { PLAY, playPlace, type Shown } from "../../lib/play/figure.ts";
import { playAssets } from "../../lib/play/script.ts";
import { headAssets } from "../../tools/report/assets.ts";
import { root } from "../../tools/setup.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
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

/** A figure in a page of its own. */
async function opened(name: keyof PlayFigures) {
  const browser = await (shared ??= launchBrowser());
  const page = await browser.newPage({ viewport: { width: 800, height: 900 } });
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  return { page, problems, place: page.locator(".play"), url: await pageWith(name) };
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
    const { page, problems, place, url } = await opened(name);
    await page.goto(url);
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

Deno.test({
  name: "a pad takes the line of one pointer: no other button or finger, and nothing from outside",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const { page, place, url } = await opened("draw a digit");
    await page.goto(url);
    await place.scrollIntoViewIfNeeded();
    const stage = place.locator("svg.play-stage");
    const { mouse } = page;
    /** presses at the first place and moves through the others; gives the lengths of all lines, clears the pad */
    const draw = async (...points: [number, number][]) => {
      for (const [i, point] of points.entries()) {
        await mouse.move(x + point[0], y + point[1]);
        if (i === 0) await mouse.down();
      }
      await mouse.up();
      return await lines();
    };
    const lines = async () => {
      const lines = await stage.locator("polyline").evaluateAll((lines) =>
        lines.map((line) => line.getAttribute("points")!.split(" ").length - 1) // the last comes twice
      );
      await place.getByRole("button", { name: "Clear" }).click();
      return lines;
    };
    await lines(); // which scrolls to the button
    const { x, y } = (await stage.boundingBox())!;
    assertEquals(await draw([50, 60], [50, 90], [50, 120]), [3]);
    assertEquals(await draw([50, 60], [50, 90], [300, 90], [100, 60], [100, 90]), [2, 2]); // out and back
    assertEquals(await draw([300, 60], [100, 60], [100, 90]), [2]); // from beside the pad
    assertEquals(await draw([50, -40], [100, 60], [100, 90]), []); // from outside of the stage
    await mouse.move(x + 50, y + 60);
    await mouse.down({ button: "right" });
    await mouse.move(x + 50, y + 90);
    await mouse.up({ button: "right" });
    assertEquals(await lines(), []);

    const fingers = await page.context().newCDPSession(page);
    const at = (id: number, down: number) => ({ id, x: x + 50 + 100 * id, y: y + down });
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: object[]) =>
      fingers.send("Input.dispatchTouchEvent", { type, touchPoints: touchPoints as [] });
    await touch("touchStart", at(0, 60));
    await touch("touchStart", at(0, 60), at(1, 60));
    await touch("touchMove", at(0, 90), at(1, 90));
    await touch("touchEnd");
    assertEquals(await lines(), [2]);
    assertEquals(await draw([50, 60], [50, 90]), [2]); // the fingers are forgotten

    const swipe = async (from: number, to: number) => {
      await touch("touchStart", at(0, from));
      for (let i = 1; i <= 10; i++) await touch("touchMove", at(0, from + (to - from) * i / 10));
      await touch("touchEnd");
      return await page.evaluate(() => scrollY);
    };
    const before = await page.evaluate(() => scrollY);
    assertEquals(await swipe(60, 200), before); // on the pad a finger draws
    assertEquals(await lines(), [11]);
    assertTrue(await swipe(250, 390) < before); // beside it, it scrolls
    await page.close();
  },
});

Deno.test({
  name: "a browser that lacks what a figure needs keeps the still picture",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const { page, place, problems, url } = await opened("draw a digit");
    await page.addInitScript("delete Uint8Array.prototype.toBase64");
    await page.goto(url);
    const failed = page.waitForEvent("pageerror");
    await place.scrollIntoViewIfNeeded();
    await failed;
    assertEquals(problems.length, 1);
    assertEquals(await place.textContent(), "still");
    await page.close();
  },
});
