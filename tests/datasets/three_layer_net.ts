// The network of §3.6.2, written out: what its weights make of images.

import { sigmoid, softmax, type Tensor } from "../../lib/mod.ts";

/** 784 pixels, 50 and 100 neurons with sigmoid, 10 probabilities. */
export function predict(params: Record<string, Tensor>, x: Tensor): Tensor {
  const { W1, b1, W2, b2, W3, b3 } = params;
  const z1 = sigmoid(x.dot(W1).add(b1));
  const z2 = sigmoid(z1.dot(W2).add(b2));
  return softmax(z2.dot(W3).add(b3));
}

/** How many images are read as what they are, in batches of 100. */
export function correctInBatches(params: Record<string, Tensor>, x: Tensor, t: Tensor): number {
  let correct = 0;
  for (let i = 0; i < x.shape[0]; i += 100) {
    const y = predict(params, x.slice([i, i + 100]));
    correct += y.argmax(1).equal(t.slice([i, i + 100])).sum();
  }
  return correct;
}
