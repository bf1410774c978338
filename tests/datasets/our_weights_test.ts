// The weights that we trained ourselves, data/weights/: what their files and README.md promise, they do.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertClose, assertEquals, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { loadSafetensors, loadSafetensorsMetadata, type Network } from "../../lib/mod.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { defaultPlaces } from "../../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../../lib/datasets/mnist.ts";
import { testPlaces } from "./places.ts";
import { recipes } from "../../tools/train/recipes.ts";
import type { EpochNote } from "../../tools/train/train.ts";

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

for (const [name, recipe] of Object.entries(recipes)) {
  const file = join(folder, `${name}.safetensors`);

  goldenTest(`${name}.safetensors reads MNIST as well as its notes say`, async (dataFolder) => {
    using places = testPlaces({ folder: dataFolder, manifest: defaultPlaces().manifest });
    const { xTest, tTest } = fromBytes(await findDigits(places), { flatten: recipe.flatten });
    const accuracy = (await networkOf(name)).accuracy(xTest, tTest);
    const { accuracy: noted } = await loadSafetensorsMetadata(file);
    // another machine may round differently, and so read an image on the border differently
    assertClose(accuracy, Number(noted), { rtol: 0, atol: 2.5e-4, what: "accuracy" });
    assertTrue(accuracy >= recipe.accuracy, `${accuracy} of ${recipe.accuracy}`);
  });

  Deno.test(`${name}.safetensors reads synthetic digits`, async () => {
    const digits = syntheticDigits(2000, 2);
    const bytes = { train: digits, test: digits, source: "synthetic" } as const;
    const { xTest, tTest } = fromBytes(bytes, { flatten: recipe.flatten });
    const accuracy = (await networkOf(name)).accuracy(xTest, tTest);
    console.log(`${name}: accuracy ${accuracy} on synthetic digits`);
    assertTrue(accuracy >= 0.95, `${accuracy}`);
  });
}

/** The network of a recipe with its committed weights. */
async function networkOf(name: string): Promise<Network> {
  const net = recipes[name].make(recipes[name]);
  net.loadParams(await loadSafetensors(join(folder, `${name}.safetensors`)));
  return net;
}

Deno.test("deep_conv_net.safetensors notes all epochs of its training, which end with its accuracy", async () => {
  const notes = await loadSafetensorsMetadata(join(folder, "deep_conv_net.safetensors"));
  const history: EpochNote[] = JSON.parse(notes.history);
  const count = Number(notes.epochs);
  assertEquals(history.map(({ epoch }) => epoch), Array.from({ length: count }, (_, i) => i + 1));
  assertEquals(history.at(-1)!.test, Number(notes.accuracy));
  assertTrue(history.at(-1)!.loss < history[0].loss, notes.history);
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
