import { join } from "node:path";
import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { DeepConvNet, digitsIn, imread, loadSafetensors, Tensor, zeros } from "../../lib/mod.ts";
import { blobs } from "../../lib/datasets/blobs.ts";

const root = join(import.meta.dirname!, "..", "..");

/** A sheet of paper (H, W) of 200, with ink of 20 in these rectangles. */
function sheet(H: number, W: number, ...inks: [top: number, left: number, h: number, w: number][]) {
  const photo = new Tensor(new Float32Array(H * W).fill(200), [H, W]);
  for (const [top, left, h, w] of inks) {
    for (let y = top; y < top + h; y++) photo.data.fill(20, y * W + left, y * W + left + w);
  }
  return photo;
}

Deno.test("digitsIn() puts a digit of 20 pixels with its centre of mass into the middle of 28 × 28", () => {
  const { x, boxes } = digitsIn(sheet(200, 300, [50, 60, 40, 12]));
  assertEquals(boxes, [{ top: 50, left: 60, height: 40, width: 12 }]);
  const digit = x.reshape(28, 28);
  const expected = zeros([28, 28]);
  for (let y = 4; y < 24; y++) expected.data.fill(1, y * 28 + 11, y * 28 + 17);
  assertClose(digit, expected, { rtol: 0, atol: 0.02 });
});

Deno.test("digitsIn() goes row by row, joins a digit and its bar, and leaves specks and edges out", () => {
  const photo = sheet(
    ...[220, 400] as const,
    ...[[40, 300, 30, 10], [48, 100, 30, 10], [130, 50, 30, 10]] as [
      number,
      number,
      number,
      number,
    ][],
    [122, 200, 4, 12], // the bar of a 5
    [130, 200, 25, 10],
    [90, 250, 2, 2], // a speck
    [0, 0, 220, 5], // the edge of the table
  );
  const { boxes } = digitsIn(photo);
  assertEquals(boxes.map(({ top, left }) => [top, left]), [[48, 100], [40, 300], [130, 50], [
    122,
    200,
  ]]);
  assertEquals(boxes[3].height, 33);
});

Deno.test("digitsIn() sees chalk on a board, a photo in colour, and a large one", () => {
  const ink = sheet(200, 300, [50, 60, 40, 12]);
  const onPaper = digitsIn(ink).x;
  assertClose(digitsIn(ink.neg().add(255)).x, onPaper);
  assertClose(
    digitsIn(new Tensor(ink.data.slice(), [200, 300, 1]).mul(zeros([1, 1, 3]).add(1))).x,
    onPaper,
  );
  const { boxes } = digitsIn(sheet(1000, 1600, [200, 240, 160, 48]));
  assertEquals(boxes, [{ top: 200, left: 240, height: 160, width: 48 }]);
});

Deno.test("digitsIn() finds the 40 digits of own_digits.png, and DeepConvNet reads 36 or more", async () => {
  const { x } = digitsIn(await imread(join(root, "data", "own_digits.png")));
  assertEquals(x.shape, [40, 1, 28, 28]);
  const net = new DeepConvNet();
  net.loadParams(await loadSafetensors(join(root, "data", "weights", "deep_conv_net.safetensors")));
  const read = [...net.predict(x).argmax(1).data];
  assertTrue(read.filter((digit, i) => digit === i % 10).length >= 36, read.join(""));
  assertEquals(read.slice(0, 20), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

Deno.test("digitsIn() refuses what is no photo, and one without digits", () => {
  assertThrowsWith(
    () => digitsIn(zeros([1, 1, 28, 28])),
    TypeError,
    "digitsIn: needs a photo (H, W) or (H, W, 3), got (1, 1, 28, 28)",
  );
  assertThrowsWith(
    () => digitsIn(sheet(50, 50)),
    RangeError,
    "digitsIn: there is nothing on the photo",
  );
});

Deno.test("blobs() are what touches at a side or a corner", () => {
  const picture = new Tensor(
    Float32Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0),
    [5, 4],
  );
  const found = blobs(picture, 0.5);
  assertEquals(found.map(({ pixels, touchesEdge }) => [pixels, touchesEdge]), [[[5, 10], false], [[
    16,
    17,
  ], true]]);
  const { top, left, bottom, right } = found[0];
  assertEquals([top, left, bottom, right], [1, 1, 3, 3]);
});
