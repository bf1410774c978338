// The network of chapter 6 with batch normalization and dropout.

import { checkOptions } from "../errors/options.ts";
import {
  type BetweenOptions,
  layersOf,
  type MultiLayerNetOptions,
  multiLayerNetOptions,
} from "./multi_layer_net.ts";
import { Network } from "./network.ts";

/** Sizes and settings of {@linkcode MultiLayerNetExtend}. */
export interface MultiLayerNetExtendOptions extends MultiLayerNetOptions, BetweenOptions {}

/**
 * Affine, batch normalization, activation, dropout for each hidden layer, Affine at the end; then softmax and cross
 * entropy. Without `useBatchnorm` and `useDropout` it is a `MultiLayerNet`.
 *
 * `loss` and `accuracy` are those of prediction unless told otherwise: with running statistics, without dropping. So a
 * Trainer's losses are too, as in the book.
 *
 * @example
 * ```ts
 * import { MultiLayerNetExtend } from "../mod.ts";
 * const sizes = { inputSize: 4, hiddenSizeList: [5], outputSize: 3 };
 * const net = new MultiLayerNetExtend({ ...sizes, useBatchnorm: true, useDropout: true });
 * Object.keys(net.layers).length; // 5
 * ```
 * @see §6.3, §6.4
 */
export class MultiLayerNetExtend extends Network {
  /** Draws the weights; sizes or settings that do not fit are a RangeError. */
  constructor(options: MultiLayerNetExtendOptions) {
    checkOptions("MultiLayerNetExtend", options, [
      ...multiLayerNetOptions,
      "useBatchnorm",
      "useDropout",
      "dropoutRatio",
    ]);
    super(...layersOf("MultiLayerNetExtend", options));
  }
}
