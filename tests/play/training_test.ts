// The training of figures, without a worker.

import { pace, recorded, setupOf } from "../../lib/play/figures/overfitting.tsx";
import { pointsOf } from "../../lib/play/figures/train_here.tsx";
import { Training, type TrainingSetup } from "../../lib/play/training.ts";
import { assertEquals, assertTrue } from "../assert.ts";

const setup: TrainingSetup = {
  net: ["TwoLayerNet", { hiddenSize: 20, seed: 0 }],
  samples: 200,
  accuracyEvery: 5,
};
const ask = { run: 3, setup, lr: 0.5, batchSize: 50, milliseconds: Infinity };

Deno.test("Training.go() does so many steps, looks at the accuracies now and then, and goes on", () => {
  const training = new Training(setup);
  const first = training.go({ ...ask, steps: 12 });
  assertEquals([first.run, first.losses.length], [3, 12]);
  assertEquals(first.accuracies.map(({ step }) => step), [0, 5, 10]);
  assertEquals(first.weights!.length, 784 * 20);
  const second = training.go({ ...ask, steps: 2 });
  assertEquals(second.accuracies, []);
  assertEquals(second.weights, undefined);
  const third = training.go({ ...ask, steps: 86 });
  assertEquals(third.accuracies.at(-1)!.step, 100);
  assertTrue(third.accuracies.at(-1)!.train > 0.9, "it learns");
});

Deno.test("Training.go() in pieces gives what it gives in one", () => {
  const [whole, pieces] = [new Training(setup), new Training(setup)];
  const { losses } = whole.go({ ...ask, steps: 6 });
  assertEquals([1, 2, 3].flatMap((steps) => pieces.go({ ...ask, steps }).losses), losses);
});

Deno.test("Training.go() makes no updates after the last one of the setup", () => {
  const training = new Training({ ...setup, end: 5 });
  assertEquals([3, 3, 3].map((steps) => training.go({ ...ask, steps }).losses.length), [3, 2, 0]);
});

Deno.test("Training.go() ends when its time is over, or the loss is no longer a number", () => {
  assertEquals(new Training(setup).go({ ...ask, steps: Infinity, milliseconds: 0 }).losses, []);
  const training = new Training(setup);
  const { losses } = training.go({ ...ask, lr: 1e30, steps: 50 });
  assertTrue(losses.length < 50 && Number.isNaN(losses.at(-1)), String(losses));
  assertEquals(training.go({ ...ask, steps: 50 }).losses, []);
});

Deno.test("pointsOf() draws at most 200 means", () => {
  assertEquals(pointsOf([1, 2, 3], 200), [[0.5, 1], [1.5, 2], [2.5, 3]]);
  assertEquals(pointsOf([1, 2, 3], 400), [[1, 1.5]]);
});

Deno.test("Training.go() gives what the figure of overfitting has drawn before a reader trains", () => {
  const training = new Training(setupOf(100, 0, 0));
  const whole = { ...pace, run: 0, setup, steps: Infinity, milliseconds: Infinity };
  const { accuracies } = training.go(whole);
  const percent = (of: "train" | "test") => accuracies.map((point) => Math.round(100 * point[of]));
  assertEquals({ train: percent("train"), test: percent("test") }, recorded);
});
