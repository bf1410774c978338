import { Buffer } from "node:buffer";
import { assertEquals, assertTrue } from "../assert.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { sha256 } from "./places.ts";

const SIZE = 28;
const { images, labels } = syntheticDigits(2000, 3);

/** The pixels of one image. */
function imageAt(i: number): Uint8Array {
  return images.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE);
}

Deno.test("syntheticDigits() draws the same digits from the same seed, and others from another", () => {
  const first = syntheticDigits(50, 1);
  assertEquals(syntheticDigits(50, 1), first);
  assertTrue(sha256(syntheticDigits(50, 2).images) !== sha256(first.images));
});

Deno.test("syntheticDigits() draws a part of them as it draws all", () => {
  const all = syntheticDigits(50, 1);
  const parts = [[0, 17], [17, 20], [20, 50]].map(([from, to]) => syntheticDigits(50, 1, from, to));
  assertEquals(Buffer.concat(parts.map(({ images }) => images)).equals(all.images), true);
  assertEquals(parts.flatMap(({ labels }) => [...labels]), [...all.labels]);
});

Deno.test("syntheticDigits() draws what it has always drawn: results in the chapters depend on it", () => {
  assertEquals(sha256(images), "e187ede37b306f290e1a904d51fe3527987b0cff4001a6bb64d6eb61c638560e");
});

Deno.test("syntheticDigits() draws each of the ten digits about as often", () => {
  for (let digit = 0; digit < 10; digit++) {
    const count = labels.filter((label) => label === digit).length;
    // 200 are expected; 4 standard deviations are 54
    assertTrue(Math.abs(count - 200) < 54, `${count} of digit ${digit}`);
  }
});

Deno.test("syntheticDigits() draws no digit twice", () => {
  const distinct = new Set(Array.from(labels, (_, i) => imageAt(i).join()));
  assertEquals(distinct.size, labels.length);
});

Deno.test("syntheticDigits() keeps to a box of 20 pixels, as MNIST does", () => {
  for (let i = 0; i < labels.length; i++) {
    const inked = [...imageAt(i).keys()].filter((pixel) => imageAt(i)[pixel] > 0);
    const rows = inked.map((pixel) => Math.floor(pixel / SIZE));
    const columns = inked.map((pixel) => pixel % SIZE);
    const height = Math.max(...rows) - Math.min(...rows) + 1;
    const width = Math.max(...columns) - Math.min(...columns) + 1;
    const larger = Math.max(width, height);
    assertTrue(larger === 19 || larger === 20, `digit ${i} has ${width} × ${height} pixels`);
  }
});

Deno.test("syntheticDigits() puts the centre of mass in the middle, as MNIST does", () => {
  for (let i = 0; i < labels.length; i++) {
    let [mass, x, y] = [0, 0, 0];
    imageAt(i).forEach((ink, pixel) => {
      mass += ink;
      x += ink * (pixel % SIZE + 0.5);
      y += ink * (Math.floor(pixel / SIZE) + 0.5);
    });
    const distance = Math.hypot(x / mass - SIZE / 2, y / mass - SIZE / 2);
    // MNIST's own are up to 1.4 pixels off, half of them more than 0.8
    assertTrue(distance < 1.4, `the centre of digit ${i} is ${distance} pixels off`);
  }
});

Deno.test("syntheticDigits() puts about as much ink on the paper as MNIST's writers", () => {
  const share = (isSuch: (ink: number) => boolean) => images.filter(isSuch).length / images.length;
  const assertNear = (what: string, actual: number, ofMnist: number, tolerance: number) =>
    assertTrue(Math.abs(actual - ofMnist) < tolerance, `${what}: ${actual}, MNIST: ${ofMnist}`);
  const mean = images.reduce((sum, ink) => sum + ink, 0) / images.length / 255;
  assertNear("mean", mean, 0.1325, 0.03);
  assertNear("white pixels", share((ink) => ink === 0), 0.807, 0.03);
  assertNear("pixels that are nearly black", share((ink) => ink > 250), 0.075, 0.05);
});
