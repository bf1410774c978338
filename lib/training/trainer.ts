// The training loop of the book: draw a mini-batch, follow the gradient, and look at the accuracy once an epoch.

import { checkTrainer } from "./checks.ts";
import { checkCheckpoint, copyNumbers, numbersOf } from "./checkpoint.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { SGD } from "../optimizers/optimizers.ts";
import { needsAwait } from "../errors/needs_await.ts";
import { progressBar, Stopped, stopSignal, yieldToEventLoop } from "../host/progress.ts";
import { type Random, random } from "../tensor/random.ts";
import { checkIntegers } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type {
  Checkpoint,
  History,
  Trainable,
  TrainerOptions,
  TrainingData,
  TrainingStep,
} from "./types.ts";

const inspect = Symbol.for("Deno.customInspect");

/** Images that are evaluated between two looks at what the reader does. */
const SLICE = 1000;

/**
 * Trains a network. `await trainer.train()` trains to the end; `for await (const step of trainer)` lets you watch,
 * draw and leave. Both go on where training stands, after Stop too.
 *
 * A mini-batch is drawn with replacement. Its loss is computed after the update, by a second forward, as in the book.
 *
 * @example
 * ```ts
 * import { Adam, random, Trainer, TwoLayerNet } from "../mod.ts";
 * const x = random(1).normal([200, 4]); // the answer is the place of the largest of 4 numbers
 * const data = { xTrain: x, tTrain: x.argmax(1), xTest: x, tTest: x.argmax(1) };
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 20, outputSize: 4 });
 * const trainer = new Trainer(net, data, { epochs: 200, optimizer: new Adam({ lr: 0.01 }) });
 * for await (const { step, loss } of trainer) if (step % 100 === 0) console.log(step, loss);
 * net.accuracy(x, x.argmax(1)) > 0.9; // true
 * ```
 * @see §5.7.4, §6.1.8
 */
export class Trainer implements AsyncIterable<TrainingStep> {
  /** what is trained */
  readonly net: Trainable;
  /** what updates its parameters */
  readonly optimizer: Optimizer;
  /** how many updates there are in all */
  readonly steps: number;
  /** samples in a mini-batch */
  readonly batchSize: number;
  /** losses and accuracies so far */
  readonly history: History = { losses: [], accuracies: [] };
  readonly #data: TrainingData;
  readonly #evaluated: TrainingData;
  readonly #rng: Random;
  readonly #stepsPerEpoch: number;
  readonly #label: string | null;
  readonly #augment: TrainerOptions["augment"];

