import { assertEquals, assertGradients } from "../assert.ts";
import { goldenLayerTest } from "./golden.ts";
import { arange, full, ones, Pooling, random, tensor, zeros } from "../../lib/mod.ts";

goldenLayerTest(
  "Pooling",
  ({ pool_h, pool_w, stride }) => new Pooling(pool_h, pool_w, stride),
);

Deno.test("Pooling keeps the largest of each window of the book's image", () => {
  const x = tensor([[[[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]]]);
  const layer = new Pooling(2, 2, 2);
  assertEquals(layer.forward(x).toArray(), [[[[2, 3], [4, 2]]]]);
  assertEquals(layer.backward(tensor([[[[5, 6], [7, 8]]]])).toArray(), [
    [[[0, 5, 0, 0], [0, 0, 0, 6], [0, 0, 0, 8], [0, 7, 0, 0]]],
  ]);
});

Deno.test("Pooling gives the gradient to the first of equal elements, as after Relu", () => {
  const layer = new Pooling(2, 2, 2);
  layer.forward(zeros([1, 1, 2, 2]));
  assertEquals(layer.backward(ones([1, 1, 1, 1])).toArray(), [[[[1, 0], [0, 0]]]]);
});

Deno.test("Pooling adds the gradients of windows that overlap", () => {
  const layer = new Pooling(2, 2);
  assertEquals(layer.forward(tensor([[[[0, 0, 0], [0, 9, 0], [0, 0, 0]]]])).shape, [1, 1, 2, 2]);
  const dx = layer.backward(tensor([[[[1, 2], [3, 4]]]]));
  assertEquals(dx.toArray(), [[[[0, 0, 0], [0, 10, 0], [0, 0, 0]]]]);
});

Deno.test("Pooling with pad works, and the border never wins over negative numbers", () => {
  const x = arange(-9, 0).reshape(1, 1, 3, 3);
  const layer = new Pooling(2, 2, 2, 1);
  assertEquals(layer.forward(x).toArray(), [[[[-9, -7], [-3, -1]]]]);
  assertEquals(layer.backward(ones([1, 1, 2, 2])).toArray(), [[[[1, 0, 1], [0, 0, 0], [1, 0, 1]]]]);
  assertEquals(new Pooling(3, 3, 1, 2).forward(full([1, 1, 1, 1], -5)).shape, [1, 1, 3, 3]);
  assertEquals(new Pooling(3, 3, 1, 2).forward(full([1, 1, 1, 1], -5)).max(), -5);
});

Deno.test("Pooling keeps NaN and the largest beside −∞", () => {
  const x = tensor([[[[1, NaN, -Infinity, -Infinity], [NaN, 5, -Infinity, -Infinity]]]]);
  const layer = new Pooling(2, 2, 2);
  assertEquals(layer.forward(x).toArray(), [[[[NaN, -Infinity]]]]);
  assertEquals(layer.backward(ones([1, 1, 1, 2])).toArray(), [[[[0, 1, 1, 0], [0, 0, 0, 0]]]]);
});

Deno.test("Pooling with a window of 1 copies, and takes windows that leave a rest and an empty batch", () => {
  const x = random(0).normal([2, 3, 4, 5]);
  assertEquals(new Pooling(1, 1).forward(x).toArray(), x.toArray());
  assertEquals(new Pooling(2, 3, 2).forward(x).shape, [2, 3, 2, 2]);
  const layer = new Pooling(2, 2, 2);
  assertEquals(layer.forward(zeros([0, 3, 4, 4])).shape, [0, 3, 2, 2]);
  assertEquals(layer.backward(zeros([0, 3, 2, 2])).shape, [0, 3, 4, 4]);
});

Deno.test("Pooling.backward() agrees with numerical gradients, away from ties", () => {
  // distances of 0.1, far more than the step of 1e-4
  const values = Array.from(random(1).permutation(2 * 2 * 5 * 6), (i) => 0.1 * i - 3);
  const x = tensor(values, { shape: [2, 2, 5, 6], dtype: "float64" });
  assertGradients(new Pooling(2, 2, 2), x);
  assertGradients(new Pooling(3, 2, 1, 1), x);
});
