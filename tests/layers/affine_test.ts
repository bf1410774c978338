import { throws as assertThrows } from "node:assert/strict";
import { assertEquals, assertGradients } from "../assert.ts";
import { goldenLayerTest } from "./golden.ts";
import { Affine, random, type Tensor, tensor, zeros } from "../../lib/mod.ts";

goldenLayerTest("Affine", (_, get) => new Affine(get("W"), get("b")), ["dW", "db"]);

Deno.test("Affine by hand: x · W + b and its gradients", () => {
  const affine = new Affine(tensor([[1, 2], [3, 4], [5, 6]]), tensor([10, 20]));
  assertEquals(affine.forward(tensor([[1, 0, 1], [0, 1, 0]])).toArray(), [[16, 28], [13, 24]]);
  const dx = affine.backward(tensor([[1, 0], [0, 2]]));
  assertEquals(dx.toArray(), [[1, 3, 5], [4, 8, 12]]);
  assertEquals(affine.dW.toArray(), [[1, 0], [0, 2], [1, 0]]);
  assertEquals(affine.db.toArray(), [1, 2]);
});

Deno.test("Affine flattens images and gives dx back in their shape", () => {
  const rng = random(0);
  const affine = new Affine(rng.normal([12, 5]), rng.normal(5));
  for (const shape of [[2, 3, 2, 2], [2, 3, 4]]) {
    const images = rng.normal(shape);
    const out = affine.forward(images);
    assertEquals(out.toArray(), affine.forward(images.reshape(2, 12)).toArray());
    affine.forward(images);
    assertEquals(affine.backward(out).shape, shape);
  }
});

Deno.test("Affine uses a W that was put in place of the first", () => {
  const affine = new Affine(zeros([2, 1]), zeros(1));
  affine.W = tensor([[1], [2]]);
  assertEquals(affine.forward(tensor([[3, 4]])).toArray(), [[11]]);
  affine.W.data[0] = 0; // and what an optimizer writes into it
  assertEquals(affine.forward(tensor([[3, 4]])).toArray(), [[8]]);
});

Deno.test("Affine takes int32 pixels, a batch of 1 and an empty batch", () => {
  const affine = new Affine(tensor([[0.5], [1]]), tensor([1]));
  assertEquals(affine.forward(tensor([[2, 3]], { dtype: "int32" })).toArray(), [[5]]);
  assertEquals(affine.backward(tensor([[2]])).toArray(), [[1, 2]]);
  assertEquals(affine.dW.toArray(), [[4], [6]]);
  assertEquals(affine.forward(zeros([0, 2])).shape, [0, 1]);
  assertEquals(affine.backward(zeros([0, 1])).shape, [0, 2]);
  assertEquals([affine.dW.toArray(), affine.db.toArray()], [[[0], [0]], [0]]);
});

Deno.test("Affine.backward() agrees with numerical gradients", () => {
  const rng = random(2);
  const draw = (...shape: number[]) => rng.normal(shape, 0, 1, "float64");
  assertGradients(new Affine(draw(4, 3), draw(3)), draw(5, 4), ["W", "b"]);
  assertGradients(new Affine(draw(12, 3), draw(3)), draw(2, 3, 2, 2), ["W", "b"]);
});

Deno.test("a backward that forgets the transpose or the bias is caught", () => {
  const rng = random(3);
  const draw = (...shape: number[]) => rng.normal(shape, 0, 1, "float64");
  class Untransposed extends Affine {
    override backward(dout: Tensor): Tensor {
      super.backward(dout);
      return dout.dot(this.W); // W, not Wᵀ
    }
  }
  class Unbiased extends Affine {
    override get db(): Tensor {
      return super.db.mul(0.999);
    }
  }
  for (const Wrong of [Untransposed, Unbiased]) {
    assertThrows(() => assertGradients(new Wrong(draw(3, 3), draw(3)), draw(5, 3), ["W", "b"]));
  }
});

Deno.test("Affine leaves the gradients of an earlier step as they were", () => {
  const affine = new Affine(tensor([[1]]), tensor([0]));
  affine.forward(tensor([[2]]));
  affine.backward(tensor([[1]]));
  const [dW, db] = [affine.dW, affine.db];
  affine.forward(tensor([[5]]));
  affine.backward(tensor([[7]]));
  assertEquals([dW.toArray(), db.toArray()], [[[2]], [1]]);
});
