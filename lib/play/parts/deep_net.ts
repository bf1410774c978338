// The network of chapter 8 with its trained weights, made once for all figures of a page.

import { softmax } from "../../functions/activations.ts";
import { DeepConvNet } from "../../networks/deep_conv_net.ts";
import type { Tensor } from "../../tensor/tensor.ts";

const made = new WeakMap<Record<string, Tensor>, DeepConvNet>();

export function deepNet(params: Record<string, Tensor>): DeepConvNet {
  let net = made.get(params);
  if (!net) {
    net = new DeepConvNet();
    net.loadParams(params);
    made.set(params, net);
  }
  return net;
}

/** Probabilities (N, 10) of digits (N, 784). */
export const readDigits = (net: DeepConvNet, pixels: Tensor): Tensor =>
  softmax(net.predict(pixels.reshape(-1, 1, 28, 28)));
