// What a Trainer takes and gives: networks, data and settings on one side, steps, history and checkpoints on the other.

import type { Optimizer, OptimizerState } from "../optimizers/optimizer.ts";
import type { Random, RandomState } from "../tensor/random.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** What a network needs to have to be trained; those of this library have it, and so may one that a reader writes. */
export interface Trainable {
  /** parameters by name; the optimizer writes into their data */
  params: Record<string, Tensor>;
  /** running means and variances, if there are any; they belong to a checkpoint */
  statistics?: Record<string, Tensor>;
  /** what Dropout draws from, if anything does; its state belongs to a checkpoint */
  rng?: Random;
  /** a gradient for each parameter */
  gradient(x: Tensor, t: Tensor): Record<string, Tensor>;
  /** the loss of a batch */
  loss(x: Tensor, t: Tensor): number;
  /** the share of right answers */
  accuracy(x: Tensor, t: Tensor): number;
}

/** Samples and answers to train and to test with: what `loadMnist` gives. */
export interface TrainingData {
  /** (N, …) */
  xTrain: Tensor;
  /** (N,) class labels, or (N, classes) */
  tTrain: Tensor;
  /** (M, …) */
  xTest: Tensor;
  /** (M,) class labels, or (M, classes) */
  tTest: Tensor;
}

/** How to train. */
export interface TrainerOptions {
  /** how often each sample is drawn, on average; by default 20 */
  epochs?: number;
  /** instead of epochs: how many updates */
  steps?: number;
  /** samples in a mini-batch; by default 100 */
  batchSize?: number;
  /** by default SGD with a learning rate of 0.01 */
  optimizer?: Optimizer;
  /** look at the accuracy of so many samples only; by default of all */
  evaluateSamples?: number;
  /** draws the mini-batches; by default the network's, as in the book, where all draws come from one generator */
  rng?: Random;
  /** instead of `rng`: a generator of its own */
  seed?: number;
  /** changes each mini-batch, such as `(x, rng) => augment(x, rng)`; its draws follow those of the batch */
  augment?: (x: Tensor, rng: Random) => Tensor;
  /** in front of the progress bar, by default "training"; null: no bar */
  label?: string | null;
}

/** One update. */
export interface TrainingStep {
  /** counted from 0 */
  step: number;
  /** counted from 1 */
  epoch: number;
  /** of this mini-batch, after its update */
  loss: number;
  /** at the first update of an epoch */
  accuracies?: Accuracies;
}

/** The accuracies at the beginning of an epoch, after its first update. */
export interface Accuracies {
  /** the update, counted from 0 */
  step: number;
  /** the epoch, counted from 1 */
  epoch: number;
  /** share of right answers among the samples to train with */
  train: number;
  /** share of right answers among the samples to test with */
  test: number;
}

/** What was seen so far. */
export interface History {
  /** the loss of each mini-batch, after its update */
  losses: number[];
  /** one entry per epoch */
  accuracies: Accuracies[];
}

/** The state of a training; plain JSON. */
export interface Checkpoint {
  /** values of the parameters */
  params: Record<string, number[]>;
  /** running means and variances of batch normalization */
  statistics: Record<string, number[]>;
  /** learning rate, and what the optimizer remembers */
  optimizer: OptimizerState;
  /** generators: of the network, if it has one, and of the mini-batches */
  random: { net: RandomState | null; batches: RandomState };
  /** losses and accuracies so far */
  history: History;
}
