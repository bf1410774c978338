import { join } from "node:path";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { loadBookWeights, type Tensor } from "../../lib/mod.ts";
import { findBookWeights } from "../../lib/datasets/book_weights.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { defaultPlaces } from "../../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../../lib/datasets/mnist.ts";
import { testManifest, testPlaces } from "./places.ts";
import { correctInBatches, predict } from "./three_layer_net.ts";

/** The book's weights from the data folder. */
async function sampleWeight(folder: string): Promise<Record<string, Tensor>> {
  using places = testPlaces({ folder, manifest: defaultPlaces().manifest });
  return (await findBookWeights("sample_weight", places))!;
}

goldenTest(
  "the book's three-layer network reads 9,352 of 10,000 images, singly and in batches, in float32 and float64",
  async (folder) => {
    using places = testPlaces({ folder, manifest: defaultPlaces().manifest });
    const digits = await findDigits(places);
    const weights = await sampleWeight(folder);
    for (const dtype of ["float32", "float64"] as const) {
      const { xTest, tTest } = fromBytes(digits, { dtype });
      const params = Object.fromEntries(
        Object.entries(weights).map(([key, x]) => [key, x.astype(dtype)]),
      );
      assertEquals(correctInBatches(params, xTest, tTest), 9352);
      let correct = 0;
      for (let i = 0; i < 10000; i++) {
        if (predict(params, xTest.slice(i)).argmax() === tTest.at(i)) correct++;
      }
      assertEquals(correct, 9352);
    }
  },
);

goldenTest(
  "the book's three-layer network reads synthetic digits as well as MNIST",
  async (folder) => {
    const digits = syntheticDigits(10000, 2);
    const { xTest, tTest } = fromBytes({ train: digits, test: digits, source: "synthetic" }, {});
    const accuracy = correctInBatches(await sampleWeight(folder), xTest, tTest) / 10000;
    console.log(`accuracy on synthetic digits: ${accuracy}`);
    // 0.9452, 0.9472 and 0.9458 with the seeds 1, 2 and 3
    assertTrue(accuracy > 0.94);
  },
);

goldenTest("findBookWeights() gives every file of the book", async (folder) => {
  using places = testPlaces({ folder, manifest: defaultPlaces().manifest });
  const names = ["simple_convnet_params_2016", "deep_convnet_params_2016", "deep_convnet_params"];
  for (const name of names) {
    const params = await findBookWeights(name as "deep_convnet_params", places);
    assertEquals(params!.W1.dtype, "float64");
  }
  assertEquals(places.lines, []);
});

Deno.test("findBookWeights() without the file says so in one line and gives undefined", async () => {
  using places = testPlaces({ manifest: testManifest({ "sample_weight.pkl": Uint8Array.of(1) }) });
  assertEquals(await findBookWeights("sample_weight", places), undefined);
  assertEquals(places.lines, [
    `loadBookWeights: sample_weight.pkl is neither in ${join(places.cache, "book")} nor in ` +
    "DLFS_DATA_DIR, and cannot be downloaded (); restart the kernel to try again.",
  ]);
});

Deno.test("loadBookWeights() knows the names of the files", async () => {
  await assertRejectsWith(
    () => loadBookWeights("params" as "sample_weight"),
    RangeError,
    'loadBookWeights: "params" is none of "sample_weight", "simple_convnet_params_2016", ' +
      '"deep_convnet_params_2016", "deep_convnet_params"',
  );
});
