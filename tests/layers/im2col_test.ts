import fc from "fast-check";
import { assertClose, assertEquals, assertUnchanged } from "../assert.ts";
import { seeded } from "../arbitraries.ts";
import { fromGolden, goldenCases, goldenTest } from "../golden.ts";
import { arange, col2im, im2col, ones, outputSize, random, tensor, zeros } from "../../lib/mod.ts";

goldenTest("im2col() and col2im() give NumPy's values", (folder) => {
  const cases = goldenCases(folder, "util").filter((c) => c.name === "im2col");
  assertEquals(cases.length, 3);
  for (const { x, col, im, filter_h, filter_w, stride, pad } of cases) {
    for (const dtype of ["float64", "float32"] as const) {
      const columns = im2col(fromGolden(x, dtype), filter_h, filter_w, stride, pad);
      assertEquals(columns.toArray(), fromGolden(col, dtype).toArray());
      const back = col2im(columns, x.shape, filter_h, filter_w, stride, pad);
      assertClose(back, fromGolden(im, dtype), {
        rtol: dtype === "float64" ? 1e-10 : 1e-5,
        atol: 0,
      });
    }
  }
});

Deno.test("im2col() puts channels first in a column's order, and places in rows", () => {
  const x = arange(0, 18).reshape(1, 2, 3, 3);
  const col = im2col(x, 2, 2);
  assertEquals(col.shape, [4, 8]);
  assertEquals(col.slice(0).toArray(), [0, 1, 3, 4, 9, 10, 12, 13]);
  assertEquals(col.slice(1).toArray(), [1, 2, 4, 5, 10, 11, 13, 14]);
  assertEquals(col.slice(2).toArray(), [3, 4, 6, 7, 12, 13, 15, 16]);
});

Deno.test("im2col() of the book's examples has the book's shapes", () => {
  assertEquals(im2col(zeros([1, 3, 7, 7]), 5, 5).shape, [9, 75]);
  assertEquals(im2col(zeros([10, 3, 7, 7]), 5, 5).shape, [90, 75]);
});

Deno.test("im2col() surrounds an image with a border of zeros", () => {
  const x = tensor([[[[1, 2], [3, 4]]]]);
  assertEquals(im2col(x, 2, 2, 2, 1).toArray(), [
    [0, 0, 0, 1],
    [0, 0, 2, 0],
    [0, 3, 0, 0],
    [4, 0, 0, 0],
  ]);
});

Deno.test("im2col() keeps the dtype, of int32 pixels too, and NaN", () => {
  for (const dtype of ["float32", "float64", "int32"] as const) {
    const col = im2col(ones([1, 1, 2, 2], dtype), 1, 1);
    assertEquals([col.dtype, col.toArray()], [dtype, [[1], [1], [1], [1]]]);
    assertEquals(col2im(col, [1, 1, 2, 2], 1, 1).dtype, dtype);
  }
  assertEquals(im2col(tensor([[[[NaN]]]]), 1, 1).toArray(), [[NaN]]);
});

Deno.test("im2col() and col2im() of no images, and of no channels", () => {
  assertEquals(im2col(zeros([0, 2, 3, 3]), 2, 2).shape, [0, 8]);
  assertEquals(col2im(zeros([0, 8]), [0, 2, 3, 3], 2, 2).shape, [0, 2, 3, 3]);
  assertEquals(im2col(zeros([1, 0, 3, 3]), 2, 2).shape, [4, 0]);
  assertEquals(col2im(zeros([4, 0]), [1, 0, 3, 3], 2, 2).shape, [1, 0, 3, 3]);
});

Deno.test("outputSize() rounds down", () => {
  assertEquals(outputSize(7, 3), 5);
  assertEquals(outputSize(28, 5), 24);
  assertEquals(outputSize(7, 3, 2), 3);
  assertEquals(outputSize(8, 3, 2), 3); // a column is left over
  assertEquals(outputSize(28, 3, 1, 1), 28);
  assertEquals(outputSize(5, 7, 1, 1), 1);
  assertEquals(outputSize(1, 1), 1);
});

/** Images with a window that fits. */
const windows = fc.record({
  N: fc.integer({ min: 0, max: 3 }),
  C: fc.integer({ min: 1, max: 3 }),
  FH: fc.integer({ min: 1, max: 3 }),
  FW: fc.integer({ min: 1, max: 3 }),
  moreH: fc.integer({ min: 0, max: 4 }),
  moreW: fc.integer({ min: 0, max: 4 }),
  stride: fc.integer({ min: 1, max: 3 }),
  pad: fc.integer({ min: 0, max: 2 }),
});

Deno.test("col2im(im2col(x)) is x times the number of windows that see it", () => {
  fc.assert(
    fc.property(windows, ({ N, C, FH, FW, moreH, moreW, stride, pad }) => {
      const [H, W] = [FH + moreH, FW + moreW];
      const x = random(1).normal([N, C, H, W], 0, 1, "float64");
      const back = assertUnchanged(
        [x],
        () => col2im(im2col(x, FH, FW, stride, pad), x.shape, FH, FW, stride, pad),
      );
      // how many places along one axis see position i
      const count = (i: number, length: number, filter: number) =>
        Array.from({ length: outputSize(length, filter, stride, pad) }, (_, o) => o * stride - pad)
          .filter((start) => start <= i && i < start + filter).length;
      const counts = zeros([H, W], "float64");
      for (let y = 0; y < H; y++) {
        for (let i = 0; i < W; i++) counts.data[y * W + i] = count(y, H, FH) * count(i, W, FW);
      }
      assertClose(back, x.mul(counts));
    }),
    seeded,
  );
});

Deno.test("col2im() is the transpose of im2col(): ⟨im2col(x), y⟩ = ⟨x, col2im(y)⟩", () => {
  fc.assert(
    fc.property(windows, ({ N, C, FH, FW, moreH, moreW, stride, pad }) => {
      const rng = random(2);
      const x = rng.normal([N, C, FH + moreH, FW + moreW], 0, 1, "float64");
      const col = im2col(x, FH, FW, stride, pad);
      const y = rng.normal(col.shape, 0, 1, "float64");
      const back = assertUnchanged([y], () => col2im(y, x.shape, FH, FW, stride, pad));
      assertClose(back.mul(x).sum(), y.mul(col).sum());
    }),
    seeded,
  );
});
