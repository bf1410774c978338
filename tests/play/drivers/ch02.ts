// The figures of chapter 2.

import { assertEquals, assertTrue } from "../../assert.ts";
import { drag, type Driver, isDone, slide } from "../hand.ts";

export const ch02 = {
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

  "two layers": async (place) => {
    const choose = (layer: string, gate: string) =>
      place.getByRole("group", { name: layer }).getByRole("button", { name: gate, exact: true })
        .click();
    const answers = async () =>
      (await place.locator("td:nth-child(3)").allTextContents()).map((text) => text[0]).join("");
    assertEquals(await answers(), "0001"); // AND of AND and OR
    await choose("s₁", "NAND");
    assertEquals(await answers(), "0110");
    assertTrue(!await isDone(place));
    await slide(place, "fold 折る", 1);
    assertTrue(await isDone(place));
    await choose("y", "OR");
    assertEquals(await answers(), "1111");
  },
} satisfies Record<string, Driver>;
