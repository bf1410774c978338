import { assertEquals, assertThrowsWith, assertUnchanged } from "../assert.ts";
import { arange, random, shuffleDataset, tensor, zeros } from "../../lib/mod.ts";

Deno.test("shuffleDataset() keeps each image with its label, and its arguments as they are", () => {
  const x = arange(0, 12).reshape(6, 2);
  const t = tensor([0, 1, 2, 3, 4, 5], { dtype: "int32" });
  const shuffled = assertUnchanged([x, t], () => shuffleDataset(x, t, random(0)));
  const order = Array.from(random(0).permutation(6));
  assertEquals(shuffled.t.toArray(), order);
  assertEquals(shuffled.x.toArray(), order.map((i) => [2 * i, 2 * i + 1]));
});

Deno.test("shuffleDataset() rejects images and labels of different number", () => {
  assertThrowsWith(
    () => shuffleDataset(zeros([6, 2]), zeros([5, 10]), random(0)),
    TypeError,
    "shuffleDataset: x (6, 2) and t (5, 10) need equally many rows",
  );
});
