import {
  assertClose,
  assertEquals,
  assertThrowsWith,
  assertTrue,
  assertUnchanged,
} from "../assert.ts";
import { augment, random, tensor, zeros } from "../../lib/mod.ts";

const dot = zeros([1, 1, 5, 5]);
dot.data[1 * 5 + 2] = 1; // above the centre

Deno.test("augment() without shift and rotation gives the same images, in new memory", () => {
  const x = random(1).uniform([3, 2, 4, 6]);
  const same = assertUnchanged([x], () => augment(x, random(0), { shift: 0, rotate: 0 }));
  assertEquals(same.toArray(), x.toArray());
  assertTrue(same.data !== x.data);
});

Deno.test("augment() moves an image as a whole, with what lies between pixels interpolated", () => {
  const [, right, down] = random(0).uniform([1, 3], -1, 1, "float64").data;
  const moved = augment(dot, random(0), { shift: 1, rotate: 0 });
  const middle = (axis: number) => {
    const places = Array.from({ length: 25 }, (_, i) => axis === 0 ? Math.floor(i / 5) : i % 5);
    return places.reduce((sum, place, i) => sum + place * moved.data[i], 0);
  };
  assertClose(moved.sum(), 1, { rtol: 1e-6 });
  assertClose(middle(0), 1 + down, { rtol: 1e-6 });
  assertClose(middle(1), 2 + right, { rtol: 1e-6 });
});

Deno.test("augment() turns round the centre, clockwise for a positive angle", () => {
  const [angle] = random(0).uniform([1, 3], -1, 1, "float64").data;
  const quarter = augment(dot, random(0), { shift: 0, rotate: 90 / angle });
  const expected = zeros([1, 1, 5, 5]);
  expected.data[2 * 5 + 3] = 1; // to the right of the centre
  assertClose(quarter, expected, { atol: 1e-6 });
});

Deno.test("augment() moves each image by amounts of its own, all its channels alike, and a seed repeats it", () => {
  const image = random(1).uniform([1, 1, 8, 8]).data;
  const x = tensor([...image, ...image, ...image, ...image], { shape: [2, 2, 8, 8] });
  const moved = augment(x, random(0));
  assertEquals(moved.slice(0, 0).toArray(), moved.slice(0, 1).toArray());
  assertTrue(moved.slice(0, 0).toString() !== moved.slice(1, 0).toString());
  assertEquals(moved.toArray(), augment(x, random(0)).toArray());
});

Deno.test("augment() says what it needs", () => {
  assertThrowsWith(
    () => augment(zeros([2, 784]), random(0)),
    TypeError,
    "augment: x needs to be images (N, C, H, W), got (2, 784)",
  );
  assertThrowsWith(
    () => augment(dot, random(0), { rotate: -5 }),
    RangeError,
    "augment: rotate needs to be a number of at least 0, got -5",
  );
});
