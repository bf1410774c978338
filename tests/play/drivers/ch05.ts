// Chapter 5: graphs of numbers.

import { assertEquals, assertTrue } from "../../assert.ts";
import { type Driver, isDone, sees, slide } from "../hand.ts";

export const ch05 = {
  "walk a graph": async (place) => {
    const next = async () => await place.getByRole("button", { name: "Next", exact: true }).click();
    const numbers = async () =>
      (await place.locator(".play-stage text[font-weight]").allTextContents())
        .filter((text) => text.trim() !== "").length;
    assertEquals(await numbers(), 18); // all of the nine edges, there and back
    await sees(place, /^← × hands back 110 and 2\.2$/);
    await slide(place, "step ステップ", 0);
    await sees(place, /^the inputs$/);
    assertEquals(await numbers(), 5);
    for (const gives of [200, 450, 650, 715]) {
      await next();
      await sees(place, new RegExp(`gives ${gives}$`));
    }
    assertEquals(await numbers(), 9);
    await next();
    await sees(place, /^← price by itself has the derivative 1$/);
    await next();
    await sees(place, /^← × hands back 1\.1 and 650$/);
    assertTrue(!await isDone(place));
    for (let i = 0; i < 3; i++) await next();
    assertEquals(await numbers(), 18);
    assertTrue(await isDone(place));
  },

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
  "build a graph": async (place) => {
    const row = async (name: string) => {
      const cells = place.locator("tbody tr").filter({ hasText: new RegExp(`^${name}`) });
      return (await cells.locator("td").allTextContents()).slice(2);
    };
    const add = async (node: string) =>
      await place.getByRole("button", { name: node, exact: true }).click();
    assertEquals(await row("x"), ["−0.606531", "−0.606531"]); // of e⁻ˣ at 0.5
    await add("+ 1");
    assertTrue(!await isDone(place));
    await add("1 ÷");
    assertEquals(await row("x"), ["0.235004", "0.235004"]);
    await sees(place, /^y \(1 − y\) = 0.235004$/);
    assertTrue(await isDone(place));
    await slide(place, "x", 0);
    assertEquals(await row("x"), ["0.25", "0.25"]);

    await add("Start from x");
    await add("× x"); // what comes back from two ways adds up
    await slide(place, "x", 3);
    assertEquals(await row("x"), ["3 + 3 = 6", "6"]);
    await add("+ y");
    await add("log");
    assertEquals(await row("y"), ["0.0909091", "0.0909091"]); // 1 / 11

    const text = place.getByLabel("the expression 式");
    await text.fill("(x + y) * 2 -");
    await sees(place, /^Something is missing at the end\.$/);
    await text.fill("(x + y) * 2 ? z");
    await sees(place, /^I cannot read this from “\? z” on\.$/);
    await text.fill("(x + y) * 2 / z");
    await slide(place, "z", 4);
    assertEquals(await row("z"), ["−0.625", "−0.625"]); // −10 / 16
    await place.getByRole("img", { name: "×2 → ×: 10, back 0.25" }).waitFor();
  },
} satisfies Record<string, Driver>;
