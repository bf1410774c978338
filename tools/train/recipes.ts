// How each of the committed networks was trained. The same recipe gives the same weights.

import {
  type AugmentOptions,
  DeepConvNet,
  MultiLayerNet,
  type Network,
  SimpleConvNet,
  TwoLayerNet,
} from "../../lib/mod.ts";

/** A network, and how it is trained: by Adam, with a learning rate that falls linearly to 0. */
export interface Recipe {
  /** the network in one line, for the notes in its file */
  network: string;
  /** the network before training; its generator draws the mini-batches too */
  make: (recipe: Recipe) => Network;
  seed: number;
  epochs: number;
  batchSize: number;
  /** learning rate at the beginning */
  lr: number;
  /** λ of weight decay, §6.4.2 */
  weightDecayLambda: number;
  /** each mini-batch is shifted and turned, §8.1.2 */
  augment?: Required<AugmentOptions>;
  /** images (N, 784) instead of (N, 1, 28, 28) */
  flatten: boolean;
  /** weights with a lower accuracy on the 10,000 test images are not kept */
  accuracy: number;
}

const deepConvNet: Recipe = {
  network: "six convolutions 3 × 3, two affine layers with dropout: §8.1.1",
  make: ({ seed }) => new DeepConvNet({ seed }),
  seed: 0,
  epochs: 20,
  batchSize: 100,
  lr: 0.001,
  weightDecayLambda: 0,
  flatten: false,
  accuracy: 0.993,
};

export const recipes: Record<string, Recipe> = {
  three_layer_net: {
    network: "784-50-100-10, sigmoid, softmax: the network of §3.6.2",
    make: ({ seed, weightDecayLambda }) =>
      new MultiLayerNet({
        inputSize: 784,
        hiddenSizeList: [50, 100],
        outputSize: 10,
        activation: "sigmoid",
        weightInitStd: "xavier",
        weightDecayLambda,
        seed,
      }),
    seed: 0,
    epochs: 15,
    batchSize: 100,
    lr: 0.003,
    weightDecayLambda: 1e-4,
    flatten: true,
    accuracy: 0.97,
  },
  two_layer_net: {
    network: "784-50-10, ReLU, softmax: the network of §4.5 with the layers of §5.7",
    make: ({ seed }) => new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, seed }),
    seed: 0,
    epochs: 15,
    batchSize: 100,
    lr: 0.002,
    weightDecayLambda: 0,
    flatten: true,
    accuracy: 0.97,
  },
  simple_conv_net: {
    network: "convolution of 30 filters 5 × 5, ReLU, pooling, 100 neurons, softmax: §7.5",
    make: ({ seed }) => new SimpleConvNet({ seed }),
    seed: 0,
    epochs: 20,
    batchSize: 100,
    lr: 0.001,
    weightDecayLambda: 0,
    flatten: false,
    accuracy: 0.985,
  },
  deep_conv_net: deepConvNet,
  deep_conv_net_augmented: {
    ...deepConvNet,
    epochs: 30,
    augment: { shift: 2, rotate: 10 },
    accuracy: 0.995,
  },
};
