// The figures of chapter 4.

import { assertEquals, assertTrue } from "../../assert.ts";
import { drag, type Driver, framesPerSecond, isDone, press, sees, slide } from "../hand.ts";

export const ch04 = {
  "mini-batch loss": async (place) => {
    const spread = async () => {
      const text = await place.getByText(/^All points: /).textContent();
      return Number(text!.match(/± ([\d.]+)/)![1]);
    };
    const size = async (size: number) =>
      await slide(place, "batch size バッチサイズ", Math.log(size));
    const ofTen = await spread();
    const spreads = [];
    for (const n of [3, 40, 160, 600]) {
      await size(n);
      spreads.push(await spread() * Math.sqrt(n / 10) / ofTen);
      if (n === 40) assertTrue(await isDone(place)); // four times as many
      else assertTrue(!await isDone(place));
    }
    // as the square root of the size
    assertTrue(spreads.every((ratio) => Math.abs(ratio - 1) < 0.25), spreads.join());
    const before = await spread();
    await place.getByRole("button", { name: "Draw others" }).click();
    assertTrue(await spread() !== before);
    await size(10);
    await drag(place, [330, 100], [260, 100]);
    await slide(place, "which batch 何番目のバッチ", 50);
    await sees(place, /^All points: .* This batch of 10: /);
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
    await sees(place, /^After 21 steps: .*; it has arrived\.$/); // lr 0.1
    assertTrue(!await isDone(place));
    await rate(10); // what the chapter's gradientDescent says of the book's three rates
    await sees(place, /^After 100 steps: x₀ = −2.59e\+13, x₁ = −1.30e\+12; it has left/);
    await rate(1e-10);
    await sees(place, /^After 100 steps: x₀ = −3, x₁ = 4; it is still under way\.$/);
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

  "train here": async (place) => {
    await press(place, /Start/);
    await sees(place, /^1\d\d steps, loss/);
    const rate = await framesPerSecond(place);
    assertTrue(rate > 30, `${rate} frames a second while it trains`);
    await press(place, /Pause/);
    await press(place, /Anew/);
    await sees(place, /^0 steps, loss –, test – %/);
    await press(place, /One step/);
    await sees(place, /^1 steps, loss 2\.\d+, test \d+ %/);
    await slide(place, "learning rate 学習率", Math.log(1));
    await press(place, /Start/);
    await place.locator(".play-task.done").waitFor({ timeout: 60_000 });
    await press(place, /Pause/);
  },
} satisfies Record<string, Driver>;
