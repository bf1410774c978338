// Digits drawn on the pad by the pointer, as people draw: trembling, thick and thin, off centre, turned.

import { join } from "node:path";
import { handwriting } from "../../lib/datasets/digits.ts";
import type { Point } from "../../lib/datasets/ink.ts";
import { Draws } from "../../lib/tensor/draws.ts";
import { playPlace } from "../../lib/play/figure.ts";
import { playAssets } from "../../lib/play/script.ts";
import { assertTrue } from "../assert.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { readAs } from "./hand.ts";

const DRAWINGS = Number(Deno.env.get("DLFS_DRAWINGS") ?? 20); // 100 take a minute
const LEAST_RIGHT = Math.ceil(0.95 * DRAWINGS);
const PAD = { x: 0, y: 20, side: 210 }; // on the stage of "what decides"

/** The lines of a digit on the pad: of another size, at another place, turned by up to 15°, drawn once or three times. */
function drawing(digit: number, seed: number): Point[][] {
  const draws = new Draws(seed);
  const [size, right, down, turn, pen] = Array.from({ length: 5 }, () => draws.double());
  const scale = PAD.side * (0.045 + 0.035 * size!);
  const angle = (turn! - 0.5) * 2 * 15 * Math.PI / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const room = PAD.side / 2 - 6 * scale;
  const lines = handwriting(digit, draws).lines.map((line) =>
    line.map(({ x, y }) => ({
      x: PAD.x + PAD.side / 2 + room * (right! - 0.5) + scale * (cos * x - sin * y),
      y: PAD.y + PAD.side / 2 + room * (down! - 0.5) + scale * (sin * x + cos * y),
    }))
  );
  const isThick = pen! > 0.7;
  const shifts = isThick ? [[0, 0], [3, 1], [-2, 2]] : [[0, 0]];
  return shifts.flatMap(([dx, dy]) =>
    lines.map((line) => line.map(({ x, y }) => ({ x: x + dx!, y: y + dy! })))
  );
}

Deno.test(`of ${DRAWINGS} digits drawn by the pointer DeepConvNet reads at least ${LEAST_RIGHT}`, async () => {
  const path = join(await Deno.makeTempDir(), "page.html");
  await Deno.writeTextFile(
    path,
    `<!doctype html><html lang="en"><body>${
      playPlace({ figure: "what decides", options: {} }, "")
    }${await playAssets(["deep_conv_net"])}</body></html>`,
  );
  await using browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
  await page.goto(`file://${path}`);
  const place = page.locator(".play");
  await place.locator("svg.play-stage").waitFor();
  const stage = (await place.locator("svg.play-stage").boundingBox())!;
  const misread: string[] = [];
  for (let i = 0; i < DRAWINGS; i++) {
    const digit = i % 10;
    await place.getByRole("button", { name: "Clear" }).click();
    for (const line of drawing(digit, i)) {
      const [first, ...rest] = line.map(({ x, y }) => [stage.x + x, stage.y + y] as const);
      await page.mouse.move(...first!);
      await page.mouse.down();
      for (const point of rest) await page.mouse.move(...point);
      await page.mouse.up();
    }
    const read = await readAs(place);
    if (read !== String(digit)) misread.push(`${i}: ${digit} as ${read}`);
  }
  assertTrue(misread.length <= DRAWINGS - LEAST_RIGHT, `misread ${misread.join(", ")}`);
  console.log(`${DRAWINGS - misread.length} of ${DRAWINGS} read rightly; ${misread.join(", ")}`);
  await Deno.remove(join(path, ".."), { recursive: true });
});
