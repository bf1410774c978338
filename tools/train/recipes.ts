// How each of the committed networks was trained. The same recipe gives the same weights.

import {
  Affine,
  type Layer,
  Network,
  random,
  Sigmoid,
  type Trainable,
  zeros,
} from "../../lib/mod.ts";

/** A network, and how it is trained: by Adam, with a learning rate that falls linearly to 0. */
export interface Recipe {
  /** the network in one line, for the notes in its file */
  network: string;
  /** the network before training; its generator draws the mini-batches too */
  make: (recipe: Recipe) => Trainable;
  seed: number;
  epochs: number;
  batchSize: number;
  /** learning rate at the beginning */
  lr: number;
  /** λ of weight decay, §6.4.2 */
  weightDecayLambda: number;
  /** images (N, 784) instead of (N, 1, 28, 28) */
  flatten: boolean;
  /** weights with a lower accuracy on the 10,000 test images are not kept */
  accuracy: number;
}

/** Affine layers with sigmoid between them; the weights begin as Xavier's do, §6.2.2. */
class SigmoidNet extends Network {
  constructor(sizes: readonly number[], seed: number, weightDecayLambda: number) {
    const rng = random(seed);
    const layers: Record<string, Layer> = {};
    for (let i = 1; i < sizes.length; i++) {
      const [D, M] = [sizes[i - 1], sizes[i]];
      if (i > 1) layers[`Sigmoid${i - 1}`] = new Sigmoid();
      layers[`Affine${i}`] = new Affine(rng.normal([D, M], 0, Math.sqrt(1 / D)), zeros(M));
    }
    super(layers, rng, weightDecayLambda);
  }
}

export const recipes: Record<string, Recipe> = {
  three_layer_net: {
    network: "784-50-100-10, sigmoid, softmax: the network of §3.6.2",
    make: ({ seed, weightDecayLambda }) =>
      new SigmoidNet([784, 50, 100, 10], seed, weightDecayLambda),
    seed: 0,
    epochs: 15,
    batchSize: 100,
    lr: 0.003,
    weightDecayLambda: 1e-4,
    flatten: true,
    accuracy: 0.97,
  },
};
