// A smoke test of a second: when this fails, nothing else is worth reading.

import { assertClose, assertEquals } from "./assert.ts";
import { random, softmax, tensor } from "../lib/mod.ts";

Deno.test("the book's first tensors, a product, a softmax and a random number are right", () => {
  const x = tensor([[1, 2], [3, 4]]);
  assertEquals(x.shape, [2, 2]);
  assertEquals(x.dot(x).toArray(), [[7, 10], [15, 22]]);
  assertClose(softmax(tensor([0.3, 2.9, 4.0])), [0.01821127, 0.24519181, 0.73659691]);
  assertEquals(random(0).normal(1, 0, 1, "float64").item(), 1.764052345967664);
});
