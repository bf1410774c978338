// The network of chapter 8.

import { outputSize as lengthOf } from "../layers/im2col.ts";
import type { Layer } from "../layers/layer.ts";
import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkOptions } from "../errors/options.ts";
import {
  checkList,
  type ConvParam,
  LayerBuilder,
  type NetworkOptions,
  networkOptions,
} from "./layer_builder.ts";
import { Network } from "./network.ts";

/** Sizes and settings of {@linkcode DeepConvNet}; the defaults are the book's, for MNIST. */
export interface DeepConvNetOptions extends NetworkOptions {
  /** channels, height and width of an image; by default [1, 28, 28] */
  inputDim?: readonly [C: number, H: number, W: number];
  /** filters of each convolution; by default 16, 16, 32, 32, 64, 64 of 3 × 3 */
  convParams?: readonly ConvParam[];
  /** number of hidden neurons; by default 50 */
  hiddenSize?: number;
  /** number of classes; by default 10 */
  outputSize?: number;
}

/** The fourth has a border of 2, so that 14 × 14 pixels become 16 × 16, which pooling halves twice more. */
const bookConvParams: readonly ConvParam[] = [
  { filterNum: 16, filterSize: 3, pad: 1, stride: 1 },
  { filterNum: 16, filterSize: 3, pad: 1, stride: 1 },
  { filterNum: 32, filterSize: 3, pad: 1, stride: 1 },
  { filterNum: 32, filterSize: 3, pad: 2, stride: 1 },
  { filterNum: 64, filterSize: 3, pad: 1, stride: 1 },
  { filterNum: 64, filterSize: 3, pad: 1, stride: 1 },
];

/**
 * Twice convolution and ReLU, then pooling of 2 × 2, three times over; Affine, ReLU, dropout, Affine, dropout; then
 * softmax and cross entropy. Weights begin with He's standard deviation, √(2 / number of inputs of a neuron).
 *
 * The last dropout drops scores, so the loss of training stays far above 0 even when the network is right.
 *
 * @example
 * ```ts
 * import { DeepConvNet, zeros } from "../mod.ts";
 * const net = new DeepConvNet();
 * Object.keys(net.layers).length; // 20
 * net.predict(zeros([2, 1, 28, 28])).shape; // [2, 10]
 * ```
 * @see §8.1
 */
export class DeepConvNet extends Network {
  /** channels, height and width of an image */
  readonly inputDim: readonly [C: number, H: number, W: number];

  /** Draws the weights; sizes or settings that do not fit are a RangeError. */
  constructor(options: DeepConvNetOptions = {}) {
    checkOptions("DeepConvNet", options, [
      "inputDim",
      "convParams",
      "hiddenSize",
      "outputSize",
      ...networkOptions,
    ]);
    checkList("DeepConvNet", "inputDim", options.inputDim, "[1, 28, 28]");
    checkList("DeepConvNet", "convParams", options.convParams, "[{ filterNum: 16, … }, …]");
    const { inputDim: [C, H, W] = [1, 28, 28], hiddenSize = 50, outputSize = 10 } = options;
    const { convParams = bookConvParams } = options;
    const builder = new LayerBuilder("DeepConvNet", options);
    builder.checkSizes({ C, H, W, hiddenSize, outputSize });
    convParams.forEach((conv, i) => builder.checkConv(`convParams[${i}]`, conv));

    const layers: Record<string, Layer> = {};
    let [channels, height, width] = [C, H, W];
    convParams.forEach((conv, i) => {
      const { filterNum, filterSize, stride, pad } = conv;
      const std = heStd(channels * filterSize * filterSize);
      layers[`Conv${i + 1}`] = builder.convolution(channels, conv, std);
      layers[`Relu${i + 1}`] = new Relu();
      channels = filterNum;
      [height, width] = [height, width].map((n) => lengthOf(n, filterSize, stride, pad));
      if (i % 2 === 0) return;
      layers[`Pool${(i + 1) / 2}`] = new Pooling(2, 2, 2);
      [height, width] = [height, width].map((n) => lengthOf(n, 2, 2));
    });
    const pixels = channels * height * width;
    super(
      {
        ...layers,
        Affine1: builder.affine(pixels, hiddenSize, heStd(pixels)),
        [`Relu${convParams.length + 1}`]: new Relu(),
        Dropout1: builder.dropout(0.5),
        Affine2: builder.affine(hiddenSize, outputSize, heStd(hiddenSize)),
        Dropout2: builder.dropout(0.5),
      },
      builder.rng,
      0,
      builder.fuse,
    );
    this.inputDim = [C, H, W];
  }

  /** The loss with dropout at work, as the book's; with `trainFlag` false, that of prediction. */
  override loss(x: Tensor, t: Tensor, trainFlag = true): number {
    return super.loss(x, t, trainFlag);
  }
}

function heStd(inputs: number): number {
  return Math.sqrt(2 / inputs);
}
