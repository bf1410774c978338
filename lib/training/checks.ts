// What a Trainer checks before it begins.

import { describe, numberOr } from "../errors/describe.ts";
import { checkOptions } from "../errors/options.ts";
import { Optimizer } from "../optimizers/optimizer.ts";
import { checkRows } from "../tensor/arguments.ts";
import { Random } from "../tensor/random.ts";
import { checkIntegers } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Trainable, TrainerOptions, TrainingData } from "./types.ts";

/** Throws for a network, data or an option that do not fit. */
export function checkTrainer(net: Trainable, data: TrainingData, options: TrainerOptions): void {
  checkOptions("Trainer", options, [
    "epochs",
    "steps",
    "batchSize",
    "optimizer",
    "evaluateSamples",
    "rng",
    "seed",
    "augment",
    "label",
  ]);
  const { epochs = 20, batchSize = 100, optimizer, evaluateSamples, rng, seed, augment } = options;
  checkNet(net);
  checkData(data);
  warnOfPixels(data.xTrain.slice([0, 100]));
  if (rng !== undefined && !(rng instanceof Random)) {
    throw new TypeError("Trainer: rng needs to be made by random(seed)");
  }
  if (rng !== undefined && seed !== undefined) {
    throw new TypeError("Trainer: takes rng or seed, not both");
  }
  if (optimizer !== undefined && !(optimizer instanceof Optimizer)) {
    throw new TypeError(
      `Trainer: optimizer needs to be one such as new SGD({ lr: 0.01 }), got ${
        describe(optimizer)
      }`,
    );
  }
  if (!(Number.isFinite(epochs) && epochs > 0)) {
    throw new RangeError(
      `Trainer: epochs needs to be a positive number, got ${numberOr(epochs)}`,
    );
  }
  checkIntegers("Trainer", { batchSize }, 1);
  if (augment !== undefined && typeof augment !== "function") {
    throw new TypeError(
      `Trainer: augment needs to be a function such as (x, rng) => augment(x, rng), got ${
        describe(augment)
      }`,
    );
  }
  if (evaluateSamples !== undefined) checkIntegers("Trainer", { evaluateSamples }, 1);
}

function checkNet(net: Trainable): void {
  if (typeof net?.gradient !== "function") {
    throw new TypeError(
      `Trainer: net needs to be a network, such as new TwoLayerNet({ … }), got ${describe(net)}`,
    );
  }
  for (const method of ["loss", "accuracy"] as const) {
    if (typeof net[method] !== "function") {
      throw new TypeError(`Trainer: net needs ${method}(x, t), got ${describe(net[method])}`);
    }
  }
  if (typeof net.params !== "object" || net.params === null) {
    throw new TypeError(
      `Trainer: net needs params, tensors by name, got ${describe(net.params)}`,
    );
  }
}

function checkData(data: TrainingData): void {
  if (typeof data !== "object" || data === null) {
    throw new TypeError(
      `Trainer: data needs xTrain, tTrain, xTest and tTest, as loadMnist gives, got ${
        describe(data)
      }`,
    );
  }
  const { xTrain, tTrain, xTest, tTest } = data;
  checkRows("Trainer", { xTrain, tTrain });
  checkRows("Trainer", { xTest, tTest });
  for (const [name, x] of Object.entries({ xTrain, xTest })) {
    if (x.shape[0] === 0) throw new RangeError(`Trainer: ${name} has no samples`);
  }
}

/** Pixels from 0 to 255 are allowed, but a network hardly learns from them, and nothing else would tell why. */
function warnOfPixels(x: Tensor): void {
  const largest = x.size === 0 ? 0 : x.max();
  if (largest > 10) {
    console.warn(
      `Trainer: xTrain goes up to ${largest}, but networks learn from numbers about 0 to 1; ` +
        `write x.div(255) for pixels`,
    );
  }
}
