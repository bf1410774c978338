import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { closeProblem } from "../../lib/exercises/assert_close.ts";
import { assertClose, shouldSee, tensor } from "../../lib/mod.ts";

Deno.test("assertClose() says how close two tensors are", () => {
  const a = tensor([1, 2], { dtype: "float64" });
  assertEquals(assertClose(a, [1, 2]).text, "result: exactly equal, float64 (2,)");
  assertEquals(
    assertClose(a, a.add(2e-9), { what: "dW" }).text,
    "dW: equal to 2e-9, float64 (2,)",
  );
  assertEquals(assertClose(15, 15, { what: "price" }).text, "price: exactly equal, a number");
});

Deno.test("assertClose() says how many elements differ, where and by how much", () => {
  assertThrowsWith(
    () => assertClose(tensor([[1, 2], [3, 4]]), [[1, 2.5], [3, 4.125]], { what: "dW" }),
    Error,
    "dW: 2 of 4 elements differ (50 %)\n" +
      "greatest absolute difference 0.5 at (0, 1): 2 instead of 2.5 (allowed 0.000013)",
  );
});

Deno.test("assertClose() tells of the greatest difference, wherever it is", () => {
  assertThrowsWith(
    () => assertClose(tensor([1, 2, 3]), [1.25, 2.5, 3]),
    Error,
    "result: 2 of 3 elements differ (67 %)\n" +
      "greatest absolute difference 0.5 at (1,): 2 instead of 2.5 (allowed 0.000013)",
  );
});

Deno.test("assertClose() compares shape and dtype first", () => {
  assertThrowsWith(
    () => assertClose(tensor([1, 2]), [1, 2, 3]),
    TypeError,
    "result: shape (2,) instead of (3,)",
  );
  assertThrowsWith(
    () => assertClose(tensor([1]), tensor([1], { dtype: "float64" })),
    TypeError,
    "result: float32 instead of float64",
  );
});

Deno.test("assertClose() takes NaN for different unless told otherwise, and infinities for themselves", () => {
  assertThrowsWith(
    () => assertClose([NaN], [NaN]),
    Error,
    "result: 1 of 1 elements differ (100 %)\n" +
      "greatest absolute difference infinite at (0,): NaN instead of NaN (allowed NaN)",
  );
  assertClose([NaN], [NaN], { equalNaN: true });
  assertClose([Infinity], [Infinity]);
  assertThrowsWith(
    () => assertClose([1], [Infinity]),
    Error,
    "result: 1 of 1 elements differ (100 %)\n" +
      "greatest absolute difference infinite at (0,): 1 instead of Infinity (allowed infinite)",
  );
});

Deno.test("shouldSee() tells a right value and throws for a wrong one", () => {
  assertEquals(
    shouldSee("accuracy", 0.9352, 0.9352, { source: "the book's Python" }).toString(),
    "✓ accuracy: 0.9352. You should see 0.9352 (the book's Python).",
  );
  assertThrowsWith(
    () => shouldSee("accuracy", 0.9351, 0.9352, { source: "the book's Python" }),
    Error,
    "accuracy: 0.9351, but you should see 0.9352 (the book's Python): " +
      "result: 0.9351 instead of 0.9352, a difference of 0.0001 (allowed 1.9e-7)",
  );
});

Deno.test("shouldSee() compares within a tolerance, within a band, arrays and text", () => {
  shouldSee("loss", 0.92806853, 0.92806829, { tolerance: 1e-6 });
  shouldSee("y", tensor([0.31682708, 0.69627909]), tensor([0.31682708, 0.69627909]));
  shouldSee("words", "Hello", "Hello");
  const numbers = Array.from({ length: 20 }, (_, i) => i);
  assertEquals(
    shouldSee("row", numbers, numbers).text,
    `row: [${numbers.join(", ")}]. You should see the same (the book).`,
  );
  assertEquals(
    shouldSee("accuracy", 0.946, 0.9465, { band: [0.9445, 0.9473] }).text,
    "accuracy: 0.946. You should see 0.9445 to 0.9473 (the book: 0.9465).",
  );
  assertEquals(
    shouldSee("accuracy", 0.946, null, { band: [0.9445, 0.9473], source: "ten seeds" }).text,
    "accuracy: 0.946. You should see 0.9445 to 0.9473 (ten seeds).",
  );
  assertThrowsWith(
    () => shouldSee("accuracy", NaN, 0.9465, { band: [0.9445, 0.9473] }),
    Error,
    "accuracy: NaN, but you should see 0.9445 to 0.9473 (the book: 0.9465): outside the band",
  );
  assertThrowsWith(
    () => shouldSee("accuracy", 0.9, null),
    TypeError,
    "shouldSee: needs an expected value or a band",
  );
});

Deno.test("shouldSee() does not fail on synthetic digits, and says so", () => {
  const verdict = shouldSee("accuracy", 0.7, 0.9352, { data: "synthetic" });
  assertEquals(verdict.agrees, false);
  assertEquals(
    verdict.toString(),
    "○ accuracy: 0.7 on synthetic digits. On real MNIST you should see 0.9352 (the book).",
  );
});

Deno.test("assertClose() of integers and numbers with a fraction does not cut it off", () => {
  const x = tensor([1, 2], { dtype: "int32" });
  assertEquals(assertClose(x, [1, 2]).text, "result: exactly equal, int32 (2,)");
  for (const wrong of [[1.5, 2], [1, 2 ** 32 + 2], [1, NaN]]) {
    assertTrue(closeProblem(x, wrong, {}) !== null);
    assertTrue(closeProblem(wrong, x, {}) !== null);
  }
});
