// The figures of chapter 6.

import { assertEquals, assertTrue } from "../../assert.ts";
import { drag, type Driver, isDone, press, sees, slide } from "../hand.ts";

export const ch06 = {
  "optimizer race": async (place) => {
    const now = async () => (await place.locator("svg.play-stage").getAttribute("aria-label"))!;
    assertTrue((await now()).includes("after 30 steps; they are running"));
    await press(place, /One step/);
    assertTrue((await now()).includes("after 31 steps"));
    await slide(place, "learning rates × 学習率の倍率 ×", Math.log(2)); // answered with the whole race
    await sees(place, /^First: AdaGrad, after 7 steps\.$/);
    await sees(place, /^flew off$/);
    assertTrue(await isDone(place));
    await slide(place, "learning rates × 学習率の倍率 ×", 0);
    await sees(place, /^First: AdaGrad, after 23 steps\.$/);
    await sees(place, /^32 steps ✓$/); // SGD
    assertTrue(!await isDone(place));

    await drag(place, [20, 20], [170, 40]); // x = 0: straight across the valley, and let go
    await sees(place, /^After \d steps …$/);
    await press(place, /Pause/);
    await slide(place, "y", 0);
    await slide(place, "x", 0);
    await sees(place, /^First: SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam, after 0 steps\.$/);
    await press(place, /1 − x/);
    await sees(place, /^First: Momentum, Nesterov, after 75 steps\.$/);
    await press(place, /32/);
    await slide(place, "x", 0); // on the ridge nobody leaves the saddle
    await sees(place, /^Nobody arrives within 200 steps\.$/);
  },

  activations: async (place) => {
    const stds = async () =>
      (await place.locator("svg.play-stage").getAttribute("aria-label"))!.split("have std ")[1];
    const std = async (value: number) =>
      await slide(place, "std of the weights 重みの標準偏差", Math.log(value));
    assertEquals(await stds(), "0.46, 0.44, 0.44, 0.44, 0.44"); // the chapter's, which are NumPy's
    await std(0.01);
    assertEquals(await stds(), "0.025, 0.012, 0.013, 0.012, 0.012");
    assertTrue(!await isDone(place));
    await std(0.25);
    assertTrue(await isDone(place));

    await press(place, /^tanh$/);
    await press(place, /Xavier/);
    assertEquals(await stds(), "0.63, 0.48, 0.41, 0.36, 0.31");
    assertTrue(await isDone(place));

    await press(place, /^ReLU$/);
    assertEquals(await stds(), "0.59, 0.41, 0.33, 0.24, 0.18"); // Xavier's is too small for ReLU
    assertTrue(!await isDone(place));
    await press(place, /^He/);
    assertEquals(await stds(), "0.83, 0.82, 0.95, 0.95, 1");
    assertTrue(await isDone(place));
    await std(0.01);
    assertTrue(!await isDone(place));
    await place.getByLabel("batch normalization").check();
    assertEquals(await stds(), "0.58, 0.58, 0.59, 0.59, 0.59");
    assertTrue(await isDone(place));
    await slide(place, "layers 層の数", 8);
    assertEquals((await stds())!.split(", ").length, 8);
  },

  overfitting: async (place) => {
    const gap = async () => {
      await place.getByRole("button", { name: /Again/ }).waitFor({ timeout: 60_000 });
      return Number((await place.locator("output [lang=en]").first().textContent())!.split("=")[1]);
    };
    await press(place, /Start/);
    const without = await gap();
    assertTrue(without > 15, `100 digits are known by heart, but the gap is ${without}`);
    await slide(place, "weight decay λ Weight decay λ", 0.05);
    await place.locator(".play-task.done").waitFor({ timeout: 60_000 });
    assertTrue(await gap() <= without - 10);
  },
} satisfies Record<string, Driver>;
