// The weights that we trained ourselves, data/weights/: what their files and README.md promise, they do.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertEquals, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { loadSafetensors, loadSafetensorsMetadata } from "../../lib/mod.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { defaultPlaces } from "../../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../../lib/datasets/mnist.ts";
import { testPlaces } from "./places.ts";
import { correctInBatches } from "./three_layer_net.ts";

const folder = fileURLToPath(new URL("../../data/weights/", import.meta.url));
const threeLayerNet = join(folder, "three_layer_net.safetensors");

Deno.test("three_layer_net.safetensors has the parameters of the book's network", async () => {
  const params = await loadSafetensors(threeLayerNet);
  assertEquals(
    Object.fromEntries(Object.entries(params).map(([key, x]) => [key, [x.dtype, ...x.shape]])),
    {
      W1: ["float32", 784, 50],
      W2: ["float32", 50, 100],
      W3: ["float32", 100, 10],
      b1: ["float32", 50],
      b2: ["float32", 100],
      b3: ["float32", 10],
    },
  );
});

goldenTest(
  "three_layer_net.safetensors reads MNIST as well as its notes say",
  async (dataFolder) => {
    using places = testPlaces({ folder: dataFolder, manifest: defaultPlaces().manifest });
    const { xTest, tTest } = fromBytes(await findDigits(places), {});
    const correct = correctInBatches(await loadSafetensors(threeLayerNet), xTest, tTest);
    const { accuracy } = await loadSafetensorsMetadata(threeLayerNet);
    // Another machine's exp may differ in the last bit, and with it an image on the border
    assertTrue(Math.abs(correct - 10000 * Number(accuracy)) <= 2, `${correct} of 10,000 images`);
    assertTrue(correct >= 9700);
  },
);

Deno.test("three_layer_net.safetensors reads synthetic digits", async () => {
  const digits = syntheticDigits(10000, 2);
  const { xTest, tTest } = fromBytes({ train: digits, test: digits, source: "synthetic" }, {});
  const correct = correctInBatches(await loadSafetensors(threeLayerNet), xTest, tTest);
  console.log(`accuracy on synthetic digits: ${correct / 10000}`);
  assertTrue(correct > 9700);
});

Deno.test("README.md of the weights has the accuracy and the command of every file", async () => {
  const readme = Deno.readTextFileSync(join(folder, "README.md"));
  const files = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".safetensors"));
  assertTrue(files.length > 0);
  for (const { name } of files) {
    const { accuracy, command } = await loadSafetensorsMetadata(join(folder, name));
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${name}\` `)) ?? "";
    assertTrue(row.includes(`| ${Number(accuracy).toFixed(4)} `), `${name}: ${accuracy}`);
    assertTrue(row.includes(`\`${command}\``), `${name}: ${command}`);
  }
});
