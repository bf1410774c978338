// The network of chapters 4 and 5.

import { checkOptions } from "../errors/options.ts";
import {
  type Activation,
  LayerBuilder,
  type NetworkOptions,
  networkOptions,
} from "./layer_builder.ts";
import { Network } from "./network.ts";

/** Sizes and settings of {@linkcode TwoLayerNet}. */
export interface TwoLayerNetOptions extends NetworkOptions {
  /** number of inputs, 784 for MNIST */
  inputSize: number;
  /** number of hidden neurons */
  hiddenSize: number;
  /** number of classes */
  outputSize: number;
  /** standard deviation of the first weights; by default 0.01 */
  weightInitStd?: number;
  /** "relu" as in chapter 5, the default, or "sigmoid" as in chapter 4 */
  activation?: Activation;
}

/**
 * Affine, activation, Affine; then softmax and cross entropy. Parameters: W1 (inputSize, hiddenSize), b1, W2
 * (hiddenSize, outputSize), b2. `predict` gives scores, as chapter 5's does; chapter 4's gives their softmax.
 *
 * @example
 * ```ts
 * import { random, TwoLayerNet } from "../mod.ts";
 * const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 0 });
 * net.predict(random(1).uniform([3, 784])).shape;   // [3, 10]
 * ```
 * @see §4.5.1, §5.7.2
 */
export class TwoLayerNet extends Network {
  /** Draws the weights; sizes or settings that do not fit are a RangeError. */
  constructor(options: TwoLayerNetOptions) {
    const { inputSize, hiddenSize, outputSize, weightInitStd = 0.01, activation = "relu" } =
      checkOptions("TwoLayerNet", options, [
        "inputSize",
        "hiddenSize",
        "outputSize",
        "weightInitStd",
        "activation",
        ...networkOptions,
      ]);
    const builder = new LayerBuilder("TwoLayerNet", options);
    builder.checkSizes({ inputSize, hiddenSize, outputSize });
    builder.checkAmounts({ weightInitStd });
    super(
      {
        Affine1: builder.affine(inputSize, hiddenSize, weightInitStd),
        ...builder.activation(activation, 1),
        Affine2: builder.affine(hiddenSize, outputSize, weightInitStd),
      },
      builder.rng,
      0,
      builder.fuse,
    );
  }
}
