// The last layer of a network that classifies: softmax and cross entropy in one.

import { checkNumbers, checkTensors, expectCalled } from "../tensor/arguments.ts";
import { backend } from "../backend/mod.ts";
import { softmax } from "../functions/activations.ts";
import { checkTargets, meanOfLogs, oneHot } from "../functions/losses.ts";
import { arrayOf, empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * loss = cross entropy of softmax(x) and t, the mean over the batch. Backward is short because the two belong
 * together: dx = (y − t) / N, with y = softmax(x).
 *
 * @example the same in plain tensor operations
 * ```ts
 * import { assertClose, crossEntropyError, random, softmax, SoftmaxWithLoss, tensor } from "../mod.ts";
 * const x = random(0).normal([2, 3]);
 * const t = tensor([[0, 1, 0], [0, 0, 1]]);
 * const layer = new SoftmaxWithLoss();
 * assertClose(layer.forward(x, t), crossEntropyError(softmax(x), t));
 * assertClose(layer.backward(), softmax(x).sub(t).div(2));
 * ```
 * @see §5.6.3, appendix A
 */
export class SoftmaxWithLoss {
  #batch: { y: Tensor; t: Tensor } | undefined;

  /**
   * The loss of a batch.
   *
   * @param x scores (D,) or (N, D)
   * @param t one-hot in the shape of x, or class labels () or (N,)
   * @returns the loss
   * @throws TypeError if t does not fit x, or x is empty; RangeError for a label that is not a class
   */
  forward(x: Tensor, t: Tensor): number {
    this.prepare(x, t);
    return meanOfLogs(this.#batch!.y, this.#batch!.t);
  }

  /** All of {@linkcode forward} but the loss: enough for backward, and no number has to come from a GPU. */
  prepare(x: Tensor, t: Tensor): void {
    const call = "SoftmaxWithLoss.forward";
    checkTensors(call, { x, t });
    const y = softmax(x);
    const batch = { y, t: oneHot(call, y, t) };
    checkTargets(call, y, batch.t);
    this.#batch = batch;
  }

  /**
   * The gradient of the loss with respect to the scores.
   *
   * @param dout a factor: the gradient with respect to the loss itself, which the book's layer takes and ignores
   * @returns dx in the shape of x
   */
  backward(dout = 1): Tensor {
    const call = "SoftmaxWithLoss.backward";
    checkNumbers(call, { dout });
    const { y, t } = expectCalled("forward", this.#batch, call);
    const batchSize = y.ndim === 1 ? 1 : y.shape[0];
    const dx = empty(y.shape, y.dtype);
    backend.softmaxCrossEntropyBackward(arrayOf(y), arrayOf(t), arrayOf(dx), dout / batchSize);
    return dx;
  }
}
