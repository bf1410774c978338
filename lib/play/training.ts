// A training on digits that are written on the spot, in small pieces: it runs in a worker, so that the page stays
// free, and does as much as it is asked for. parts/training.ts is its other end, in the page.

import { syntheticDigits } from "../datasets/digits.ts";
import { MultiLayerNetExtend } from "../networks/multi_layer_net_extend.ts";
import type { MultiLayerNetExtendOptions } from "../networks/multi_layer_net_extend.ts";
import { TwoLayerNet, type TwoLayerNetOptions } from "../networks/two_layer_net.ts";
import { SGD } from "../optimizers/optimizers.ts";
import { random } from "../tensor/random.ts";
import { Tensor } from "../tensor/tensor.ts";

/** What begins a training anew when it changes. */
export interface TrainingSetup {
  /** the network, and what its constructor gets besides the sizes of input and output */
  net:
    | ["TwoLayerNet", Omit<TwoLayerNetOptions, "inputSize" | "outputSize">]
    | ["MultiLayerNetExtend", Omit<MultiLayerNetExtendOptions, "inputSize" | "outputSize">];
  /** digits to learn from, at most 1,000 */
  samples: number;
  /** updates from one look at the accuracies to the next */
  accuracyEvery: number;
  /** how many updates there are; by default no end */
  end?: number;
}

/** What a page asks for. */
export interface TrainingRequest {
  /** with another number than before a training begins, from `setup` */
  run: number;
  setup: TrainingSetup;
  lr: number;
  batchSize: number;
  /** at most so many updates … */
  steps: number;
  /** … and none that would begin after so long */
  milliseconds: number;
}

/** What it gets: what has been added since the last report. */
export interface TrainingReport {
  run: number;
  losses: number[];
  accuracies: Accuracies[];
  /** (784, H) row by row, of the first layer, when there are new accuracies */
  weights: Float32Array | undefined;
}

/** Shares of digits read rightly, after so many updates. */
export interface Accuracies {
  step: number;
  train: number;
  test: number;
}

interface Digits {
  x: Tensor;
  t: Tensor;
}

const sizes = { inputSize: 784, outputSize: 10 };
const TESTED = 300; // digits of each kind that an accuracy looks at
let written: { train: Digits; test: Digits } | undefined;

/** The same for all trainings, since writing them takes longer than many updates. */
const digits = () => written ??= { train: write(1000, 1), test: write(TESTED, 2) };

function write(count: number, seed: number): Digits {
  const { images, labels } = syntheticDigits(count, seed);
  const x = new Tensor(Float32Array.from(images, (ink) => ink / 255), [count, 784]);
  return { x, t: new Tensor(Int32Array.from(labels), [count]) };
}

const first = ({ x, t }: Digits, count: number): Digits => ({
  x: x.slice([0, count]),
  t: t.slice([0, count]),
});

/** One training. */
export class Training {
  readonly #net: TwoLayerNet | MultiLayerNetExtend;
  readonly #train: Digits;
  readonly #optimizer = new SGD();
  readonly #rng = random(0);
  readonly #accuracyEvery: number;
  readonly #end: number;
  #step = 0;
  #loss = 0; // of the last update

  constructor({ net: [name, options], samples, accuracyEvery, end = Infinity }: TrainingSetup) {
    this.#net = name === "TwoLayerNet"
      ? new TwoLayerNet({ ...sizes, ...options })
      : new MultiLayerNetExtend({ ...sizes, ...options });
    this.#train = first(digits().train, samples);
    this.#accuracyEvery = accuracyEvery;
    this.#end = end;
  }

  /** Goes on; a loss that is no longer a number is the last. */
  go({ run, lr, batchSize, steps, milliseconds }: TrainingRequest): TrainingReport {
    const losses: number[] = [];
    const accuracies = this.#step === 0 ? [this.#accuracies()] : [];
    const end = performance.now() + milliseconds;
    this.#optimizer.lr = lr;
    const isOver = () => this.#step === this.#end || Number.isNaN(this.#loss);
    while (losses.length < steps && performance.now() < end && !isOver()) {
      losses.push(this.#loss = this.#update(batchSize));
      if (++this.#step % this.#accuracyEvery === 0) accuracies.push(this.#accuracies());
    }
    const weights = accuracies.length > 0
      ? new Float32Array(this.#net.params.W1.data) // a copy: the network goes on
      : undefined;
    return { run, losses, accuracies, weights };
  }

  /** The book's lines. */
  #update(batchSize: number): number {
    const chosen = this.#rng.choice(this.#train.x.shape[0], batchSize);
    const [x, t] = [this.#train.x.take(chosen), this.#train.t.take(chosen)];
    this.#optimizer.update(this.#net.params, this.#net.gradient(x, t));
    return this.#net.loss(x, t);
  }

  #accuracies(): Accuracies {
    const [train, test] = [first(this.#train, TESTED), digits().test].map(({ x, t }) =>
      this.#net.accuracy(x, t)
    );
    return { step: this.#step, train, test };
  }
}

/** In a worker: writes the digits before anybody asks, and answers each request with a report. */
export function answerRequests(): void {
  digits();
  let current: { run: number; training: Training } | undefined;
  addEventListener("message", ({ data }: MessageEvent<TrainingRequest>) => {
    if (current?.run !== data.run) {
      current = { run: data.run, training: new Training(data.setup) };
    }
    postMessage(current.training.go(data));
  });
}
