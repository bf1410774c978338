import {
  assertClose,
  assertEquals,
  assertGradients,
  assertTrue,
  assertUnchanged,
} from "../assert.ts";
import { Dropout, type Layer, ones, random, type Tensor, tensor, zeros } from "../../lib/mod.ts";

Deno.test("Dropout keeps what is drawn above the ratio, and does not scale it up", () => {
  const drawn = random(0).uniform([2, 5], 0, 1, "float64");
  const out = new Dropout(0.6, random(0)).forward(ones([2, 5], "float64"));
  assertEquals(out.toArray(), drawn.greater(0.6).toArray());
});

Deno.test("Dropout drops about the ratio: 0.2 drops a fifth", () => {
  const kept = new Dropout(0.2, random(1)).forward(ones(10_000)).mean();
  assertClose(kept, 0.8, { atol: 0.02, rtol: 0 });
});

Deno.test("Dropout scales by 1 − ratio when it does not train, and draws nothing", () => {
  const rng = random(0);
  const before = rng.state;
  assertClose(new Dropout(0.25, rng).forward(tensor([1, 2, 4]), false), [0.75, 1.5, 3]);
  assertEquals(rng.state, before);
});

Deno.test("Dropout.forward() trains unless told otherwise, with ratio 0.5", () => {
  const out = new Dropout().forward(ones(1000));
  assertTrue(out.sum() > 400 && out.sum() < 600);
  assertEquals(out.toArray(), new Dropout(0.5, random(0)).forward(ones(1000), true).toArray());
});

Deno.test("Dropout.backward() stops the gradient where forward dropped", () => {
  const layer = new Dropout(0.5, random(3));
  const out = layer.forward(ones([3, 4]));
  assertEquals(layer.backward(ones([3, 4])).toArray(), out.toArray());
});

Deno.test("Dropout drops the same elements in float32 and float64, and goes on from a saved state", () => {
  const rng = random(5);
  const layer = new Dropout(0.5, rng);
  const { state } = rng;
  const first = layer.forward(ones(50));
  rng.state = state;
  assertEquals(layer.forward(ones(50, "float64")).toArray(), first.toArray());
  assertTrue(layer.forward(ones(50)).sub(first).abs().sum() > 0);
});

Deno.test("Dropout with ratio 0 changes nothing", () => {
  const x = random(2).normal([2, 3]);
  for (const trainFlag of [true, false]) {
    assertEquals(new Dropout(0).forward(x, trainFlag).toArray(), x.toArray());
  }
});

Deno.test("Dropout keeps shape and dtype, with no elements too, and leaves x and dout as they were", () => {
  for (const shape of [[0], [1], [2, 3, 4, 5]]) {
    const layer = new Dropout();
    const [x, dout] = [ones(shape, "float64"), ones(shape, "float64")];
    const out = assertUnchanged([x], () => layer.forward(x));
    const dx = assertUnchanged([x, dout], () => layer.backward(dout));
    assertEquals([out.shape, dx.shape, out.dtype], [shape, shape, "float64"]);
  }
  assertEquals(new Dropout().forward(zeros([2, 0]), false).shape, [2, 0]);
});

Deno.test("Dropout.backward() agrees with numerical gradients when the mask stays the same", () => {
  class SameMask implements Layer {
    layer = new Dropout(0.4, random(8));
    #start = this.layer.rng.state;
    forward(x: Tensor, trainFlag = true): Tensor {
      this.layer.rng.state = this.#start;
      return this.layer.forward(x, trainFlag);
    }
    backward(dout: Tensor): Tensor {
      return this.layer.backward(dout);
    }
  }
  assertGradients(new SameMask(), random(4).normal([3, 4], 0, 1, "float64"));
});

Deno.test("Dropout compares with the ratio in float64, as NumPy does, when x is float32", () => {
  const ratio = random(0).uniform(1, 0, 1, "float64").item(); // in float32 it is rounded up
  assertEquals(new Dropout(ratio, random(0)).forward(ones(1)).item(), 0);
});
