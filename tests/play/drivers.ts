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
};
