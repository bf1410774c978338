import fc from "fast-check";
import {
  assertClose,
  assertEquals,
  assertThrowsWith,
  assertTrue,
  assertUnchanged,
} from "../assert.ts";
import { anyTensor, seeded } from "../arbitraries.ts";
import { fromGolden, goldenCases, goldenTest } from "../golden.ts";
import {
  numericalDiff,
  numericalGradient,
  numericalGradients,
  ones,
  softmaxLoss,
  type Tensor,
  tensor,
} from "../../lib/mod.ts";

const f64 = { dtype: "float64" } as const;
const sumOfSquares = (x: Tensor) => x.mul(x).sum();

goldenTest("numericalGradient() gives NumPy's values", (folder) => {
  for (const { x, grad } of goldenCases(folder, "gradient")) {
    assertClose(
      numericalGradient(sumOfSquares, fromGolden(x, "float64")),
      fromGolden(grad, "float64"),
      {
        rtol: 1e-10,
        atol: 0,
      },
    );
  }
});

Deno.test("numericalDiff() gives the book's digits for 0.01x² + 0.1x", () => {
  const f = (x: number) => 0.01 * x ** 2 + 0.1 * x;
  assertEquals(numericalDiff(f, 5), 0.1999999999990898);
  assertEquals(numericalDiff(f, 10), 0.2999999999986347);
});

Deno.test("numericalGradient() of x0² + x1² is (2x0, 2x1)", () => {
  for (const [x, gradient] of [[[3, 4], [6, 8]], [[0, 2], [0, 4]], [[3, 0], [6, 0]]]) {
    assertClose(numericalGradient(sumOfSquares, tensor(x, f64)), gradient, { atol: 1e-8 });
  }
});

Deno.test("numericalGradient() is right for float32 and for integers, which in their own dtype give [5.989, 8.0013] and [25000, 35000]", () => {
  for (const dtype of ["float32", "int32"] as const) {
    const gradient = numericalGradient(sumOfSquares, tensor([3, 4], { dtype }));
    assertEquals(gradient.dtype, "float64");
    assertClose(gradient, [6, 8], { atol: 1e-8 });
  }
});

Deno.test("numericalGradient() of the book's simple network is the book's", () => {
  const W = tensor(
    [[0.47355232, 0.9977393, 0.84668094], [0.85557411, 0.03563661, 0.69422093]],
    f64,
  );
  const x = tensor([0.6, 0.9], f64);
  const t = tensor([0, 0, 1], f64);
  assertClose(x.dot(W), [1.05414809, 0.63071653, 1.1328074], { atol: 5e-9 });
  const dW = numericalGradient((W) => softmaxLoss(x.dot(W), t), W);
  assertClose(dW, [[0.21924763, 0.14356247, -0.36281009], [0.32887144, 0.2153437, -0.54421514]], {
    atol: 1e-6, // the book's is without the 1e-7 inside the log
  });
  assertClose(dW.sum(1), [0, 0], { atol: 1e-7 });
});

Deno.test("numericalGradient() leaves x as it was and keeps its shape, with no elements and with one", () => {
  fc.assert(
    fc.property(anyTensor(3), (x) => {
      const gradient = assertUnchanged([x], () => numericalGradient(sumOfSquares, x));
      assertEquals(gradient.shape, x.shape);
    }),
    { ...seeded, numRuns: 30 },
  );
  assertClose(numericalGradient(sumOfSquares, tensor(2)), tensor(4, f64), { atol: 1e-8 });
});

Deno.test("numericalGradient() moves one element at a time, by h in both directions", () => {
  const seen: unknown[] = [];
  numericalGradient((x) => seen.push(x.toArray()), tensor([1, 2]), 0.5);
  assertEquals(seen, [[1.5, 2], [0.5, 2], [1, 2.5], [1, 1.5]]);
});

Deno.test("numericalGradients() gives one gradient per parameter and puts the parameters back", () => {
  const [W, b] = [tensor([1, 2]), tensor([3])];
  const params = { W, b };
  const grads = numericalGradients(params, () => {
    assertTrue(params.W.dtype === "float64" && params.b.dtype === "float64");
    return params.W.mul(params.W).sum() + 5 * params.b.sum();
  });
  assertEquals(Object.keys(grads), ["W", "b"]);
  assertClose(grads.W, [2, 4], { atol: 1e-8 });
  assertClose(grads.b, [5], { atol: 1e-8 });
  assertTrue(params.W === W && params.b === b);
  assertEquals([W.toArray(), b.toArray()], [[1, 2], [3]]);
});

Deno.test("numericalGradients() puts the parameters back when the loss throws", () => {
  const W = tensor([1, 2]);
  const params = { W };
  try {
    numericalGradients(params, () => {
      throw new Error("no loss");
    });
  } catch (error) {
    assertEquals((error as Error).message, "no loss");
  }
  assertTrue(params.W === W);
  assertEquals(W.toArray(), [1, 2]);
});

Deno.test("numerical gradients need a function, and tensors by name", () => {
  const none = undefined as unknown as () => number;
  const message = (call: string) =>
    `${call}: needs a function that returns a number, got undefined`;
  const cases: [call: string, () => unknown][] = [
    ["numericalDiff", () => numericalDiff(none, 1)],
    ["numericalGradient", () => numericalGradient(none, ones(2))],
    ["numericalGradients", () => numericalGradients({ W: ones(2) }, none)],
  ];
  for (const [call, mistake] of cases) assertThrowsWith(mistake, TypeError, message(call));
  assertThrowsWith(
    () => numericalGradients(null as never, () => 1),
    TypeError,
    "numericalGradients: params needs to be an object such as { W }, got null",
  );
  assertThrowsWith(
    () => numericalGradients({ W: 1 as never }, () => 1),
    TypeError,
    "numericalGradients: W needs to be a Tensor, got number: write tensor(…)",
  );
});
