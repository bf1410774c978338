// What a Trainer writes down: its history, and a checkpoint, from which training goes on elsewhere, or tomorrow, with the
// same result.

import type { OptimizerState } from "./optimizer.ts";
import type { RandomState } from "./random.ts";
import type { Tensor } from "./tensor.ts";

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

/** The values of tensors as arrays of numbers; float32 survives the way exactly. */
export function numbersOf(tensors: Record<string, Tensor>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, { data }]) => [key, Array.from(data)]),
  );
}

/**
 * Writes numbers back into the tensors that they came from.
 *
 * @throws TypeError if a tensor has no numbers, or another number of them; nothing is changed then
 */
export function copyNumbers(
  pairs: [numbers: Record<string, number[]>, tensors: Record<string, Tensor>][],
): void {
  for (const [numbers, tensors] of pairs) {
    for (const key of new Set([...Object.keys(numbers), ...Object.keys(tensors)])) {
      const [got, needed] = [numbers[key]?.length ?? 0, tensors[key]?.size ?? 0];
      if (got !== needed) {
        throw new TypeError(
          `Trainer.restore: the checkpoint is of another network: it has ${got} numbers of ` +
            `${key}, this one ${needed}`,
        );
      }
    }
  }
  for (const [numbers, tensors] of pairs) {
    for (const [key, values] of Object.entries(numbers)) tensors[key].data.set(values);
  }
}
