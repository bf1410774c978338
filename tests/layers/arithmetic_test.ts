import { assertEquals } from "../assert.ts";
import { AddLayer, MulLayer } from "../../lib/mod.ts";

Deno.test("two apples with tax cost 220, and every derivative is the book's", () => {
  const apples = new MulLayer();
  const tax = new MulLayer();
  const price = tax.forward(apples.forward(100, 2), 1.1);
  assertEquals(price, 220.00000000000003);
  const [dApplePrice, dTax] = tax.backward(1);
  assertEquals([...apples.backward(dApplePrice), dTax], [2.2, 110.00000000000001, 200]);
});

Deno.test("apples and oranges with tax cost 715, and every derivative is the book's", () => {
  const [apples, oranges, tax] = [new MulLayer(), new MulLayer(), new MulLayer()];
  const add = new AddLayer();
  const price = tax.forward(add.forward(apples.forward(100, 2), oranges.forward(150, 3)), 1.1);
  assertEquals(price, 715.0000000000001);
  const [dAll, dTax] = tax.backward(1);
  const [dApples, dOranges] = add.backward(dAll);
  assertEquals(apples.backward(dApples), [2.2, 110.00000000000001]);
  assertEquals(oranges.backward(dOranges), [3.3000000000000003, 165]);
  assertEquals(dTax, 650);
});
