import { crc32, gzipSync } from "node:zlib";
import { join } from "node:path";
import { assertEquals, assertRejectsWith } from "../assert.ts";
import { loadIdx, loadMnist } from "../../lib/mod.ts";
import { findDigits, fromBytes } from "../../lib/datasets/mnist.ts";
import { temporaryPath } from "../io/temporary_path.ts";
import { known, mirror, partOf, sha256, testManifest, testPlaces } from "./places.ts";

/** An idx file of elements with this type, big-endian. */
function idx(type: number, shape: number[], data: number[]): Uint8Array<ArrayBuffer> {
  const lengths = shape.flatMap((n) => [n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]);
  return Uint8Array.from([0, 0, type, shape.length, ...lengths, ...data]);
}

const gz = (bytes: Uint8Array) => Uint8Array.from(gzipSync(bytes));
const steps = Array.from({ length: 784 }, (_, i) => i % 251);

/** A collection of one image to train with and one to test with. */
const tiny = (trainLabel: number, testLabel: number) => ({
  "train-images-idx3-ubyte.gz": gz(idx(8, [1, 28, 28], steps)),
  "train-labels-idx1-ubyte.gz": gz(idx(8, [1], [trainLabel])),
  "t10k-images-idx3-ubyte.gz": gz(idx(8, [1, 28, 28], steps)),
  "t10k-labels-idx1-ubyte.gz": gz(idx(8, [1], [testLabel])),
});

/** A manifest in which files are known by their bytes as they come. */
function manifestOf(contents: Record<string, Uint8Array>, mirrors: string[]) {
  const manifest = testManifest({}, mirrors);
  for (const [name, bytes] of Object.entries(contents)) {
    manifest.mnist.files[name] = { ...known(bytes), isPacked: true };
  }
  return manifest;
}

Deno.test("loadMnist({ name }) downloads another collection, checks it as it comes, and names its classes", async () => {
  const files: Record<string, Uint8Array<ArrayBuffer>> = tiny(9, 0);
  await using server = mirror((path, start) => partOf(files[path.slice(1)], start));
  using places = testPlaces({ manifest: manifestOf(files, [server.url]) });
  const fashion = fromBytes(await findDigits(places, "fashion"), { oneHotLabel: true });
  assertEquals(fashion.source, "fashion");
  assertEquals(fashion.classes[fashion.tTrain.argmax(1).at(0)], "Ankle boot");
  assertEquals(fashion.tTest.shape, [1, 10]);
  assertEquals(fashion.xTrain.at(0, 30), Math.fround(30 / 255));
  assertEquals(server.requests.length, 4);
  await findDigits(places, "fashion"); // from the cache
  assertEquals(server.requests.length, 4);
  assertEquals(
    Deno.readFileSync(join(places.cache, "fashion", "train-labels-idx1-ubyte.gz")),
    files["train-labels-idx1-ubyte.gz"],
  );
  assertEquals((await findDigits(places, "kmnist")).source, "kmnist");
});

Deno.test("loadMnist({ name }) refuses other bytes, and nothing takes the place of the collection", async () => {
  const files: Record<string, Uint8Array<ArrayBuffer>> = tiny(9, 0);
  const manifest = manifestOf(files, []);
  const other = gz(idx(8, [1, 28, 28], steps.toReversed()));
  await using server = mirror(() => partOf(other, 0));
  const { host } = new URL(server.url);
  using places = testPlaces({ manifest: manifestOf(files, [server.url]) });
  const name = "train-images-idx3-ubyte.gz";
  const [got, wanted] = [sha256(other), manifest.mnist.files[name].sha256].map((sum) =>
    sum.slice(0, 8)
  );
  await assertRejectsWith(
    () => findDigits(places, "kmnist"),
    Error,
    `loadMnist: kmnist: ${name} is neither in ${join(places.cache, "kmnist")} nor in ` +
      `DLFS_DATA_DIR, and cannot be downloaded (${host}: SHA-256 ${got}… instead of ${wanted}…)`,
  );
  assertEquals(places.lines, []);
});

