// Same seed, same numbers: training in float64 from random(0) gives the losses of the book's Python after
// np.random.seed(0), step by step. The slowest file of the tests; it says how long each run takes.

import { assertClose, assertEquals } from "./assert.ts";
import { goldenTest, goldenTraining } from "./golden.ts";
import { type Mnist, SGD, Trainer, TwoLayerNet } from "../lib/mod.ts";
import { defaultPlaces } from "../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../lib/datasets/mnist.ts";

const float64 = { dtype: "float64", seed: 0 } as const;

/** The digits of the folder that the golden numbers are in. */
async function mnist(folder: string): Promise<Mnist> {
  return fromBytes(await findDigits({ ...defaultPlaces(), folder }), { dtype: "float64" });
}

goldenTest("chapter 5: 10,000 steps and 17 accuracies are those of NumPy", async (folder) => {
  const golden = goldenTraining(folder)["ch05 train_neuralnet"];
  const data = await mnist(folder);
  const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, ...float64 });
  const trainer = new Trainer(net, data, { steps: 10000, optimizer: new SGD({ lr: 0.1 }) });
  const { losses, accuracies } = await trainer.train();
  const limits = { rtol: 0, atol: 1e-9 };
  assertClose(losses.slice(0, 200), golden.losses_first_200, limits);
  assertClose(losses.filter((_, i) => i % 100 === 0), golden.losses_every_100, limits);
  assertEquals(
    accuracies.map(({ step, train, test }) => [step, train, test]),
    golden["accuracies [step, train, test]"],
  );
  assertEquals(net.accuracy(data.xTest, data.tTest), golden.final_test_accuracy);
});
