import { assertClose, assertEquals, assertTrue, assertUnchanged } from "../assert.ts";
import { fromGolden, goldenCases, goldenTest } from "../golden.ts";
import { tolerances } from "./golden.ts";
import { difference } from "../../lib/gradient/gradient_check.ts";
import {
  numericalGradient,
  random,
  softmaxLoss,
  SoftmaxWithLoss,
  type Tensor,
  tensor,
} from "../../lib/mod.ts";

const i32 = { dtype: "int32" } as const;

goldenTest("SoftmaxWithLoss gives NumPy's values, for one-hot rows and for labels", (folder) => {
  const cases = goldenCases(folder, "layer").filter((c) => c.name.startsWith("SoftmaxWithLoss"));
  assertEquals(cases.length, 2);
  for (const { name, x, t, loss, dx } of cases) {
    for (const dtype of ["float64", "float32"] as const) {
      const layer = new SoftmaxWithLoss();
      const target = fromGolden(t, name.endsWith("labels") ? "int32" : dtype);
      assertClose(layer.forward(fromGolden(x, dtype), target), loss, {
        ...tolerances[dtype],
        what: name,
      });
      assertClose(layer.backward(), fromGolden(dx, dtype), { ...tolerances[dtype], what: name });
    }
  }
});

Deno.test("SoftmaxWithLoss.backward() is (y − t) / N", () => {
  const layer = new SoftmaxWithLoss();
  layer.forward(tensor([[0, 0], [0, 0]]), tensor([0, 1], i32));
  assertEquals(layer.backward().toArray(), [[-0.25, 0.25], [0.25, -0.25]]);
});

Deno.test("SoftmaxWithLoss.backward() multiplies by dout, which the book's layer ignores", () => {
  const layer = new SoftmaxWithLoss();
  layer.forward(tensor([0, 0]), tensor(0, i32));
  assertEquals(layer.backward(2).toArray(), [-1, 1]);
});

Deno.test("SoftmaxWithLoss gives labels, one-hot rows and a column of labels the same dx", () => {
  const x = random(0).normal([1, 10]);
  const layer = new SoftmaxWithLoss();
  const dxOf = (t: Parameters<SoftmaxWithLoss["forward"]>[1]) => {
    layer.forward(x, t);
    return layer.backward().toArray();
  };
  const oneHot = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
  assertEquals(dxOf(tensor([1], i32)), dxOf(tensor([oneHot])));
  assertEquals(dxOf(tensor([[1]], i32)), dxOf(tensor([oneHot], i32)));
});

Deno.test("SoftmaxWithLoss.forward() is softmaxLoss() and leaves x and t as they were", () => {
  const x = random(1).normal([3, 4]);
  const t = tensor([0, 3, 2], i32);
  const layer = new SoftmaxWithLoss();
  assertEquals(assertUnchanged([x, t], () => layer.forward(x, t)), softmaxLoss(x, t));
  assertUnchanged([x, t], () => layer.backward());
});

Deno.test("SoftmaxWithLoss keeps the last good forward when the next one fails", () => {
  const layer = new SoftmaxWithLoss();
  layer.forward(tensor([0, 0]), tensor(0, i32));
  try {
    layer.forward(tensor([0, 0, 0]), tensor(3, i32));
  } catch {
    // the label is not a class
  }
  assertEquals(layer.backward().toArray(), [-0.5, 0.5]);
});

Deno.test("SoftmaxWithLoss.backward() agrees with the numerical gradient", () => {
  const x = random(2).normal([4, 3], 0, 0.3, "float64");
  const oneHot = tensor([[1, 0, 0], [0, 0, 1], [0, 1, 0], [0.5, 0.25, 0.25]], { dtype: "float64" });
  for (const t of [tensor([0, 2, 1, 1], i32), oneHot]) assertTrue(apart(x, t) < 1e-6);
});

Deno.test("SoftmaxWithLoss.backward() is that of a log without the 1e-7: off by 1e-7 / y, as the book's", () => {
  const x = tensor([0, Math.log(99)], { dtype: "float64" }); // y = 0.01, 0.99
  assertClose(apart(x, tensor(0, i32)), 1e-7 / 0.01, { rtol: 1e-3, atol: 0 });
});

/** Relative difference of backward and the numerical gradient of softmaxLoss. */
function apart(x: Tensor, t: Tensor): number {
  const layer = new SoftmaxWithLoss();
  layer.forward(x, t);
  return difference(layer.backward(), numericalGradient((x) => softmaxLoss(x, t), x)).relative;
}