/** A zip of files that are kept as they are. */
function zip(files: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const u16 = (n: number) => [n & 255, n >>> 8];
  const u32 = (n: number) => [...u16(n & 0xffff), ...u16(n >>> 16)];
  const whole: number[] = [];
  const list: number[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const path = [...new TextEncoder().encode(name)];
    const about = [
      ...[...u16(20), ...u16(0), ...u16(0), ...u32(0), ...u32(crc32(bytes))],
      ...[...u32(bytes.length), ...u32(bytes.length), ...u16(path.length), ...u16(0)],
    ];
    list.push(
      ...[0x50, 0x4b, 1, 2, ...u16(20), ...about],
      ...[...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(whole.length), ...path],
    );
    whole.push(0x50, 0x4b, 3, 4, ...about, ...path, ...bytes);
  }
  const count = u16(Object.keys(files).length);
  return Uint8Array.from([
    ...[...whole, ...list, 0x50, 0x4b, 5, 6, 0, 0, 0, 0],
    ...[...count, ...count, ...u32(list.length), ...u32(whole.length), 0, 0],
  ]);
}

Deno.test("loadMnist({ name: emnist-letters }) puts letters upright, and counts them from 0", async () => {
  const packed = zip({
    "gzip/emnist-digits-train-images-idx3-ubyte.gz": new Uint8Array(5),
    ...Object.fromEntries(
      Object.entries(tiny(1, 26)).map(([name, bytes]) => [
        `gzip/emnist-letters-${name.replace("t10k", "test")}`,
        bytes,
      ]),
    ),
  });
  await using server = mirror((_, start) => partOf(packed, start));
  using places = testPlaces({ manifest: manifestOf({ "gzip.zip": packed }, [server.url]) });
  const letters = fromBytes(
    await findDigits(places, "emnist-letters"),
    { normalize: false, flatten: false },
  );
  assertEquals([letters.tTrain.at(0), letters.tTest.at(0)], [0, 25]);
  assertEquals(letters.classes[25], "Z");
  assertEquals(letters.xTest.at(0, 0, 3, 5), steps[5 * 28 + 3]);
  assertEquals(server.requests, ["/gzip.zip"]);
  await assertRejectsWith(
    () => findDigits(places, "emnist-balanced"),
    Error,
    "loadMnist: emnist-balanced: gzip.zip has no gzip/emnist-balanced-train-images-idx3-ubyte.gz",
  );
});

Deno.test("loadMnist() refuses a name that it does not know", () =>
  assertRejectsWith(
    () => loadMnist({ name: "cifar" as never }),
    RangeError,
    'loadMnist: name "cifar" is none of "mnist", "fashion", "kmnist", "emnist-digits", ' +
      '"emnist-letters", "emnist-balanced"',
  ));

Deno.test("loadIdx() reads each type of number, packed or not, from a file or bytes", async () => {
  using place = temporaryPath("images.gz");
  Deno.writeFileSync(place.path, gz(idx(8, [2, 1, 2], [0, 1, 254, 255])));
  const images = await loadIdx(place.path);
  assertEquals([images.dtype, images.toArray()], ["int32", [[[0, 1]], [[254, 255]]]]);

  const cases: [type: number, data: number[], dtype: string, value: number][] = [
    [0x08, [200], "int32", 200],
    [0x09, [200], "int32", -56],
    [0x0b, [0xff, 0xfe], "int32", -2],
    [0x0c, [0x80, 0, 0, 0], "int32", -(2 ** 31)],
    [0x0d, [0x3f, 0x80, 0, 0], "float32", 1],
    [0x0e, [0xc0, 0, 0, 0, 0, 0, 0, 0], "float64", -2],
  ];
  for (const [type, data, dtype, value] of cases) {
    const x = await loadIdx(idx(type, [1], data));
    assertEquals([x.dtype, x.toArray()], [dtype, [value]]);
  }
});

Deno.test("loadIdx() says where a file is wrong", async () => {
  using place = temporaryPath("labels");
  Deno.writeFileSync(place.path, idx(0x0c, [2], [0, 0, 0, 1]));
  await assertRejectsWith(
    () => loadIdx(place.path),
    SyntaxError,
    "loadIdx: labels, byte 12: the file ends here, but shape (2,) needs 16 bytes",
  );
  await assertRejectsWith(
    () => loadIdx(gz(idx(8, [1], [1])).subarray(0, 20)),
    SyntaxError,
    "loadIdx: the bytes: the gzip of 20 bytes is broken or cut short",
  );
});
