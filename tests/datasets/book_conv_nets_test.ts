// The book's convolutional networks of chapters 7 and 8 read all 10,000 test images as its Python does.

import { assertEquals } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import { DeepConvNet, type Network, SimpleConvNet, Tensor, useBackend } from "../../lib/mod.ts";
import { type BookWeights, findBookWeights } from "../../lib/datasets/book_weights.ts";
import { defaultPlaces } from "../../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../../lib/datasets/mnist.ts";
import { testPlaces } from "./places.ts";

useBackend("wasm"); // the plain loops would take minutes

type Weights = Record<string, Tensor>;

async function fromBook(folder: string, name: BookWeights): Promise<Weights> {
  using places = testPlaces({ folder, manifest: defaultPlaces().manifest });
  return (await findBookWeights(name, places))!;
}

/** The test images in a dtype, and their labels. */
async function testDigits(folder: string, dtype: "float32" | "float64") {
  using places = testPlaces({ folder, manifest: defaultPlaces().manifest });
  const { xTest, tTest } = fromBytes(await findDigits(places), { flatten: false, dtype });
  return { x: xTest, t: tTest };
}

/** `445:60` for each image, here number 445, that is misread: what it is, and what the network reads. */
function misread(net: Network, { x, t }: { x: Tensor; t: Tensor }): string[] {
  const wrong: string[] = [];
  for (let start = 0; start < x.shape[0]; start += 100) {
    const answers = net.predict(x.slice([start, start + 100])).argmax(1);
    answers.data.forEach((read, i) => {
      const is = t.at(start + i);
      if (read !== is) wrong.push(`${start + i}:${is}${read}`);
    });
  }
  return wrong;
}

/** Each number rounded to float16. */
function halved(x: Tensor): Tensor {
  return new Tensor(x.data.map(Math.f16round), x.shape);
}

const first20 = {
  deep_convnet_params_2016:
    "445:60 449:35 450:35 582:83 726:73 900:13 947:89 1014:60 1182:65 1226:72 1232:94 1260:71 " +
    "1393:53 1527:13 1621:06 1901:94 2070:79 2118:60 2129:98 2130:49",
  deep_convnet_params:
    "78:98 151:98 241:98 259:60 290:85 320:98 321:27 445:60 497:41 571:49 578:32 582:82 591:82 " +
    "619:18 628:39 684:72 716:17 720:58 740:49 881:49",
};
const misreadInPython = {
  deep_convnet_params_2016: { float64: 65, float16: 65 },
  deep_convnet_params: { float64: 203, float16: 202 },
};

for (const name of ["deep_convnet_params_2016", "deep_convnet_params"] as const) {
  for (const dtype of ["float32", "float64"] as const) {
    goldenTest(
      `DeepConvNet with ${name} misreads in ${dtype} the images that the book's Python does`,
      async (folder) => {
        const net = new DeepConvNet({ dtype });
        net.loadParams(await fromBook(folder, name));
        const wrong = misread(net, await testDigits(folder, dtype));
        assertEquals(wrong.length, misreadInPython[name].float64);
        assertEquals(wrong.slice(0, 20).join(" "), first20[name]);
      },
    );
  }

  goldenTest(`DeepConvNet with ${name}, all rounded to float16, is as accurate`, async (folder) => {
    const weights = Object.entries(await fromBook(folder, name));
    const net = new DeepConvNet();
    net.loadParams(Object.fromEntries(weights.map(([key, x]) => [key, halved(x)])));
    const { x, t } = await testDigits(folder, "float32");
    assertEquals(misread(net, { x: halved(x), t }).length, misreadInPython[name].float16);
  });
}

for (const dtype of ["float32", "float64"] as const) {
  goldenTest(
    `SimpleConvNet with simple_convnet_params_2016 reads 9,890 images in ${dtype}`,
    async (folder) => {
      const net = new SimpleConvNet({ dtype });
      net.loadParams(await fromBook(folder, "simple_convnet_params_2016"));
      assertEquals(misread(net, await testDigits(folder, dtype)).length, 110);
    },
  );
}
