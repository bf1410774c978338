// What holds for every layer, in both dtypes.

import { throws as assertThrows } from "node:assert/strict";
import { assertClose, assertEquals, assertTrue, assertUnchanged } from "../assert.ts";
import {
  Affine,
  BatchNormalization,
  Convolution,
  Dropout,
  type DType,
  type Layer,
  Pooling,
  random,
  Relu,
  Sigmoid,
  Tensor,
} from "../../lib/mod.ts";

type Draw = (...shape: number[]) => Tensor;

const layers: [name: string, make: (draw: Draw) => Layer, sample: number[]][] = [
  ["Relu", () => new Relu(), [3, 2]],
  ["Sigmoid", () => new Sigmoid(), [5]],
  ["Affine", (draw) => new Affine(draw(5, 3), draw(3)), [5]],
  ["Affine of images", (draw) => new Affine(draw(12, 3), draw(3)), [3, 2, 2]],
  ["Dropout", () => new Dropout(0.3), [5]],
  ["BatchNormalization", (draw) => new BatchNormalization(draw(5), draw(5)), [5]],
  ["BatchNormalization per pixel", (draw) => new BatchNormalization(draw(12), draw(12)), [3, 2, 2]],
  [
    "BatchNormalization per channel",
    (draw) => new BatchNormalization(draw(3), draw(3), { perChannel: true }),
    [3, 2, 2],
  ],
  ["Convolution", (draw) => new Convolution(draw(4, 3, 2, 3), draw(4), 2, 1), [3, 5, 6]],
  ["Pooling", () => new Pooling(2, 3, 2, 1), [3, 5, 6]],
];

/** What an optimizer would change, and running statistics. */
const parametersOf = ({ ...values }: Layer) =>
  ["W", "b", "gamma", "beta", "runningMean", "runningVar"]
    .map((name) => (values as Record<string, unknown>)[name])
    .filter((value) => value instanceof Tensor);

for (const [name, make, sample] of layers) {
  for (const dtype of ["float32", "float64"] as const) {
    const other: DType = dtype === "float32" ? "float64" : "float32";

    /** A layer, a batch of four, and a dout for it. */
    const setUp = () => {
      const rng = random(7);
      const draw: Draw = (...shape) => rng.normal(shape, 0, 1, dtype);
      const layer = make(draw);
      const x = draw(4, ...sample);
      const dout = draw(...layer.forward(x).shape);
      return { layer, x, dout };
    };

    Deno.test(`${name} in ${dtype} gives tensors of its dtype, dx in the shape of x`, () => {
      const { layer, x, dout } = setUp();
      const dx = layer.backward(dout);
      assertEquals([layer.forward(x).dtype, dx.dtype, dx.shape], [dtype, dtype, x.shape]);
      for (const name of ["dW", "db", "dgamma", "dbeta"]) {
        const value = (layer as unknown as Record<string, Tensor | undefined>)[name];
        if (value !== undefined) assertEquals(value.dtype, dtype);
      }
    });

    Deno.test(`${name} in ${dtype} leaves x, dout and parameters as they were`, () => {
      const { layer, x, dout } = setUp();
      const own = parametersOf(layer).slice(0, 2); // not the running statistics
      assertUnchanged([x, dout, ...own], () => {
        layer.forward(x);
        layer.backward(dout);
        layer.forward(x, false);
      });
    });

    Deno.test(`${name} in ${dtype} gives the same gradients twice`, () => {
      const { layer, dout } = setUp();
      assertEquals(layer.backward(dout).toArray(), layer.backward(dout).toArray());
    });

    Deno.test(`${name} in ${dtype} rejects ${other} and the shape of another batch`, () => {
      const { layer, x, dout } = setUp();
      assertThrows(() => layer.backward(dout.astype(other)), { name: "TypeError" });
      assertThrows(() => layer.backward(new Tensor(dout.data.slice(), [1, ...dout.shape])), {
        name: "TypeError",
      });
      if (parametersOf(layer).length > 0) {
        assertThrows(() => layer.forward(x.astype(other)), { name: "TypeError" });
      }
    });

    Deno.test(`${name} in ${dtype} predicts a sample alone as in a batch`, () => {
      const { layer, x } = setUp();
      const all = layer.forward(x, false);
      const alone = layer.forward(x.slice([2, 3]), false);
      assertClose(alone, all.slice([2, 3]));
    });

    Deno.test(`${name} in ${dtype} lets NaN through to the output`, () => {
      const { layer, x } = setUp();
      const spoilt = x.clone();
      spoilt.data.fill(NaN);
      assertTrue(layer.forward(spoilt, false).data.every(Number.isNaN));
    });
  }
}
