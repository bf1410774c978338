// Losses of chapter 4: how far a network's outputs y are from the labels t, as one number. t is one-hot, in the shape
// of y, or class labels.

import { checkTensors, commonDType } from "../tensor/arguments.ts";
import { softmax } from "./activations.ts";
import { formatShape, sameShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { hostArrayOf, zerosLike } from "../tensor/creation.ts";

const EPSILON = 1e-7; // inside the log, so that a probability of 0 gives a large number, §4.2.2

/**
 * ½ Σ (y − t)², the sum over everything: not divided by the batch size, as in the book.
 *
 * @param y (D,) or (N, D); with a t of its own shape, any shape
 * @param t the shape of y, or class labels () or (N,)
 * @throws TypeError if t does not fit y, or y is empty; RangeError for a label that is not a class
 *
 * @example
 * ```ts
 * import { sumSquaredError, tensor } from "../mod.ts";
 * sumSquaredError(tensor([0.1, 0.6, 0.3]), tensor([0, 1, 0])).toFixed(4); // 0.1300
 * ```
 * @see §4.2.1
 */
export function sumSquaredError(y: Tensor, t: Tensor): number {
  const target = oneHot("sumSquaredError", y, t);
  const difference = y.sub(target);
  return 0.5 * difference.mul(difference).sum();
}

/**
 * −Σ t · log(y + 1e-7), the mean over the batch.
 *
 * @param y probabilities (D,) or (N, D)
 * @param t one-hot or probabilities in the shape of y, or class labels () or (N,)
 * @throws TypeError if t does not fit y, or y is empty; RangeError for a label that is not a class, a row of t whose
 *   sum is not 1, or a y that is not a probability
 *
 * @example
 * ```ts
 * import { crossEntropyError, tensor } from "../mod.ts";
 * const y = tensor([[0.1, 0.6, 0.3], [0.8, 0.1, 0.1]]);
 * crossEntropyError(y, tensor([1, 0])).toFixed(4); // 0.3670
 * ```
 * @see §4.2.2, §4.2.4
 */
export function crossEntropyError(y: Tensor, t: Tensor): number {
  const call = "crossEntropyError";
  const target = oneHot(call, y, t);
  checkProbabilities(call, y);
  return meanCrossEntropy(call, y, target);
}

/**
 * The cross entropy error of softmax(x): what a network that ends in scores is trained on.
 *
 * @param x scores (D,) or (N, D)
 * @param t one-hot or probabilities in the shape of x, or class labels () or (N,)
 * @throws as {@linkcode crossEntropyError}
 *
 * @example
 * ```ts
 * import { softmaxLoss, tensor } from "../mod.ts";
 * softmaxLoss(tensor([1, 2, 3]), tensor(2)).toFixed(4); // 0.4076
 * ```
 * @see §4.2, §5.6.3
 */
export function softmaxLoss(x: Tensor, t: Tensor): number {
  const call = "softmaxLoss";
  checkTensors(call, { x, t });
  const y = softmax(x);
  return meanCrossEntropy(call, y, oneHot(call, y, t));
}

/** t in the shape of y: as it is if it has that shape, else made from class labels. */
export function oneHot(call: string, y: Tensor, t: Tensor): Tensor {
  checkTensors(call, { y, t });
  if (y.size === 0) {
    throw new TypeError(`${call}: needs at least 1 sample, got ${formatShape(y.shape)}`);
  }
  if (sameShape(y.shape, t.shape)) return t;

  const [samples, classes] = rowsOf(y);
  // a column (N, 1) of labels too: the book's chapter 7 has one
  const isLabels = y.ndim <= 2 && t.ndim <= 2 && t.size === samples &&
    (t.ndim === 0 || t.shape[0] === samples);
  if (!isLabels) {
    throw new TypeError(
      `${call}: t ${formatShape(t.shape)} does not fit ${formatShape(y.shape)}: ` +
        `needs that shape, or class labels ${formatShape(y.shape.slice(0, -1))}`,
    );
  }
  const out = zerosLike(y);
  const [labels, ones] = [t, out].map(hostArrayOf);
  for (let n = 0; n < samples; n++) {
    const label = labels[n];
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(
        `${call}: label ${label} of sample ${n} is none of the ${classes} classes 0 to ${
          classes - 1
        }`,
      );
    }
    ones[n * classes + label] = 1;
  }
  return out;
}

/** A loss of scores would mean nothing. A little below 0 and above 1 is allowed, for numerical gradients. */
function checkProbabilities(call: string, y: Tensor): void {
  const wrong = hostArrayOf(y).find((value) => value < -0.01 || value > 1.01);
  if (wrong !== undefined) {
    throw new RangeError(
      `${call}: y needs to be probabilities, from 0 to 1, got ${wrong}; write softmax(y) for scores`,
    );
  }
}

/** {@linkcode crossEntropyError} of a t in the shape of y, for the call that a message names. */
function meanCrossEntropy(call: string, y: Tensor, t: Tensor): number {
  checkTargets(call, y, t);
  return meanOfLogs(y, t);
}

/** Throws unless t, in the shape of y, is one-hot or probabilities. */
export function checkTargets(call: string, y: Tensor, t: Tensor): void {
  commonDType(call, y, t);
  if (y.ndim !== 1 && y.ndim !== 2) {
    throw new TypeError(`${call}: needs (D,) or (N, D), got ${formatShape(y.shape)}`);
  }
  const [samples, classes] = rowsOf(y);
  const labels = hostArrayOf(t);
  for (let n = 0; n < samples; n++) {
    let total = 0;
    for (let i = n * classes; i < (n + 1) * classes; i++) total += labels[i];
    if (!(Math.abs(total - 1) < 1e-3)) {
      throw new RangeError(
        `${call}: t of sample ${n} is neither one-hot nor probabilities: its sum is ${total}`,
      );
    }
  }
}

/** −Σ t · log(y + 1e-7), the mean over the batch, of a t that is checked. */
export function meanOfLogs(y: Tensor, t: Tensor): number {
  const [samples] = rowsOf(y);
  const [outputs, labels] = [y, t].map(hostArrayOf);
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0) loss -= labels[i] * Math.log(outputs[i] + EPSILON);
  }
  return loss / samples;
}

/** Number of samples and of classes; (D,) is one sample. */
function rowsOf(y: Tensor): [samples: number, classes: number] {
  return y.ndim === 1 ? [1, y.shape[0]] : [y.shape[0], y.shape[1]];
}
