// Which network of the book some weights belong to: their names and shapes say it.

import type { Activation } from "../../networks/layer_builder.ts";
import { DeepConvNet } from "../../networks/deep_conv_net.ts";
import { MultiLayerNetExtend } from "../../networks/multi_layer_net_extend.ts";
import type { Network } from "../../networks/network.ts";
import { SimpleConvNet } from "../../networks/simple_conv_net.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** What weights do not say of their network. */
export interface NetworkSettings {
  activation: Activation;
  /** of networks without convolutions; 0 for no dropout */
  dropoutRatio: number;
}

/**
 * The network of these weights, which reads images of 28 × 28 as one of ten.
 *
 * @throws RangeError for weights of another network; TypeError for names or shapes that are not the network's
 */
export function networkOf(params: Record<string, Tensor>, settings: NetworkSettings): Network {
  const shapes: (readonly number[])[] = [];
  while (params[`W${shapes.length + 1}`]) shapes.push(params[`W${shapes.length + 1}`]!.shape);
  const outputSize = shapes.at(-1)?.[1];
  if (outputSize !== 10) {
    throw new RangeError("needs weights W1, W2, … of which the last give ten scores");
  }
  const hidden = shapes.slice(0, -1).map((shape) => shape[1]!);
  const net = shapes[0]!.length === 2
    ? new MultiLayerNetExtend({
      ...{ inputSize: 784, hiddenSizeList: hidden, outputSize, activation: settings.activation },
      useBatchnorm: "gamma1" in params,
      useDropout: settings.dropoutRatio > 0,
      dropoutRatio: settings.dropoutRatio,
    })
    : shapes.length === 3
    ? new SimpleConvNet({
      convParam: { filterNum: shapes[0]![0]!, filterSize: shapes[0]![2]! },
      hiddenSize: hidden[1]!,
    })
    : new DeepConvNet({ hiddenSize: hidden.at(-1)! });
  net.loadParams(params);
  return net;
}
