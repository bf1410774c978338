// The figures of chapter 7.

import { assertEquals, assertTrue } from "../../assert.ts";
import { drag, type Driver, isDone, readAs, sees, slide } from "../hand.ts";

export const ch07 = {
  convolution: async (place) => {
    const outputs = async () =>
      (await place.locator("svg > g").last().locator("text").allTextContents()).join(" ");
    assertEquals(await outputs(), "15 16 6 15"); // §7.2.2
    await slide(place, "place 場所", 0);
    await sees(place, /^1·2 \+ 2·0 \+ 3·1 \+ 0·0 \+ 1·1 \+ 2·2 \+ 3·1 \+ 0·0 \+ 1·2 = 15$/);
    assertTrue(!await isDone(place));
    await drag(place, [195, 40]); // the second number of the output
    assertTrue(await isDone(place));
    await slide(place, "pad パディング", 1);
    assertEquals(await outputs(), "7 12 10 2 4 15 16 10 10 6 15 6 8 10 4 3"); // §7.2.3
    await slide(place, "stride ストライド", 2);
    assertEquals(await outputs(), "7 10 10 15");
    await place.getByLabel("filter, row 1, column 1").fill("0");
    assertEquals(await outputs(), "7 10 10 13");
  },

  "filter a drawing": async (place) => {
    const map = async () => await place.locator("svg image").getAttribute("href");
    await sees(place, /^28 × 28$/);
    const left = await map();
    assertTrue(!await isDone(place));
    await place.getByRole("button", { name: "upper edges" }).click();
    assertTrue(await map() !== left && await isDone(place));
    await place.getByLabel("filter, row 1, column 1").fill("0");
    await place.getByLabel("filter, row 2, column 1").fill("-3");
    assertTrue(!await isDone(place));
    await slide(place, "stride ストライド", 2);
    await slide(place, "pad パディング", 0);
    await sees(place, /^13 × 13$/);
    await place.getByRole("button", { name: "Clear" }).click();
    assertEquals(await place.locator("svg image").count(), 0);
    await drag(place, [30, 60], [130, 60], [130, 150]);
    assertEquals(await place.locator("svg image").count(), 1);
  },

  "output size": async (place) => {
    const windows = () => place.locator("svg .window").count();
    assertEquals(await windows(), 3);
    await slide(place, "F", 5);
    await slide(place, "S", 1);
    assertTrue(!await isDone(place));
    await slide(place, "P", 2);
    assertEquals(await windows(), 7);
    assertTrue(await isDone(place));
    await slide(place, "H", 1);
    await slide(place, "F", 7);
    assertEquals(await windows(), 0);
    await sees(place, /^F > H \+ 2P$/);
  },

  im2col: async (place) => {
    await sees(place, /^The matrix is \(4, 9\). Copies of pixel 1: 1.$/);
    assertTrue(!await isDone(place));
    await drag(place, [50, 75]); // row 2, column 2
    await sees(place, /^The matrix is \(4, 9\). Copies of pixel 6: 4.$/);
    assertTrue(await isDone(place));
    await slide(place, "pad パディング", 1);
    await sees(place, /^The matrix is \(16, 9\). Copies of pixel 6: 9.$/);
    await slide(place, "window 窓", 2);
    await slide(place, "stride ストライド", 2);
    await sees(place, /^The matrix is \(9, 4\). Copies of pixel 6: 1.$/);
  },

  "feature maps": async (place) => {
    assertEquals(await readAs(place), "7");
    await slide(place, "filter フィルタ", 5);
    await slide(place, "row 行", 0);
    await slide(place, "column 列", 0);
    const corner = await place.locator(".map-value").textContent(); // paper only: the filter's bias
    await place.getByRole("button", { name: "4", exact: true }).click();
    assertEquals(await readAs(place), "4");
    assertEquals(await place.locator(".map-value").textContent(), corner);
    await drag(place, [62, 382]); // a pixel of the map, where the digit is
    assertTrue(await place.locator(".map-value").textContent() !== corner);
    await drag(place, [16, 212]); // the first of the maps
    await sees(place, /^filter 1$/);
  },
} satisfies Record<string, Driver>;
