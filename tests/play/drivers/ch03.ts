// The figures of chapter 3.

import { assertEquals, assertTrue } from "../../assert.ts";
import { drag, type Driver, isDone, readAs, sees, slide } from "../hand.ts";

export const ch03 = {
  "draw a digit": async (place) => {
    assertEquals(await readAs(place), "7");
    await place.getByRole("button", { name: "Clear" }).click();
    assertEquals(await readAs(place), undefined);
    await drag(place, [110, 45], [108, 120], [106, 205]);
    assertEquals(await readAs(place), "1");
    assertTrue(await isDone(place));
    await place.getByRole("button", { name: "Clear" }).click();
    await drag(place, [60, 60], [150, 58], [130, 120], [100, 200]);
    assertEquals(await readAs(place), "7");
    await place.getByRole("button", { name: "3", exact: true }).click();
    assertEquals(await readAs(place), "3");
  },

  "activation functions": async (place) => {
    await sees(place, /^h\(1.50\) = 0.818, slope 0.149$/);
    await drag(place, [231, 100]); // x = 0
    await sees(place, /^h\(0.00\) = 0.500, slope 0.250$/);
    assertTrue(await isDone(place));
    await place.getByRole("button", { name: "ReLU" }).click();
    await slide(place, "x", 3);
    await sees(place, /^h\(3.00\) = 3.000, slope 1.000$/);
    await place.getByRole("button", { name: "tanh" }).click();
    await sees(place, /^h\(3.00\) = 0.995, slope 0.010$/);
  },

  softmax: async (place) => {
    const shares = async () => (await place.locator("svg .share").allTextContents()).join(" ");
    assertEquals(await shares(), "0.018 0.245 0.737"); // §3.5.1
    await place.getByRole("button", { name: "add 1000 to all" }).click();
    assertEquals(await shares(), "0.018 0.245 0.737");
    assertTrue(!await isDone(place));
    await drag(place, [136, 60], [136, 170]); // a₂, down
    assertTrue(await isDone(place));
    await slide(place, "temperature 温度", Math.log(10));
    assertTrue(!await isDone(place));
  },
} satisfies Record<string, Driver>;
