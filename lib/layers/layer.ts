// What a network needs of the layers between its input and its loss. The other layers take other things: MulLayer and
// AddLayer two numbers, SoftmaxWithLoss the labels.

import type { Tensor } from "../tensor/tensor.ts";

/** A step of a network that can be walked in both directions. */
export interface Layer {
  /** The output for x. `trainFlag` matters to Dropout and BatchNormalization only. */
  forward(x: Tensor, trainFlag?: boolean): Tensor;
  /** From the gradient of the loss with respect to the output of the last forward: that with respect to its input. */
  backward(dout: Tensor): Tensor;
}
