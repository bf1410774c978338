// The network of chapter 6: as many hidden layers as you like. Its extended form is in the file beside this one.

import type { Layer } from "../layers/layer.ts";
import type { Random } from "../tensor/random.ts";
import { checkFlags, checkOptions } from "../errors/options.ts";
import {
  type Activation,
  LayerBuilder,
  type NetworkOptions,
  networkOptions,
} from "./layer_builder.ts";
import { Network } from "./network.ts";

/** A standard deviation of first weights, or how it follows from the n inputs of a layer. */
export type WeightInitStd = "relu" | "he" | "sigmoid" | "xavier" | number;

/** Sizes and settings of {@linkcode MultiLayerNet}. */
export interface MultiLayerNetOptions extends NetworkOptions {
  /** number of inputs, 784 for MNIST */
  inputSize: number;
  /** number of neurons of each hidden layer */
  hiddenSizeList: readonly number[];
  /** number of classes */
  outputSize: number;
  /** by default "relu" */
  activation?: Activation;
  /** "relu" or "he", the default: √(2 / n); "sigmoid" or "xavier": √(1 / n); or a number, §6.2 */
  weightInitStd?: WeightInitStd;
  /** λ of weight decay, §6.4.2; by default 0 */
  weightDecayLambda?: number;
}

/** Their names. */
export const multiLayerNetOptions = [
  "inputSize",
  "hiddenSizeList",
  "outputSize",
  "activation",
  "weightInitStd",
  "weightDecayLambda",
  ...networkOptions,
] as const;

/** What stands between a hidden layer and the next, besides the activation. */
export interface BetweenOptions {
  /** batch normalization in front of each activation, §6.3; by default false */
  useBatchnorm?: boolean;
  /** dropout after each activation, §6.4.3; by default false */
  useDropout?: boolean;
  /** share of neurons that are dropped, from 0 to below 1; by default 0.5 */
  dropoutRatio?: number;
}

/**
 * Affine and activation for each hidden layer, Affine at the end; then softmax and cross entropy.
 *
 * @example
 * ```ts
 * import { MultiLayerNet } from "../mod.ts";
 * const net = new MultiLayerNet({ inputSize: 784, hiddenSizeList: [100, 50], outputSize: 10 });
 * net.params.W2.shape;   // [100, 50]
 * ```
 * @see §6.1.8
 */
export class MultiLayerNet extends Network {
  /** Draws the weights; sizes or settings that do not fit are a RangeError. */
  constructor(options: MultiLayerNetOptions) {
    super(
      ...layersOf("MultiLayerNet", checkOptions("MultiLayerNet", options, multiLayerNetOptions)),
    );
  }
}

/** What `network`'s constructor hands to that of {@linkcode Network}. */
export function layersOf(
  network: string,
  options: MultiLayerNetOptions & BetweenOptions,
): [
  layers: Record<string, Layer>,
  rng: Random,
  weightDecayLambda: number,
  fuse: boolean | undefined,
] {
  const { inputSize, hiddenSizeList, outputSize, activation = "relu", weightInitStd = "relu" } =
    options;
  const { useBatchnorm, useDropout, dropoutRatio = 0.5, weightDecayLambda = 0 } = options;
  const builder = new LayerBuilder(network, options);
  if (!Array.isArray(hiddenSizeList)) {
    throw new TypeError(`${network}: hiddenSizeList needs to be an array, such as [100, 100]`);
  }
  const hidden = Object.fromEntries(
    hiddenSizeList.map((size, i) => [`hiddenSizeList[${i}]`, size]),
  );
  builder.checkSizes({ inputSize, ...hidden, outputSize });
  builder.checkAmounts({ weightDecayLambda });
  checkFlags(network, { useBatchnorm, useDropout });

  const layers: Record<string, Layer> = {};
  const sizes = [inputSize, ...hiddenSizeList];
  hiddenSizeList.forEach((size, i) => {
    const number = i + 1;
    layers[`Affine${number}`] = builder.affine(
      sizes[i],
      size,
      stdOf(network, weightInitStd, sizes[i]),
    );
    if (useBatchnorm) layers[`BatchNorm${number}`] = builder.batchNormalization(size);
    Object.assign(layers, builder.activation(activation, number));
    if (useDropout) layers[`Dropout${number}`] = builder.dropout(dropoutRatio);
  });
  const last = sizes.at(-1)!;
  const std = stdOf(network, weightInitStd, last);
  layers[`Affine${sizes.length}`] = builder.affine(last, outputSize, std);
  return [layers, builder.rng, weightDecayLambda, builder.fuse];
}

function stdOf(network: string, weightInitStd: WeightInitStd, inputs: number): number {
  if (weightInitStd === "relu" || weightInitStd === "he") return Math.sqrt(2 / inputs);
  if (weightInitStd === "sigmoid" || weightInitStd === "xavier") return Math.sqrt(1 / inputs);
  if (typeof weightInitStd === "number" && weightInitStd >= 0 && weightInitStd < Infinity) {
    return weightInitStd;
  }
  throw new RangeError(
    `${network}: weightInitStd needs to be "relu", "he", "sigmoid", "xavier" or a number of at ` +
      `least 0, got ${typeof weightInitStd === "string" ? `"${weightInitStd}"` : weightInitStd}`,
  );
}
