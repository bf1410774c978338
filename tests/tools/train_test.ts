import { join } from "node:path";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { loadSafetensors, loadSafetensorsMetadata, TwoLayerNet } from "../../lib/mod.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { fromBytes } from "../../lib/datasets/mnist.ts";
import { drawProgressWith, requestStop, Stopped } from "../../lib/host/progress.ts";
import type { Recipe } from "../../tools/train/recipes.ts";
import { type EpochNote, trainWeights } from "../../tools/train/train.ts";

const data = fromBytes({
  train: syntheticDigits(500, 1),
  test: syntheticDigits(100, 2),
  source: "synthetic",
}, {});

const recipe: Recipe = {
  network: "784-10-10",
  make: ({ seed }) => new TwoLayerNet({ inputSize: 784, hiddenSize: 10, outputSize: 10, seed }),
  seed: 1,
  epochs: 8,
  batchSize: 50,
  lr: 0.01,
  weightDecayLambda: 0,
  flatten: true,
  accuracy: 0.5,
};

/** Places for results in a fresh folder, and the lines said. */
function trainPlaces() {
  const root = Deno.makeTempDirSync();
  const lines: string[] = [];
  return {
    checkpoints: join(root, "checkpoints"),
    weights: join(root, "weights"),
    say: (line: string) => lines.push(line),
    lines,
    [Symbol.dispose]: () => Deno.removeSync(root, { recursive: true }),
  };
}

/** Stops training at a step, once. */
function stopAt(step: number): Disposable {
  let stopped = false;
  drawProgressWith(() => ({
    update(done) {
      if (done >= step && !stopped) requestStop();
      stopped ||= done >= step;
    },
    end() {},
  }));
  return { [Symbol.dispose]: () => drawProgressWith(() => ({ update() {}, end() {} })) };
}

Deno.test("trainWeights() writes weights with notes, and no checkpoint stays", async () => {
  using places = trainPlaces();
  const accuracy = await trainWeights("net", recipe, data, places);
  const file = join(places.weights, "net.safetensors");
  const { W1 } = await loadSafetensors(file);
  assertEquals(W1.shape, [784, 10]);
  const { history, ...notes } = await loadSafetensorsMetadata(file);
  assertEquals(notes, {
    network: "784-10-10",
    data: "MNIST, 60,000 images",
    optimizer: "Adam, learning rate 0.01 falling linearly to 0",
    epochs: "8",
    batchSize: "50",
    weightDecayLambda: "0",
    seed: "1",
    command: "deno task train net",
    accuracy: String(accuracy),
  });
  const epochs: EpochNote[] = JSON.parse(history);
  assertEquals(epochs.map(({ epoch }) => epoch), [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals(epochs.at(-1)!.test, accuracy);
  assertTrue(epochs[0].loss > epochs[7].loss, history);
  const said = epochs.slice(0, -1).map(({ epoch, train, test }) =>
    `net: epoch ${epoch + 1} begins with accuracy ${train.toFixed(4)} in training, ` +
    `${test.toFixed(4)} in the test`
  );
  assertEquals(places.lines.slice(1), said);
  assertTrue(accuracy >= 0.5);
  assertEquals(places.lines.length, 8);
  assertTrue(places.lines[0].startsWith("net: epoch 1 begins with accuracy 0."));
});

Deno.test("trainWeights() that is stopped goes on from its checkpoint, to the same weights", async () => {
  using places = trainPlaces();
  using other = trainPlaces();
  using _stop = stopAt(30);
  await assertRejectsWith(
    () => trainWeights("net", recipe, data, places),
    Stopped,
    "stopped at step 30; continue with trainer.train()",
  );
  await trainWeights("net", recipe, data, places);
  assertTrue(places.lines.includes("net: goes on at step 30 of 80"));
  await trainWeights("net", recipe, data, other);
  const bytes = ({ weights }: typeof places) => Deno.readFileSync(join(weights, "net.safetensors"));
  assertEquals(bytes(places), bytes(other));
  assertEquals([...Deno.readDirSync(places.checkpoints)], []);
});

Deno.test("trainWeights() begins anew when the recipe has changed", async () => {
  using places = trainPlaces();
  using _stop = stopAt(30);
  await assertRejectsWith(
    () => trainWeights("net", recipe, data, places),
    Stopped,
    "stopped at step 30; continue with trainer.train()",
  );
  await trainWeights("net", { ...recipe, epochs: 6 }, data, places);
  assertEquals(places.lines.filter((line) => line.includes("goes on")), []);
});

Deno.test("trainWeights() keeps nothing that is not good enough", async () => {
  using places = trainPlaces();
  const accuracy = await trainWeights("good", recipe, data, places);
  await assertRejectsWith(
    () => trainWeights("net", { ...recipe, accuracy: 1 }, data, places),
    Error,
    `net: accuracy ${accuracy} instead of 1 or more; nothing is kept`,
  );
  assertEquals([...Deno.readDirSync(places.weights)].map(({ name }) => name), ["good.safetensors"]);
});
