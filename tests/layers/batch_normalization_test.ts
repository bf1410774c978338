import {
  assertClose,
  assertEquals,
  assertGradients,
  assertTrue,
  assertUnchanged,
} from "../assert.ts";
import { fromGolden, goldenCases, goldenTest } from "../golden.ts";
import { tolerances } from "./golden.ts";
import { BatchNormalization, ones, random, type Tensor, tensor, zeros } from "../../lib/mod.ts";

const f64 = { dtype: "float64" } as const;

goldenTest("BatchNormalization gives NumPy's values over three steps and in a test", (folder) => {
  const [golden] = goldenCases(folder, "layer").filter((c) => c.name === "BatchNormalization");
  for (const dtype of ["float64", "float32"] as const) {
    const layer = new BatchNormalization(
      fromGolden(golden.gamma, dtype),
      fromGolden(golden.beta, dtype),
    );
    const close = (actual: Tensor, expected: Tensor, what: string) =>
      assertClose(actual, expected, { ...tolerances[dtype], what });
    for (const step of golden.steps) {
      const get = (field: string) => fromGolden(step[field], dtype);
      close(layer.forward(get("x"), true), get("out"), "out");
      close(layer.backward(get("dout")), get("dx"), "dx");
      close(layer.dgamma, get("dgamma"), "dgamma");
      close(layer.dbeta, get("dbeta"), "dbeta");
      close(layer.runningMean, get("running_mean"), "runningMean");
      close(layer.runningVar, get("running_var"), "runningVar");
    }
    close(
      layer.forward(fromGolden(golden.test_x, dtype), false),
      fromGolden(golden.test_out, dtype),
      "test_out",
    );
  }
});

/** gamma of ones and beta of zeros. */
function plain(features: number, options = {}): BatchNormalization {
  return new BatchNormalization(ones(features, "float64"), zeros(features, "float64"), options);
}

Deno.test("BatchNormalization gives every feature mean 0 and variance 1", () => {
  const out = plain(3).forward(random(0).normal([200, 3], 5, 10, "float64"));
  assertClose(out.mean(0), [0, 0, 0], { atol: 1e-12 });
  assertClose(out.var(0), [1, 1, 1], { rtol: 1e-6 });
});

Deno.test("BatchNormalization divides by √(σ² + 1e-6), with the variance of the population", () => {
  // mean 0.001, variance 1e-6: √(2e-6) below
  const out = plain(1).forward(tensor([[0], [0.002]], f64));
  assertClose(out, [[-0.001 / Math.sqrt(2e-6)], [0.001 / Math.sqrt(2e-6)]], { rtol: 1e-12 });
});

Deno.test("BatchNormalization moves its running statistics by a tenth, from 0", () => {
  const layer = plain(1);
  layer.forward(tensor([[1], [3]], f64));
  assertClose(layer.runningMean, [0.2]);
  assertClose(layer.runningVar, [0.1]); // 1 · 0.1: divided by N, not by N − 1
  layer.forward(tensor([[1], [3]], f64), false);
  assertClose(layer.runningMean, [0.2]);
});

Deno.test("BatchNormalization copies the running statistics it is given", () => {
  const runningMean = tensor([1], f64);
  const runningVar = tensor([4], f64);
  const layer = plain(1, { momentum: 0.5, runningMean, runningVar });
  assertClose(layer.forward(tensor([[5]], f64), false), [[4 / Math.sqrt(4 + 1e-6)]]);
  assertUnchanged([runningMean, runningVar], () => layer.forward(tensor([[3], [5]], f64)));
  assertClose(layer.runningMean, [2.5]);
  assertClose(layer.runningVar, [2.5]);
});

Deno.test("BatchNormalization of one sample gives beta, and no gradient but beta's: why a check needs more", () => {
  const layer = new BatchNormalization(tensor([2, 3], f64), tensor([5, 7], f64));
  assertEquals(layer.forward(tensor([[10, -4]], f64)).toArray(), [[5, 7]]);
  assertClose(layer.backward(tensor([[1, 2]], f64)), [[0, 0]]);
  assertEquals(layer.dgamma.toArray(), [0, 0]);
  assertEquals(layer.dbeta.toArray(), [1, 2]);
});

Deno.test("BatchNormalization takes images pixel by pixel, as the book, or channel by channel", () => {
  const images = random(1).normal([4, 2, 3, 3], 1, 2, "float64");
  const perPixel = plain(18).forward(images);
  assertEquals(perPixel.shape, [4, 2, 3, 3]);
  assertClose(perPixel.reshape(4, 18), plain(18).forward(images.reshape(4, 18)));
  assertClose(perPixel.mean(0), zeros([2, 3, 3], "float64"), { atol: 1e-12 });

  const perChannel = plain(2, { perChannel: true }).forward(images);
  const channel = perChannel.slice(null, 1);
  assertEquals(perChannel.shape, [4, 2, 3, 3]);
  assertClose(channel.mean(), 0, { atol: 1e-12 });
  assertClose(channel.var(), 1, { rtol: 1e-5 });
  assertTrue(channel.mean(0).abs().max() > 0.1); // a pixel alone is not normalized
});

Deno.test("BatchNormalization with perChannel takes a matrix as without", () => {
  const x = random(2).normal([5, 3], 0, 1, "float64");
  const out = plain(3, { perChannel: true }).forward(x);
  assertEquals(out.toArray(), plain(3).forward(x).toArray());
});

Deno.test("BatchNormalization.backward() agrees with numerical gradients", () => {
  const rng = random(3);
  const draw = (...shape: number[]) => rng.normal(shape, 0.5, 1, "float64");
  const perChannel = { perChannel: true };
  assertGradients(new BatchNormalization(draw(4), draw(4)), draw(10, 4), ["gamma", "beta"]);
  assertGradients(new BatchNormalization(draw(8), draw(8)), draw(10, 2, 2, 2), ["gamma", "beta"]);
  assertGradients(new BatchNormalization(draw(2), draw(2), perChannel), draw(3, 2, 2, 3), [
    "gamma",
    "beta",
  ]);
});

Deno.test("BatchNormalization keeps NaN, so that a diverged network is seen", () => {
  const out = plain(2).forward(tensor([[NaN, 1], [1, 2]], f64)).toArray() as number[][];
  assertEquals(out.map(([first]) => first), [NaN, NaN]);
  assertTrue(out.every(([, second]) => Number.isFinite(second)));
});
