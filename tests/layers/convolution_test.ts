import { throws as assertThrows } from "node:assert/strict";
import { assertClose, assertEquals, assertGradients } from "../assert.ts";
import { goldenLayerTest } from "./golden.ts";
import {
  Affine,
  arange,
  Convolution,
  ones,
  random,
  type Tensor,
  tensor,
  zeros,
} from "../../lib/mod.ts";

goldenLayerTest(
  "Convolution",
  ({ stride, pad }, get) => new Convolution(get("W"), get("b"), stride, pad),
  ["dW", "db"],
);

Deno.test("Convolution of the book's 4 × 4 image with a 3 × 3 filter and a bias of 3", () => {
  const x = tensor([[[[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]]]);
  const W = tensor([[[[2, 0, 1], [0, 1, 2], [1, 0, 2]]]]);
  const layer = new Convolution(W, tensor([3]));
  assertEquals(layer.forward(x).toArray(), [[[[18, 19], [9, 18]]]]);
});

Deno.test("Convolution does not turn the filter round", () => {
  const W = tensor([[[[1, 2, 3]]]]);
  const out = new Convolution(W, zeros(1)).forward(tensor([[[[1, 10, 100]]]]));
  assertEquals(out.toArray(), [[[[321]]]]);
});

Deno.test("Convolution of a filter as large as the image is Affine", () => {
  const rng = random(0);
  const [x, W, b] = [[2, 3, 4, 5], [6, 3, 4, 5], [6]].map((shape) =>
    rng.normal(shape, 0, 1, "float64")
  );
  const out = new Convolution(W, b).forward(x);
  assertEquals(out.shape, [2, 6, 1, 1]);
  assertClose(out.reshape(2, 6), new Affine(W.reshape(6, 60).T, b).forward(x));
});

Deno.test("Convolution with a 1 × 1 filter mixes channels and nothing else", () => {
  const x = arange(0, 8).reshape(1, 2, 2, 2);
  const out = new Convolution(tensor([[[[1]], [[10]]]]), tensor([0.5])).forward(x);
  assertEquals(out.toArray(), [[[[40.5, 51.5], [62.5, 73.5]]]]);
});

Deno.test("Convolution leaves out what a stride does not reach, and gives it no gradient", () => {
  const layer = new Convolution(ones([1, 1, 2, 2]), zeros(1), 2);
  assertEquals(layer.forward(ones([1, 1, 3, 3])).toArray(), [[[[4]]]]);
  assertEquals(layer.backward(ones([1, 1, 1, 1])).toArray(), [[[[1, 1, 0], [1, 1, 0], [0, 0, 0]]]]);
});

Deno.test("Convolution takes int32 pixels and an empty batch", () => {
  const layer = new Convolution(ones([2, 1, 2, 2]), zeros(2));
  const out = layer.forward(ones([1, 1, 2, 2], "int32"));
  assertEquals([out.dtype, out.toArray()], ["float32", [[[[4]], [[4]]]]]);
  assertEquals(layer.backward(ones([1, 2, 1, 1])).dtype, "float32");
  assertEquals(layer.forward(zeros([0, 1, 5, 5])).shape, [0, 2, 4, 4]);
  assertEquals(layer.backward(zeros([0, 2, 4, 4])).shape, [0, 1, 5, 5]);
  assertEquals([layer.dW.sum(), layer.db.sum()], [0, 0]);
});

Deno.test("Convolution.backward() agrees with numerical gradients", () => {
  const rng = random(1);
  const draw = (...shape: number[]) => rng.normal(shape, 0, 1, "float64");
  for (const [stride, pad] of [[1, 0], [1, 1], [2, 1], [3, 2]]) {
    const layer = new Convolution(draw(3, 2, 3, 2), draw(3), stride, pad);
    assertGradients(layer, draw(2, 2, 5, 6), ["W", "b"]);
  }
});

Deno.test("a backward that turns the filters round is caught", () => {
  class Turned extends Convolution {
    override get dW(): Tensor {
      return super.dW.transpose(0, 1, 3, 2);
    }
  }
  const rng = random(2);
  const draw = (...shape: number[]) => rng.normal(shape, 0, 1, "float64");
  const layer = new Turned(draw(2, 1, 2, 2), draw(2));
  assertThrows(() => assertGradients(layer, draw(1, 1, 3, 3), ["W"]), /dW: relative difference/);
});
