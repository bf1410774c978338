// Same seed, same numbers: training in float64 from random(0) gives the losses of the book's Python after
// np.random.seed(0), step by step. The slowest file of the tests; it says how long each run takes.

import { assertClose, assertEquals } from "./assert.ts";
import { goldenTest, goldenTraining } from "./golden.ts";
import {
  AdaGrad,
  Adam,
  DeepConvNet,
  type Mnist,
  Momentum,
  MultiLayerNet,
  MultiLayerNetExtend,
  type Network,
  type Optimizer,
  SGD,
  SimpleConvNet,
  type Tensor,
  Trainer,
  TwoLayerNet,
} from "../lib/mod.ts";
import { defaultPlaces } from "../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../lib/datasets/mnist.ts";

const float64 = { dtype: "float64", seed: 0 } as const;

/** The digits of the folder that the golden numbers are in. */
async function mnist(folder: string, flatten = true): Promise<Mnist> {
  const digits = await findDigits({ ...defaultPlaces(), folder });
  return fromBytes(digits, { dtype: "float64", flatten });
}

/** Draws a batch from the first `N` images and updates `net`, `steps` times; what `look` sees after each update. */
function train(
  net: Network,
  { xTrain, tTrain }: Mnist,
  optimizer: Optimizer,
  { N, batchSize, steps }: { N: number; batchSize: number; steps: number },
  look = (x: Tensor, t: Tensor) => net.loss(x, t),
): number[] {
  return Array.from({ length: steps }, () => {
    const batch = net.rng.choice(N, batchSize);
    const [x, t] = [xTrain.take(batch), tTrain.take(batch)];
    optimizer.update(net.params, net.gradient(x, t));
    return look(x, t);
  });
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

for (const Class of [SGD, Momentum, AdaGrad, Adam]) {
  goldenTest(`chapter 6: 2,000 losses of ${Class.name} are those of NumPy`, async (folder) => {
    const golden = goldenTraining(folder)["ch06 optimizer_compare_mnist"][Class.name];
    const hiddenSizeList = [100, 100, 100, 100];
    const net = new MultiLayerNet({ inputSize: 784, hiddenSizeList, outputSize: 10, ...float64 });
    const run = { N: 60000, batchSize: 128, steps: 2000 };
    const losses = train(net, await mnist(folder), new Class(), run);
    const limits = { rtol: 0, atol: 1e-8 };
    assertClose(losses.slice(0, 50), golden.losses_first_50, limits);
    assertClose(losses.filter((_, i) => i % 100 === 0), golden.losses_every_100, limits);
    const mean = losses.slice(-100).reduce((sum, loss) => sum + loss) / 100;
    assertClose(mean, golden.mean_of_last_100, limits);
  });
}

const extensions = {
  dropout: { useDropout: true, dropoutRatio: 0.2 },
  batchnorm: { useBatchnorm: true, weightInitStd: 0.05 },
  "weight decay": { weightDecayLambda: 0.1 },
};
for (const [name, options] of Object.entries(extensions)) {
  goldenTest(`chapter 6: 30 losses with ${name} are those of NumPy`, async (folder) => {
    const golden = goldenTraining(folder)[`ch06 ${name}`];
    const hiddenSizeList = [100, 100, 100, 100, 100, 100];
    const sizes = { inputSize: 784, hiddenSizeList, outputSize: 10 };
    const net = new MultiLayerNetExtend({ ...sizes, ...options, ...float64 });
    const run = { N: 300, batchSize: 100, steps: 30 };
    const losses = train(net, await mnist(folder), new SGD({ lr: 0.01 }), run);
    assertClose(losses, golden.losses, { rtol: 0, atol: 1e-8 });
  });
}

goldenTest("chapter 7: 60 losses of SimpleConvNet are those of NumPy", async (folder) => {
  const golden = goldenTraining(folder)["ch07 train_convnet"];
  const run = { N: 60000, batchSize: 100, steps: 60 };
  const losses = train(new SimpleConvNet(float64), await mnist(folder, false), new Adam(), run);
  assertClose(losses, golden.losses, { rtol: 0, atol: 1e-6 });
});

goldenTest("chapter 8: 10 steps of DeepConvNet are those of NumPy", async (folder) => {
  const golden = goldenTraining(folder)["ch08 train_deepnet"];
  const net = new DeepConvNet(float64);
  const run = { N: 60000, batchSize: 100, steps: 10 };
  const look = (x: Tensor) => net.predict(x).std();
  const spread = train(net, await mnist(folder, false), new Adam({ lr: 0.001 }), run, look);
  assertClose(spread, golden.std_of_predict, { rtol: 0, atol: 1e-6 });
});
