import fc from "fast-check";
import { assertClose, assertEquals, assertThrowsWith, assertUnchanged } from "../assert.ts";
import { anyTensor, seeded } from "../arbitraries.ts";
import { fromGolden, goldenCases, goldenTest } from "../golden.ts";
import {
  identityFunction,
  relu,
  reluGrad,
  sigmoid,
  sigmoidGrad,
  softmax,
  stepFunction,
  Tensor,
  tensor,
} from "../../lib/mod.ts";

const byPythonName: Record<string, (x: Tensor) => Tensor> = {
  identity_function: identityFunction,
  step_function: stepFunction,
  sigmoid,
  sigmoid_grad: sigmoidGrad,
  relu,
  relu_grad: reluGrad,
  softmax,
};

goldenTest("every activation function gives NumPy's values", (folder) => {
  for (const { name, x, y } of goldenCases(folder, "function")) {
    const f = byPythonName[name];
    assertClose(f(fromGolden(x, "float64")), fromGolden(y, "float64"), {
      rtol: 1e-12,
      atol: 1e-15,
      what: name,
    });
    assertClose(f(fromGolden(x, "float32")), fromGolden(y, "float32"), {
      rtol: 1e-6,
      atol: 1e-7,
      what: name,
    });
  }
});

Deno.test("stepFunction() is 0 at 0 and below, 1 above", () => {
  assertEquals(stepFunction(tensor([-1, -0, 0, 1e-30, 2])).toArray(), [0, 0, 0, 1, 1]);
});

Deno.test("sigmoid() is 0.5 at 0 and does not overflow far away", () => {
  assertEquals(sigmoid(tensor([-1000, 0, 1000])).toArray(), [0, 0.5, 1]);
});

Deno.test("relu() keeps NaN, so that a diverged network is seen", () => {
  assertEquals(relu(tensor([-2, 0, 3, NaN])).toArray(), [0, 0, 3, NaN]);
});

Deno.test("reluGrad() is 1 at 0, as the book's function is", () => {
  assertEquals(reluGrad(tensor([-2, 0, 3])).toArray(), [0, 1, 1]);
});

Deno.test("softmax() gives the book's values and survives 1010", () => {
  assertClose(softmax(tensor([0.3, 2.9, 4.0], { dtype: "float64" })), [
    0.01821127,
    0.24519181,
    0.73659691,
  ], { atol: 5e-9 });
  assertClose(softmax(tensor([1010, 1000, 990], { dtype: "float64" })), [
    9.99954600e-01,
    4.53978686e-05,
    2.06106005e-09,
  ], { rtol: 1e-8, atol: 0 });
});

Deno.test("softmax() of int32 is float32", () => {
  const y = softmax(tensor([1, 2], { dtype: "int32" }));
  assertEquals(y.dtype, "float32");
  assertClose(y, [0.26894143, 0.7310586]);
});

Deno.test("softmax() works along the last axis of any number of axes", () => {
  const x = tensor([[[1, 2], [3, 3]], [[5, 4], [0, 9]]], { dtype: "float64" });
  const rows = [[1, 2], [3, 3], [5, 4], [0, 9]].map((row) =>
    softmax(tensor(row, { dtype: "float64" })).toArray() as number[]
  );
  assertEquals(softmax(x).reshape(4, 2).toArray(), rows);
});

Deno.test("softmax() rejects a single number and empty rows", () => {
  assertThrowsWith(
    () => softmax(tensor(3)),
    TypeError,
    "softmax: needs rows of at least 1 number, got ()",
  );
  assertThrowsWith(
    () => softmax(tensor([[], []])),
    TypeError,
    "softmax: needs rows of at least 1 number, got (2, 0)",
  );
});

Deno.test("softmax() rows sum to 1 and ignore a constant added to the row", () => {
  fc.assert(
    fc.property(anyTensor(3, 1).filter((x) => x.ndim > 0), (x) => {
      const y = softmax(x);
      assertClose(y.sum(-1), y.sum(-1).mul(0).add(1), { rtol: 1e-12 });
      assertClose(softmax(x.add(7)), y, { rtol: 1e-10, atol: 1e-300 });
    }),
    seeded,
  );
});

Deno.test("activation functions leave their argument as it was and keep shape and dtype", () => {
  fc.assert(
    fc.property(anyTensor(3, 1).filter((x) => x.ndim > 0), (x) => {
      for (const f of Object.values(byPythonName)) {
        const y = assertUnchanged([x], () => f(x));
        assertEquals([y.shape, y.dtype, y.data === x.data], [x.shape, x.dtype, false]);
      }
    }),
    seeded,
  );
});
