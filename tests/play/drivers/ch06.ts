// The figures of chapter 6.

import { assertTrue } from "../../assert.ts";
import { type Driver, press, slide } from "../hand.ts";

export const ch06 = {
  overfitting: async (place) => {
    const gap = async () => {
      await place.getByRole("button", { name: /Again/ }).waitFor({ timeout: 60_000 });
      return Number((await place.locator("output").first().textContent())!.split("=")[1]);
    };
    await press(place, /Start/);
    const without = await gap();
    assertTrue(without > 15, `100 digits are known by heart, but the gap is ${without}`);
    await slide(place, "weight decay λ Weight decay λ", 0.05);
    await place.locator(".play-task.done").waitFor({ timeout: 60_000 });
    assertTrue(await gap() <= without - 10);
  },
} satisfies Record<string, Driver>;
