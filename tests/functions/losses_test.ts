import { assertClose, assertEquals, assertTrue, assertUnchanged } from "../assert.ts";
import { fromGolden, goldenCases, goldenTest } from "../golden.ts";
import {
  crossEntropyError,
  random,
  softmax,
  softmaxLoss,
  sumSquaredError,
  tensor,
} from "../../lib/mod.ts";

const f64 = { dtype: "float64" } as const;
const i32 = { dtype: "int32" } as const;

// the book's answer to an image of a 2, once right and once wrong
const two = tensor([0, 0, 1, 0, 0, 0, 0, 0, 0, 0], f64);
const right = tensor([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0], f64);
const wrong = tensor([0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0], f64);

goldenTest("every loss gives NumPy's value, in float64 and in float32", (folder) => {
  for (const { name, y, t, loss } of goldenCases(folder, "loss")) {
    const f = name === "sum_squared_error" ? sumSquaredError : crossEntropyError;
    for (const [dtype, rtol] of [["float64", 1e-10], ["float32", 1e-5]] as const) {
      const target = fromGolden(t, name.endsWith("labels") ? "int32" : dtype);
      assertClose(f(fromGolden(y, dtype), target), loss, { rtol, atol: 0, what: name });
    }
  }
});

Deno.test("the losses of the book's 2 are those of the book", () => {
  assertClose([sumSquaredError(right, two), sumSquaredError(wrong, two)], [0.0975, 0.5975]);
  assertClose(
    [crossEntropyError(right, two), crossEntropyError(wrong, two)],
    [0.510825457099338, 2.302584092994546],
    { rtol: 1e-14, atol: 0 },
  );
});

Deno.test("losses take one-hot rows, labels, a column of labels, and a single sample", () => {
  const y = softmax(random(1).normal([3, 4], 0, 1, "float64"));
  const t = tensor([[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]], f64);
  for (const loss of [sumSquaredError, crossEntropyError, softmaxLoss]) {
    const expected = loss(y, t);
    assertEquals(loss(y, t.astype("int32")), expected);
    assertEquals(loss(y, tensor([2, 0, 3], i32)), expected);
    assertEquals(loss(y, tensor([2, 0, 3])), expected);
    assertEquals(loss(y, tensor([[2], [0], [3]], i32)), expected);
    assertEquals(loss(y.slice(0), tensor(2, i32)), loss(y.slice(0), t.slice(0)));
    assertEquals(loss(y.slice(0), tensor([2], i32)), loss(y.slice(0), t.slice(0)));
  }
});

Deno.test("sumSquaredError() is half the sum over everything, not a mean", () => {
  assertEquals(sumSquaredError(tensor([[1, 2], [3, 4]]), tensor([[0, 0], [0, 0]])), 15);
  assertEquals(sumSquaredError(tensor([[[3]]]), tensor([[[1]]])), 2);
});

Deno.test("crossEntropyError() is a mean over the batch", () => {
  const y = tensor([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]], f64);
  assertClose(crossEntropyError(y, tensor([0, 1, 0], i32)), Math.log(2), { atol: 1e-6 });
});

Deno.test("crossEntropyError() of a probability of 0 is finite: 1e-7 is added inside the log", () => {
  const loss = crossEntropyError(tensor([0, 1], f64), tensor(0, i32));
  assertClose(loss, -Math.log(1e-7), { rtol: 1e-15, atol: 0 });
});

Deno.test("crossEntropyError() tells one class by its shape, not by its number of elements", () => {
  // t.size equals y.size here, which the book's code takes for one-hot rows
  assertClose(crossEntropyError(tensor([[1], [1]]), tensor([[1], [1]])), 0, { atol: 1e-6 });
  assertClose(crossEntropyError(tensor([[1], [1]]), tensor([0, 0], i32)), 0, { atol: 1e-6 });
});

Deno.test("crossEntropyError() weighs every class when t holds probabilities", () => {
  const y = tensor([0.2, 0.8], f64);
  const expected = -0.25 * Math.log(0.2 + 1e-7) - 0.75 * Math.log(0.8 + 1e-7);
  assertClose(crossEntropyError(y, tensor([0.25, 0.75], f64)), expected, { rtol: 1e-15, atol: 0 });
});

Deno.test("losses of NaN are NaN", () => {
  for (const loss of [sumSquaredError, crossEntropyError, softmaxLoss]) {
    assertTrue(Number.isNaN(loss(tensor([NaN, NaN]), tensor(1, i32))));
  }
});

Deno.test("softmaxLoss() is the cross entropy of softmax and survives scores of 1000", () => {
  const x = random(2).normal([5, 3], 0, 1, "float64");
  const t = tensor([0, 1, 2, 1, 0], i32);
  assertEquals(softmaxLoss(x, t), crossEntropyError(softmax(x), t));
  assertClose(softmaxLoss(tensor([1000, 0], f64), tensor(0, i32)), 0, { atol: 1e-6 });
});

Deno.test("losses leave y and t as they were", () => {
  const y = softmax(random(3).normal([2, 3]));
  const t = tensor([1, 2], i32);
  for (const loss of [sumSquaredError, crossEntropyError, softmaxLoss]) {
    assertUnchanged([y, t], () => loss(y, t));
  }
});
