// The network of chapter 7.

import { outputSize as lengthOf } from "../layers/im2col.ts";
import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import { checkOptions } from "../errors/options.ts";
import {
  checkList,
  type ConvParam,
  convParamNames,
  LayerBuilder,
  type NetworkOptions,
  networkOptions,
} from "./layer_builder.ts";
import { Network } from "./network.ts";

/** Sizes and settings of {@linkcode SimpleConvNet}; the defaults are the book's, for MNIST. */
export interface SimpleConvNetOptions extends NetworkOptions {
  /** channels, height and width of an image; by default [1, 28, 28] */
  inputDim?: readonly [C: number, H: number, W: number];
  /** by default 30 filters of 5 × 5, without a border */
  convParam?: Partial<ConvParam>;
  /** number of hidden neurons; by default 100 */
  hiddenSize?: number;
  /** number of classes; by default 10 */
  outputSize?: number;
  /** standard deviation of the first weights; by default 0.01 */
  weightInitStd?: number;
}

/**
 * Convolution, ReLU, pooling of 2 × 2, Affine, ReLU, Affine; then softmax and cross entropy.
 * Parameters: W1 (FN, C, FH, FW), W2 (FN·OH/2·OW/2, hiddenSize), W3 (hiddenSize, outputSize), and b1, b2, b3.
 *
 * @example
 * ```ts
 * import { random, SimpleConvNet } from "../mod.ts";
 * const net = new SimpleConvNet();
 * net.params.W2.shape;   // [4320, 100]
 * net.predict(random(1).uniform([3, 1, 28, 28])).shape;   // [3, 10]
 * ```
 * @see §7.5
 */
export class SimpleConvNet extends Network {
  /** channels, height and width of an image */
  readonly inputDim: readonly [C: number, H: number, W: number];

  /** Draws the weights; sizes or settings that do not fit are a RangeError. */
  constructor(options: SimpleConvNetOptions = {}) {
    checkOptions("SimpleConvNet", options, [
      "inputDim",
      "convParam",
      "hiddenSize",
      "outputSize",
      "weightInitStd",
      ...networkOptions,
    ]);
    checkList("SimpleConvNet", "inputDim", options.inputDim, "[1, 28, 28]");
    const { inputDim: [C, H, W] = [1, 28, 28], hiddenSize = 100, outputSize = 10 } = options;
    const { convParam, weightInitStd: std = 0.01 } = options;
    if (convParam) checkOptions("SimpleConvNet: convParam", convParam, convParamNames);
    const conv = { filterNum: 30, filterSize: 5, stride: 1, pad: 0, ...convParam };
    const builder = new LayerBuilder("SimpleConvNet", options);
    builder.checkSizes({ C, H, W, hiddenSize, outputSize });
    builder.checkConv("convParam", conv);
    builder.checkAmounts({ weightInitStd: std });
    const [pooledH, pooledW] = [H, W].map((length) =>
      lengthOf(lengthOf(length, conv.filterSize, conv.stride, conv.pad), 2, 2)
    );
    super(
      {
        Conv1: builder.convolution(C, conv, std),
        Relu1: new Relu(),
        Pool1: new Pooling(2, 2, 2),
        Affine1: builder.affine(conv.filterNum * pooledH * pooledW, hiddenSize, std),
        Relu2: new Relu(),
        Affine2: builder.affine(hiddenSize, outputSize, std),
      },
      builder.rng,
      0,
      builder.fuse,
    );
    this.inputDim = [C, H, W];
  }
}
