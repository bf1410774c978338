// Networks of the book, trained, for tests that run them in other programs.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Adam,
  arange,
  BatchNormalization,
  Convolution,
  DeepConvNet,
  type Layer,
  loadSafetensors,
  MultiLayerNetExtend,
  Network,
  Pooling,
  random,
  Sigmoid,
  Tensor,
} from "../../lib/mod.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { recipes } from "../../tools/train/recipes.ts";

const weights = fileURLToPath(new URL("../../data/weights/", import.meta.url));

/** A network of a reader. */
export class Own extends Network {
  constructor(layers: Record<string, Layer>) {
    super(layers, random(0));
  }
}

/** Numbers that float32 has exactly: multiples of 1/8, as many below 0 as above. */
export function numbers(...shape: number[]): Tensor {
  const n = shape.reduce((product, length) => product * length);
  return arange(n).sub(Math.floor(n / 2)).div(8).reshape(...shape);
}

/** A thousand digits (N, 784), and their labels. */
export function digits(): { x: Tensor; t: Tensor } {
  const { images, labels } = syntheticDigits(1000, 2);
  return {
    x: new Tensor(Float32Array.from(images, (ink) => ink / 255), [1000, 784]),
    t: new Tensor(Int32Array.from(labels), [1000]),
  };
}

/** Networks of the book, trained, and one of a reader; each with the shape of a sample. */
export async function networks(): Promise<Record<string, [net: Network, sample: number[]]>> {
  const nets: Record<string, [Network, number[]]> = {};
  for (const [name, recipe] of Object.entries(recipes)) {
    const net = recipe.make(recipe);
    net.loadParams(await loadSafetensors(join(weights, `${name}.safetensors`)));
    nets[name] = [net, recipe.flatten ? [784] : [1, 28, 28]];
  }
  const sizes = { inputSize: 784, hiddenSizeList: [60, 40], outputSize: 10 };
  const { x, t } = digits();
  for (const dtype of ["float32", "float64"] as const) {
    const layers = { useBatchnorm: true, useDropout: true, dropoutRatio: 0.2 };
    const net = new MultiLayerNetExtend({ ...sizes, ...layers, dtype });
    const optimizer = new Adam();
    const [samples, labels] = [x.slice([0, 200]).astype(dtype), t.slice([0, 200])];
    for (let i = 0; i < 30; i++) optimizer.update(net.params, net.gradient(samples, labels));
    nets[`${net.constructor.name}, ${dtype}`] = [net, [784]];
  }
  const deep = new DeepConvNet({ inputDim: [1, 28, 28] });
  deep.layers.Relu7 = new Sigmoid();
  nets["DeepConvNet with a Sigmoid"] = [deep, [1, 28, 28]];
  const [mean, gamma, variance] = [0, 1, 2].map((seed) => random(seed).normal(784));
  const statistics = { runningMean: mean, runningVar: variance.abs() };
  const own = new Own({ Norm1: new BatchNormalization(gamma, mean, statistics) });
  nets["Own"] = [own, [1, 28, 28]];
  own.layers.Conv1 = new Convolution(random(0).normal([4, 1, 3, 5]), numbers(4), 2, 3);
  own.layers.Pool1 = new Pooling(3, 2, 2, 1);
  return nets;
}

/** float32 or float64, as its parameters are. */
export const dtypeOf = (net: Network) => Object.values(net.params)[0]!.dtype;
