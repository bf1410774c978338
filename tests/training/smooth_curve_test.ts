import { assertClose, assertThrowsWith } from "../assert.ts";
import { fromGolden, goldenCases, goldenTest } from "../golden.ts";
import { smoothCurve, tensor } from "../../lib/mod.ts";

goldenTest("smoothCurve() gives the book's curve, to its ends", (folder) => {
  const [golden] = goldenCases(folder, "util").filter((c) => c.name === "smooth_curve");
  const x = fromGolden(golden.x, "float64");
  assertClose(tensor(smoothCurve(x.data)), fromGolden(golden.y, "float64"), {
    rtol: 1e-13,
    atol: 1e-13,
  });
});

Deno.test("smoothCurve() keeps a constant, and takes arrays of numbers", () => {
  assertClose(tensor(smoothCurve(Array(11).fill(3))), Array(11).fill(3), { rtol: 1e-15 });
});

Deno.test("smoothCurve() spreads a peak over 11 values, symmetrically", () => {
  const values = Array(31).fill(0);
  values[15] = 1;
  const curve = Array.from(smoothCurve(values));
  assertClose(curve, curve.toReversed());
  assertClose(curve.slice(0, 10), Array(10).fill(0), { atol: 0 });
  assertClose(curve.reduce((sum, value) => sum + value), 1, { rtol: 1e-15 });
  // the window is Kaiser's: I₀(2 · √(1 − (k/5)²)), with I₀(x) = Σ ((x/2)ⁿ / n!)²
  const window = Array.from({ length: 11 }, (_, i) => {
    const x = 2 * Math.sqrt(1 - ((i - 5) / 5) ** 2);
    let [sum, term] = [0, 1];
    for (let n = 1; n < 30; n++) [sum, term] = [sum + term * term, term * x / 2 / n];
    return sum;
  });
  const total = window.reduce((sum, value) => sum + value);
  assertClose(curve.slice(10, 21), window.map((value) => value / total), { rtol: 1e-14 });
});

Deno.test("smoothCurve() rejects fewer values than its window has", () => {
  assertThrowsWith(
    () => smoothCurve(Array(10).fill(1)),
    RangeError,
    "smoothCurve: needs at least 11 values, got 10",
  );
});
