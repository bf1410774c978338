import { assertEquals, assertGradients, assertTrue, assertUnchanged } from "../assert.ts";
import { goldenLayerTest } from "./golden.ts";
import { random, Relu, Sigmoid, tensor, zeros } from "../../lib/mod.ts";

goldenLayerTest("Relu", () => new Relu());
goldenLayerTest("Sigmoid", () => new Sigmoid());

Deno.test("Relu.backward() stops the gradient at 0 and below", () => {
  const relu = new Relu();
  relu.forward(tensor([-1, -0, 0, 1e-30, 2]));
  assertEquals(relu.backward(tensor([5, 5, 5, 5, 5])).toArray(), [0, 0, 0, 5, 5]);
});

Deno.test("Relu keeps NaN forward and lets the gradient through where x is NaN, as NumPy does", () => {
  const relu = new Relu();
  assertEquals(relu.forward(tensor([NaN, -1, 1])).toArray(), [NaN, 0, 1]);
  assertEquals(relu.backward(tensor([7, 7, 7])).toArray(), [7, 0, 7]);
});

Deno.test("Relu.backward() stops infinite and NaN gradients below 0", () => {
  const relu = new Relu();
  relu.forward(tensor([-1, -1, 1]));
  assertEquals(relu.backward(tensor([NaN, Infinity, NaN])).toArray(), [0, 0, NaN]);
});

Deno.test("Relu and Sigmoid write neither into x nor into dout, which the book's Relu does", () => {
  const rng = random(0);
  for (const layer of [new Relu(), new Sigmoid()]) {
    const x = rng.normal([3, 4]);
    const dout = rng.normal([3, 4]);
    assertUnchanged([x], () => layer.forward(x));
    assertUnchanged([x, dout], () => layer.backward(dout));
  }
});

Deno.test("Relu and Sigmoid keep shape and dtype of any number of axes, of none and of no elements", () => {
  for (const layer of [new Relu(), new Sigmoid()]) {
    for (const shape of [[], [0], [1], [2, 0, 3], [2, 3, 4, 5]]) {
      for (const dtype of ["float32", "float64"] as const) {
        const out = layer.forward(zeros(shape, dtype));
        const dx = layer.backward(zeros(shape, dtype));
        assertEquals([out.shape, out.dtype, dx.shape, dx.dtype], [shape, dtype, shape, dtype]);
      }
    }
  }
});

Deno.test("Relu.backward() and Sigmoid.backward() agree with numerical gradients", () => {
  const x = random(4).normal([3, 4], 0, 1, "float64");
  assertTrue(x.abs().min() > 1e-3); // no element near the kink of Relu
  assertGradients(new Relu(), x);
  assertGradients(new Sigmoid(), x);
});
