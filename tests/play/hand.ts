// What every driver does with a figure: presses, drags, slides, and looks.

import type { Locator } from "playwright-core";

/** Plays with the figure in `place`: does what its line says, and looks at what comes of it. */
export type Driver = (place: Locator) => Promise<void>;

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

/** The digit that the network reads, if there is one. */
export const readAs = async (place: Locator) =>
  (await place.locator(".winner text").allTextContents()).at(-1);

/** Presses the button with this name. */
export const press = async (place: Locator, name: RegExp) =>
  await place.getByRole("button", { name }).click();

/** How many frames the browser draws in a second. */
export const framesPerSecond = async (place: Locator): Promise<number> =>
  await place.evaluate(() =>
    new Promise<number>((resolve) => {
      const start = performance.now();
      let frames = 0;
      const count = (now: number) => {
        frames++;
        if (now - start < 1000) requestAnimationFrame(count);
        else resolve(Math.round(frames * 1000 / (now - start)));
      };
      requestAnimationFrame(count);
    })
  );
