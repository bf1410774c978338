// The figures of chapter 8.

import { assertEquals, assertTrue } from "../../assert.ts";
import { drag, type Driver, isDone, readAs, sees, slide } from "../hand.ts";

export const ch08 = {
  "what decides": async (place) => {
    assertEquals(await readAs(place), "7");
    assertTrue(!await isDone(place));
    const map = () => place.locator("svg image").nth(1).getAttribute("href");
    const before = await map();
    await place.getByRole("button", { name: "0", exact: true }).click();
    assertEquals(await readAs(place), "0");
    for (let attempt = 0; await map() === before; attempt++) {
      assertTrue(attempt < 50, "the map of a 0 is that of a 7");
      await place.page().waitForTimeout(100);
    }
    await place.getByRole("button", { name: "Clear" }).click();
    await drag(place, [40, 60], [160, 200]); // a cross is no digit
    await drag(place, [160, 60], [40, 200]);
    await drag(place, [40, 130], [160, 130]);
    assertTrue(await readAs(place) !== undefined);
  },

  "misread digits": async (place) => {
    const tiles = () => place.locator("svg .tile").allTextContents();
    const chosen = async () => await place.locator("svg .chosen").textContent();
    assertEquals((await tiles()).length, 20);
    const first = await chosen();
    await drag(place, [100, 90]); // the seventh
    assertTrue(await chosen() !== first);
    await place.getByRole("button", { name: "3", exact: true }).click();
    assertTrue(
      (await tiles()).length > 0 && (await tiles()).every((text) => text.startsWith("3 →")),
    );
    await place.getByRole("button", { name: "all" }).click();
    await slide(place, "page ページ", 2);
    assertEquals((await tiles()).length, 10);
    await place.getByRole("button", { name: "right answer" }).click();
    await slide(place, "page ページ", 1);
    await slide(place, "digit 数字", 1);
    assertTrue(await isDone(place)); // the labels of the sample are all wrong
  },

  "fewer bits": async (place) => {
    const correct = async () => parseInt((await place.locator(".correct").textContent())!);
    assertTrue(await correct() > 90);
    assertTrue(!await isDone(place));
    await slide(place, "bits ビット", 2);
    await sees(place, /^2 bits, 31 kB$/);
    assertTrue(await correct() < 90);
    assertTrue(await isDone(place));
    await slide(place, "bits ビット", 16);
    await sees(place, /^16 bits, 247 kB$/);
  },
} satisfies Record<string, Driver>;
