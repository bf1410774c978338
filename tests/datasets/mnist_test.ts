import { gunzipSync, gzipSync } from "node:zlib";
import { join } from "node:path";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { loadMnist } from "../../lib/mod.ts";
import { requestStop, Stopped, stopSignal } from "../../lib/host/progress.ts";
import { defaultPlaces } from "../../lib/datasets/files.ts";
import { type Digits, findDigits, fromBytes } from "../../lib/datasets/mnist.ts";
import { mirror, partOf, sha256, stalledAfter, testManifest, testPlaces } from "./places.ts";

/** The idx files of 3 digits to train with and 2 to test with, gzipped; and the manifest that lists them. */
function tinyMnist(mirrors: string[]) {
  const gz = (...bytes: number[]) => Uint8Array.from(gzipSync(Uint8Array.from(bytes)));
  const images = (n: number) =>
    gz(0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, 28, 0, 0, 0, 28, ...Array(n * 784).fill(n));
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    "train-images-idx3-ubyte.gz": images(3),
    "train-labels-idx1-ubyte.gz": gz(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4),
    "t10k-images-idx3-ubyte.gz": images(2),
    "t10k-labels-idx1-ubyte.gz": gz(0, 0, 8, 1, 0, 0, 0, 2, 7, 2),
  };
  const unpacked = Object.entries(files).map(([name, bytes]) => [name, gunzipSync(bytes)]);
  return { files, manifest: testManifest(Object.fromEntries(unpacked), mirrors) };
}

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

Deno.test("loadMnist() in a page with the test digits alone gives them, and synthetic ones to train with", async () => {
  const { files, manifest } = tinyMnist([]);
  using places = testPlaces({ manifest, isPage: true });
  Deno.mkdirSync(join(places.cache, "mnist"), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    if (name.startsWith("t10k")) Deno.writeFileSync(join(places.cache, "mnist", name), bytes);
  }
  const { train, test, source } = await findDigits(places);
  assertEquals([source, [...test.labels], train.labels.length], ["mnist", [7, 2], 60000]);
  assertEquals(places.lines, [
    "loadMnist: train-images-idx3-ubyte.gz is not in this page. " +
    "Synthetic digits are there to train with; the 10,000 to test with are MNIST's.",
  ]);
});

Deno.test("loadMnist() without MNIST says so in one line and gives as many synthetic digits", async () => {
  using places = testPlaces({ manifest: tinyMnist([]).manifest });
  const { train, test, source } = await findDigits(places);
  assertEquals(source, "synthetic");
  assertEquals([train.images.length, train.labels.length], [60000 * 784, 60000]);
  assertEquals([test.images.length, test.labels.length], [10000 * 784, 10000]);
  assertEquals(places.lines, [
    `loadMnist: train-images-idx3-ubyte.gz is neither in ${places.cache}/mnist nor in DLFS_DATA_DIR, ` +
    "and cannot be downloaded (). Synthetic digits take its place; restart the kernel to try again.",
  ]);
});

Deno.test("loadMnist() downloads the four files; with one cut short in the cache it says so", async () => {
  const { files } = tinyMnist([]);
  await using server = mirror((path, start) => partOf(files[path.slice(1)], start));
  using places = testPlaces({ manifest: tinyMnist([server.url]).manifest });
  const { source, train, test } = await findDigits(places);
  assertEquals(source, "mnist");
  assertEquals([...train.labels, ...test.labels], [5, 0, 4, 7, 2]);
  assertEquals([train.images.length, test.images.at(-1)], [3 * 784, 2]);
  assertEquals(server.requests, Object.keys(files).map((name) => `/${name}`));

  const path = join(places.cache, "mnist", "t10k-images-idx3-ubyte.gz");
  const cut = files["t10k-images-idx3-ubyte.gz"].subarray(0, 40);
  Deno.writeFileSync(path, cut);
  assertEquals((await findDigits(places)).source, "mnist");
  assertEquals(places.lines, [
    `${path} is damaged (the gzip of 40 bytes is broken or cut short); downloaded another`,
  ]);
  assertEquals(Deno.readFileSync(path), files["t10k-images-idx3-ubyte.gz"]);
});

Deno.test("loadMnist() with a corrupted file and no network gives synthetic digits, with one line", async () => {
  const { files, manifest } = tinyMnist([]);
  using places = testPlaces({ manifest });
  const folder = join(places.root, "own");
  Deno.mkdirSync(join(folder, "mnist"), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    Deno.writeFileSync(join(folder, "mnist", name), bytes);
  }
  assertEquals((await findDigits({ ...places, folder })).source, "mnist");

  const name = "train-labels-idx1-ubyte.gz";
  const wrong = gunzipSync(files[name]).with(8, 6);
  Deno.writeFileSync(join(folder, "mnist", name), wrong);
  assertEquals((await findDigits({ ...places, folder })).source, "synthetic");
  assertEquals(places.lines, [
    `loadMnist: ${join(folder, "mnist", name)} is damaged (SHA-256 ${sha256(wrong).slice(0, 8)}… ` +
    `instead of ${manifest.mnist.files[name].sha256.slice(0, 8)}…), and cannot be downloaded (). ` +
    "Synthetic digits take its place; restart the kernel to try again.",
  ]);
});

Deno.test({
  name: "loadMnist() without any permission says so in one line and gives synthetic digits",
  permissions: "none",
  async fn() {
    const lines: string[] = [];
    const { source } = await findDigits({
      ...defaultPlaces(),
      manifest: tinyMnist(["http://127.0.0.1:1/"]).manifest,
      say: (line) => lines.push(line),
    });
    assertEquals(source, "synthetic");
    assertEquals(lines.length, 1);
    assertTrue(
      lines[0].startsWith("loadMnist: data/cache/mnist/train-images-idx3-ubyte.gz cannot"),
    );
  },
});

Deno.test("loadMnist() ends at Stop instead of giving synthetic digits", async () => {
  await using server = mirror(() => {
    setTimeout(requestStop, 50);
    return stalledAfter(Uint8Array.of(1));
  });
  const { manifest } = tinyMnist([server.url]);
  using places = testPlaces({ manifest, signal: stopSignal() });
  await assertRejectsWith(
    () => findDigits(places),
    Stopped,
    "stopped downloading train-images-idx3-ubyte.gz; the next call goes on from there",
  );
  assertEquals(places.lines, []);
});

goldenTest("loadMnist() finds the real digits in the reader's folder", async (folder) => {
  using places = testPlaces({ folder, manifest: defaultPlaces().manifest });
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
