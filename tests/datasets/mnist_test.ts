import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { loadMnist } from "../../lib/mod.ts";
import { type Digits, findDigits, fromBytes } from "../../lib/datasets/mnist.ts";
import { testPlaces } from "./places.ts";

/** Two digits, 7 and 0, to train and to test; pixel i of digit n has the value (n · 100 + i) % 256. */
function tinyDigits(): Digits {
  const images = Uint8Array.from(
    { length: 2 * 784 },
    (_, i) => (Math.floor(i / 784) * 100 + i % 784) % 256,
  );
  const part = { images, labels: Uint8Array.of(7, 0) };
  return { train: part, test: part, source: "mnist" };
}

Deno.test("loadMnist() gives normalized float32 rows and int32 class labels by default", () => {
  const { xTrain, tTrain, xTest, tTest, source } = fromBytes(tinyDigits(), {});
  assertEquals(xTrain.shape, [2, 784]);
  assertEquals(xTrain.dtype, "float32");
  assertEquals(xTrain.at(0, 51), Math.fround(51 / 255));
  assertEquals(xTrain.at(1, 0), Math.fround(100 / 255));
  assertEquals(tTrain.dtype, "int32");
  assertEquals(tTrain.toArray(), [7, 0]);
  assertEquals(xTest.shape, [2, 784]);
  assertEquals(tTest.toArray(), [7, 0]);
  assertEquals(source, "mnist");
});

Deno.test("loadMnist({ normalize: false, flatten: false }) gives the pixels as integers in images", () => {
  const { xTrain } = fromBytes(tinyDigits(), { normalize: false, flatten: false });
  assertEquals(xTrain.shape, [2, 1, 28, 28]);
  assertEquals(xTrain.dtype, "int32");
  assertEquals(xTrain.at(1, 0, 1, 2), 130);
});

Deno.test("loadMnist({ oneHotLabel }) gives rows of ten in the dtype of the images", () => {
  const { tTrain } = fromBytes(tinyDigits(), { oneHotLabel: true, dtype: "float64" });
  assertEquals(tTrain.dtype, "float64");
  assertEquals(tTrain.toArray(), [[0, 0, 0, 0, 0, 0, 0, 1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]]);
});

Deno.test("loadMnist({ dtype: float64 }) gives the values of float32, as the book's Python does", () => {
  const { xTrain } = fromBytes(tinyDigits(), { dtype: "float64" });
  assertEquals(xTrain.dtype, "float64");
  assertEquals(xTrain.at(0, 1), Math.fround(1 / 255));
});

Deno.test("loadMnist() refuses normalized int32", async () => {
  await assertRejectsWith(
    () => loadMnist({ dtype: "int32" }),
    TypeError,
    "loadMnist: normalize makes pixels from 0 to 1, which int32 cannot hold; " +
      "use a float dtype or normalize: false",
  );
});

Deno.test("loadMnist() without MNIST says so in one line and gives as many synthetic digits", async () => {
  using places = testPlaces();
  const { train, test, source } = await findDigits(places);
  assertEquals(source, "synthetic");
  assertEquals([train.images.length, train.labels.length], [60000 * 784, 60000]);
  assertEquals([test.images.length, test.labels.length], [10000 * 784, 10000]);
  assertEquals(places.lines, [
    `loadMnist: train-images-idx3-ubyte.gz is neither in ${places.cache}/mnist nor in DLFS_DATA_DIR, ` +
    "and cannot be downloaded (). Synthetic digits take its place; restart the kernel to try again.",
  ]);
});

goldenTest("loadMnist() finds the real digits in the reader's folder", async (folder) => {
  using places = testPlaces({ folder });
  const { xTrain, tTrain, xTest, tTest, source } = fromBytes(await findDigits(places), {});
  assertEquals(source, "mnist");
  assertEquals([xTrain.shape, tTrain.shape], [[60000, 784], [60000]]);
  assertEquals([xTest.shape, tTest.shape], [[10000, 784], [10000]]);
  assertEquals(tTrain.slice([0, 5]).toArray(), [5, 0, 4, 1, 9]);
  assertEquals(tTest.slice([0, 5]).toArray(), [7, 2, 1, 0, 4]);
  // The mean of all pixels of MNIST, known to every normalization constant
  assertTrue(Math.abs(xTrain.astype("float64").mean() - 0.1307) < 5e-5);
  assertEquals(places.lines, []);
});