  /**
   * Gets everything ready; nothing is drawn yet.
   *
   * @throws TypeError for data or an optimizer that do not fit; RangeError for a number out of range
   */
  constructor(net: Trainable, data: TrainingData, options: TrainerOptions = {}) {
    checkTrainer(net, data, options);
    const { epochs = 20, batchSize = 100, optimizer = new SGD(), evaluateSamples, rng, seed } =
      options;
    this.#stepsPerEpoch = Math.max(data.xTrain.shape[0] / batchSize, 1);
    this.steps = options.steps ?? Math.floor(epochs * this.#stepsPerEpoch);
    checkIntegers("Trainer", { steps: this.steps }, 1);

    this.#label = options.label === undefined ? "training" : options.label;
    this.#augment = options.augment;
    this.net = net;
    this.optimizer = optimizer;
    this.batchSize = batchSize;
    this.#data = data;
    this.#evaluated = evaluateSamples === undefined ? data : firstOf(data, evaluateSamples);
    Object.defineProperty(this.history, inspect, { value: () => this.toString() });
    this.#rng = rng ?? (seed === undefined ? net.rng : undefined) ?? random(seed ?? 0);
  }

  /**
   * How far it is: `step 601 of 12,000, loss 0.2310, accuracy 0.9051 in training and 0.9069 in the test`; between two
   * epochs also of which step the accuracies are.
   */
  toString(): string {
    const { losses, accuracies } = this.history;
    const parts = [
      `step ${this.step.toLocaleString("en")} of ${this.steps.toLocaleString("en")}`,
      ...losses.slice(-1).map((loss) => `loss ${loss.toFixed(4)}`),
      ...accuracies.slice(-1).map(({ step, train, test }) =>
        `accuracy ${train.toFixed(4)} in training and ${test.toFixed(4)} in the test` +
        (step + 1 < this.step ? `, both of step ${(step + 1).toLocaleString("en")}` : "")
      ),
    ];
    return parts.join(", ");
  }

  /** What a cell shows of a trainer, and of its history. */
  [inspect](): string {
    return this.toString();
  }

  /** How many updates are done. */
  get step(): number {
    return this.history.losses.length;
  }

  /**
   * Trains until all steps are done.
   *
   * @throws Stopped at Stop: `stopped at step 280; continue with trainer.train()`
   * @throws Error when the loss is no longer a number
   */
  train(): Promise<History> {
    return needsAwait("Trainer.train", this.#toTheEnd(), ["losses", "accuracies"]);
  }

  async #toTheEnd(): Promise<History> {
    for await (const _ of this);
    return this.history;
  }

  /** A loop without await ends here. */
  [Symbol.iterator](): never {
    throw new TypeError("Trainer: its steps come later; write for await (const step of trainer)");
  }

  /** The steps that are still to be done, one after the other. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TrainingStep> {
    const signal = stopSignal();
    const bar = this.#label === null ? undefined : progressBar(this.#label, this.steps);
    let note = "";
    try {
      while (this.step < this.steps) {
        await yieldToEventLoop();
        if (signal.aborted) {
          throw new Stopped(`stopped at step ${this.step}; continue with trainer.train()`);
        }
        const done = this.#update();
        if (this.#startsEpoch(done.step)) {
          const { xTrain, tTrain, xTest, tTest } = this.#evaluated;
          const train = await this.#accuracy(xTrain, tTrain);
          const test = await this.#accuracy(xTest, tTest);
          done.accuracies = { step: done.step, epoch: done.epoch, train, test };
          this.history.accuracies.push(done.accuracies);
        }
        note = `loss ${done.loss.toFixed(4)}`;
        bar?.update(this.step, note);
        yield done;
      }
    } finally {
      bar?.end(this.step, note);
    }
  }

  /** All that the rest of the training depends on, as plain JSON: parameters, optimizer, generators, history. */
  checkpoint(): Checkpoint {
    return {
      params: numbersOf(this.net.params),
      statistics: numbersOf(this.net.statistics ?? {}),
      optimizer: this.optimizer.state,
      random: { net: this.net.rng?.state ?? null, batches: this.#rng.state },
      history: structuredClone(this.history),
    };
  }

  /**
   * Goes on from a checkpoint, of this trainer or of one made alike, as if nothing had come between.
   *
   * @throws TypeError for a checkpoint of another network or optimizer, or a value that is none; nothing is changed
   *   then
   */
  restore(checkpoint: Checkpoint): void {
    const { net } = this;
    const name = checkpoint?.optimizer?.name;
    if (typeof name === "string" && name !== this.optimizer.name) {
      throw new TypeError(
        `Trainer.restore: the checkpoint is of ${name}, not of ${this.optimizer.name}`,
      );
    }
    checkCheckpoint(checkpoint, Object.keys(this.optimizer.state.memory));
    const { params, statistics, optimizer, random, history } = checkpoint;
    copyNumbers([[params, net.params], [statistics, net.statistics ?? {}]]);
    this.optimizer.state = optimizer;
    if (net.rng !== undefined && random.net !== null) net.rng.state = random.net;
    this.#rng.state = random.batches;
    const { losses, accuracies } = structuredClone(history);
    Object.assign(this.history, { losses, accuracies });
  }

  #update(): TrainingStep {
    const { net, step } = this;
    const epoch = Math.floor(step / this.#stepsPerEpoch) + 1;
    const batch = this.#rng.choice(this.#data.xTrain.shape[0], this.batchSize);
    const drawn = this.#data.xTrain.take(batch);
    const x = this.#augment === undefined ? drawn : this.#augment(drawn, this.#rng);
    const t = this.#data.tTrain.take(batch);
    this.optimizer.update(net.params, net.gradient(x, t));
    const loss = net.loss(x, t);
    if (!Number.isFinite(loss)) {
      throw new Error(
        `Trainer: the loss is ${loss} at step ${step} of epoch ${epoch}, with a learning rate of ` +
          `${this.optimizer.lr}; a smaller one may help`,
      );
    }
    this.history.losses.push(loss);
    return { step, epoch, loss };
  }

  /** True for the first update of an epoch, also where an epoch has no whole number of updates. */
  #startsEpoch(step: number): boolean {
    const epochOf = (i: number) => Math.floor(i / this.#stepsPerEpoch);
    return epochOf(step) !== epochOf(step - 1);
  }

  async #accuracy(x: Tensor, t: Tensor): Promise<number> {
    const N = x.shape[0];
    let correct = 0;
    for (let start = 0; start < N; start += SLICE) {
      await yieldToEventLoop();
      const [xs, ts] = [x, t].map((part) => part.slice([start, start + SLICE]));
      correct += Math.round(this.net.accuracy(xs, ts) * xs.shape[0]);
    }
    return correct / N;
  }
}

function firstOf({ xTrain, tTrain, xTest, tTest }: TrainingData, samples: number): TrainingData {
  const first = (part: Tensor) => part.slice([0, samples]);
  return {
    xTrain: first(xTrain),
    tTrain: first(tTrain),
    xTest: first(xTest),
    tTest: first(tTest),
  };
}
