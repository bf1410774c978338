// The page of deno task export:page, from the disk: a network and a pad.

import { join } from "node:path";
import type { Browser } from "playwright-core";
import {
  Adam,
  MultiLayerNetExtend,
  saveCheckpoint,
  saveSafetensors,
  tensor,
  Trainer,
} from "../../lib/mod.ts";
import { root } from "../../tools/setup.ts";
import { assertEquals, assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { digits } from "../io/trained_networks.ts";
import { drag, press, readAs } from "../play/hand.ts";

const screenshots = Deno.env.get("DLFS_SCREENSHOTS") ?? join(root, "reports", "screenshots");
const folder = Deno.makeTempDirSync();
let browser: Browser | undefined;
Deno.test.afterAll(async () => {
  await browser?.close();
  Deno.removeSync(folder, { recursive: true });
});

/** Runs the task; what it says on its standard error, "" if it has written the page. */
function exportPage(...args: string[]): string {
  const out = join(folder, "page.html");
  const { success, stderr } = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      join(root, "tools", "export_page.ts"),
      `--out=${out}`,
      ...args,
    ],
    env: { NO_COLOR: "1" },
  }).outputSync();
  return success ? "" : new TextDecoder().decode(stderr).trim();
}

/** The page, without a network, on a wide screen or on a phone. */
async function opened(width: number, colorScheme: "light" | "dark") {
  browser ??= await launchBrowser();
  const context = await browser.newContext({
    viewport: { width, height: 700 },
    colorScheme,
    offline: true,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`file://${join(folder, "page.html")}`);
  await page.locator(".winner").waitFor();
  return { page, place: page.locator(".play"), problems };
}

Deno.test("task export:page writes a page that reads digits, from the disk and offline", async () => {
  for (
    const [name, width, scheme] of [
      ["deep_conv_net", 1280, "light"],
      ["three_layer_net", 360, "dark"],
      ["simple_conv_net", 360, "light"],
    ] as const
  ) {
    assertEquals(exportPage(name), "");
    const { page, place, problems } = await opened(width, scheme);
    assertEquals(await readAs(place), "7", name);
    let right = 0;
    for (let digit = 0; digit < 10; digit++) {
      await press(place, new RegExp(`^${digit}$`));
      if (await readAs(place) === `${digit}`) right++;
    }
    assertTrue(right >= 9, `${name}: ${right} of 10`);
    await press(place, /Clear/);
    assertEquals(await place.locator(".winner").count(), 0);
    await drag(place, [105, 50], [105, 120], [105, 200]);
    await page.locator(".winner").waitFor();
    assertEquals(await readAs(place), "1", name);
    await page.screenshot({ path: join(screenshots, `export-${name}-${width}-${scheme}.png`) });
    const overflow = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assertEquals(overflow, 0, name);
    assertEquals(problems, []);
    await page.close();
  }
});

Deno.test("task export:page takes a checkpoint, with batch normalization and dropout", async () => {
  const { x, t } = digits();
  const net = new MultiLayerNetExtend({
    ...{ inputSize: 784, hiddenSizeList: [50], outputSize: 10, activation: "sigmoid" },
    ...{ useBatchnorm: true, useDropout: true, dropoutRatio: 0.2 },
  });
  const data = { xTrain: x, tTrain: t, xTest: x, tTest: t };
  const trainer = new Trainer(net, data, { steps: 100, optimizer: new Adam({ lr: 0.01 }) });
  for await (const { step } of trainer) if (step === 98) break;
  const path = join(folder, "mine.checkpoint");
  await saveCheckpoint(path, trainer);
  assertEquals(exportPage(path, "--activation=sigmoid", "--dropout=0.2"), "");
  const { place, problems, page } = await opened(800, "light");
  assertEquals(await readAs(place), "7");
  assertEquals(problems, []);
  await page.close();
});

Deno.test("task export:page says what it needs", async () => {
  const path = join(folder, "other.safetensors");
  await saveSafetensors(path, { x: tensor([1]) });
  assertEquals(
    exportPage(path),
    "task export:page: other.safetensors: needs weights W1, W2, … of which the last give ten scores",
  );
});
