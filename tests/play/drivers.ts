// A hand for each figure: does what its line says, by pointer and keys, and looks at what comes of it. The same hands
// play in a page and in JupyterLab.

import type { Locator } from "playwright-core";
import type { PlayFigures } from "../../lib/play/figures/all.ts";
import { assertEquals, assertTrue } from "../assert.ts";

/** Plays with the figure in `place`. */
type Driver = (place: Locator) => Promise<void>;

/** Waits until the figure says what is expected of it. */
export async function sees(place: Locator, pattern: RegExp): Promise<void> {
  await place.getByText(pattern).first().waitFor({ timeout: 20_000 });
}

/** Presses at the first place of the stage, in its own units, moves through the others, and lets go at the last. */
export async function drag(place: Locator, ...points: [x: number, y: number][]): Promise<void> {
  const stage = place.locator("svg.play-stage");
  await stage.scrollIntoViewIfNeeded();
  const { x, y, width } = (await stage.boundingBox())!;
  const scale = width / Number(await stage.getAttribute("width"));
  const { mouse } = stage.page();
  for (const [i, point] of points.entries()) {
    await mouse.move(x + point[0] * scale, y + point[1] * scale, { steps: i === 0 ? 1 : 4 });
    if (i === 0) await mouse.down();
  }
  await mouse.up();
}

/** Sets the slider with this name. */
export async function slide(place: Locator, name: string, value: number): Promise<void> {
  await place.getByLabel(name, { exact: true }).fill(String(value));
}

/** Whether the figure says that its task is done. */
export const isDone = async (place: Locator) =>
  await place.locator(".play-task.done").count() === 1;

export const drivers: { [Name in keyof PlayFigures]: Driver } = {
  perceptron: async (place) => {
    const answers = async () =>
      (await place.locator("td:nth-child(3)").allTextContents()).map((text) => text[0]).join("");
    assertEquals(await answers(), "0111"); // the line of OR
    assertTrue(!await isDone(place));
    await drag(place, [105, 215], [220, 130]); // between (1, 1) and the others
    assertEquals(await answers(), "0001");
    assertTrue(await isDone(place));
    await place.getByRole("button", { name: "NAND" }).click();
    assertTrue(!await isDone(place));
    await slide(place, "w₁", -0.5);
    await slide(place, "w₂", -0.5);
    await slide(place, "b", 0.75);
    assertEquals(await answers(), "1110");
    assertTrue(await isDone(place));
    await place.getByRole("button", { name: "XOR" }).click();
    assertTrue(!await isDone(place));
  },
  tangent: async (place) => {
    const slopes = async () =>
      (await place.locator("td:nth-child(2)").allTextContents()).map((text) =>
        Number(text.replace("−", "-"))
      );
    const near = (found: number, expected: number) => Math.abs(found - expected) < 1e-9;
    const [, central, forward] = await slopes(); // at 5, h = 3
    assertTrue(near(central!, 0.2) && near(forward!, 0.23)); // a parabola's central line is parallel to its tangent
    await drag(place, [100, 100], [251, 150]); // x = 10
    assertTrue(near((await slopes())[0]!, 0.3));
    assertTrue(!await isDone(place));
    await slide(place, "h", Math.log(1e-16));
    assertEquals((await slopes()).slice(1), [0, 0]); // 10 + 1e-16 is 10
    assertTrue(await isDone(place));

    await place.getByRole("button", { name: "sin x" }).click();
    await slide(place, "x", 1);
    await slide(place, "h", Math.log(2));
    assertTrue(Math.abs((await slopes())[1]! - Math.cos(1) * Math.sin(2) / 2) < 1e-9); // too large
    assertTrue(!await isDone(place));
    await slide(place, "h", Math.log(1e-4)); // the chapter's: nine digits
    assertTrue(!await isDone(place));
    await slide(place, "h", Math.log(1e-5));
    assertTrue(await isDone(place));
  },
  "gradient descent": async (place) => {
    const rate = async (lr: number) => await slide(place, "learning rate 学習率", Math.log(lr));
    await sees(place, /^After 100 steps: x₀ = −0.398, x₁ = 0.53; it is still under way\.$/); // lr 0.01
    await rate(10); // what the chapter's gradientDescent says of the book's three rates
    await sees(place, /^After 100 steps: x₀ = −2.59e\+13, x₁ = −1.30e\+12; it has left/);
    await rate(1e-10);
    await sees(place, /^After 100 steps: x₀ = −3, x₁ = 4; it is still under way\.$/);
    assertTrue(!await isDone(place));
    await rate(0.1);
    await sees(place, /^After 21 steps: .*; it has arrived\.$/);
    assertTrue(!await isDone(place));
    await rate(0.4);
    assertTrue(await isDone(place));

    await drag(place, [20, 20], [320, 100]); // the ball starts to roll when it is let go
    await sees(place, /^After 3 steps: .*; it has arrived\.$/);
    await place.getByRole("button", { name: "x₀² / 20" }).click();
    await rate(1.02);
    await sees(place, /; it has left the picture\.$/);
    await rate(0.9);
    await sees(place, /; it has arrived\.$/);
    assertTrue(await isDone(place));

    await place.getByRole("button", { name: "0.03x₀⁴" }).click();
    await sees(place, /; it sticks in the lesser hollow\.$/);
    assertTrue(!await isDone(place));
    await slide(place, "x₀", -1);
    await sees(place, /; it has arrived\.$/);
    assertTrue(await isDone(place));
  },
};
