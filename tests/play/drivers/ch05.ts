// Chapter 5: graphs of numbers.

import { assertEquals, assertTrue } from "../../assert.ts";
import { type Driver, isDone, sees, slide } from "../hand.ts";

export const ch05 = {
  "computational graph": async (place) => {
    const derivatives = async () =>
      (await place.locator("td:nth-child(3) [lang=en]").allTextContents()).map(parseFloat);
    assertEquals(await derivatives(), [110, 2.2, 3.3, 165, 650]); // the book's
    await sees(place, /^You pay 715 yen\.$/);
    await slide(place, "apples リンゴの個数", 4);
    assertEquals(await derivatives(), [110, 4.4, 3.3, 165, 850]); // the apples' own stays
    assertTrue(!await isDone(place));
    await slide(place, "yen per apple リンゴの値段", 200);
    assertEquals(await derivatives(), [220, 4.4, 3.3, 165, 1250]);
    await sees(place, /^You pay 1375 yen\.$/);
    assertTrue(await isDone(place));
    await slide(place, "yen per apple リンゴの値段", 100);
    const tax = place.getByLabel("tax factor", { exact: false });
    await tax.fill(""); // on the way to another number
    await sees(place, /^You pay 935 yen\.$/);
    await tax.fill("2.2");
    assertTrue(await isDone(place));
  },
} satisfies Record<string, Driver>;
