// The contestant TensorFlow.js on its WASM backend, which has kernels for prediction, but not for the gradients of
// convolution and pooling. Its packages are in the deno.json beside this file, so that only the bench loads them.

import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import type { LayerName, NetName, Operation, Pass, Work } from "../cases.ts";
import { readDigits } from "../digits.ts";
import { Missing, serve } from "../serve.ts";

type Function = (x: tf.Tensor) => tf.Tensor;

const variable = (shape: number[], inputs: number) =>
  tf.variable(tf.randomNormal(shape, 0, Math.sqrt(2 / inputs)));

/** (D, M) weights */
function affine(D: number, M: number): Function {
  const [W, b] = [variable([D, M], D), tf.variable(tf.zeros([M]))];
  return (x) => tf.add(tf.matMul(tf.reshape(x, [-1, D]) as tf.Tensor2D, W as tf.Tensor2D), b);
}

/** FN filters of FH × FH; images are (N, H, W, C) here */
function convolution([FN, C, FH]: number[], pad = 0): Function {
  const [W, b] = [variable([FH, FH, C, FN], C * FH * FH), tf.variable(tf.zeros([FN]))];
  return (x) => tf.add(tf.conv2d(x as tf.Tensor4D, W as tf.Tensor4D, 1, pad), b);
}

const pooling: Function = (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid");
const chain = (...layers: Function[]): Function => (x) => layers.reduce((x, layer) => layer(x), x);

function imagesLast(shape: number[]): number[] {
  const [N, C, H, W] = shape;
  return shape.length === 4 ? [N, H, W, C] : shape;
}

function labels(N: number): tf.Tensor {
  return tf.oneHot(tf.randomUniform([N], 0, 10, "int32"), 10);
}

function loss(scores: tf.Tensor, t: tf.Tensor): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(t, tf.logSoftmax(scores)), 1)));
}

function elementwise(operation: Operation, shape: number[]): () => tf.Tensor {
  const [x, y] = [tf.randomNormal(shape), tf.randomNormal(shape)];
  const row = tf.randomNormal([shape.at(-1)!]);
  const run: Record<Operation, () => tf.Tensor> = {
    add: () => tf.add(x, y),
    addRow: () => tf.add(x, row),
    relu: () => tf.relu(x),
    sigmoid: () => tf.sigmoid(x),
    exp: () => tf.exp(x),
    softmax: () => tf.softmax(x),
    sumRows: () => tf.sum(x, 0),
  };
  return run[operation];
}

function layer(
  { layer, input, W = [], pad, pass }: {
    layer: LayerName;
    input: number[];
    W?: number[];
    pad?: number;
    pass: Pass;
  },
): () => unknown {
  const x = tf.randomNormal(imagesLast(input));
  const t = layer === "SoftmaxWithLoss" ? labels(input[0]) : undefined;
  const makers: Partial<Record<LayerName, () => Function>> = {
    Affine: () => affine(W[0], W[1]),
    Relu: () => tf.relu,
    Sigmoid: () => tf.sigmoid,
    Dropout: () => (x) => tf.dropout(x, 0.5),
    Convolution: () => convolution(W, pad),
    Pooling: () => pooling,
    SoftmaxWithLoss: () => (x) => loss(x, t!),
  };
  const made = makers[layer]?.();
  if (!made) throw new Missing(`tfjs-core has no ${layer}`);
  if (pass === "backward") throw new Missing("backward alone cannot be called");
  return () => made(x);
}

const nets: Record<NetName, () => Function> = {
  TwoLayerNet: () => chain(affine(784, 50), tf.relu, affine(50, 10)),
  SimpleConvNet: () =>
    chain(convolution([30, 1, 5]), tf.relu, pooling, affine(4320, 100), tf.relu, affine(100, 10)),
  DeepConvNet: () =>
    chain(
      convolution([16, 1, 3], 1),
      tf.relu,
      convolution([16, 16, 3], 1),
      tf.relu,
      pooling,
      convolution([32, 16, 3], 1),
      tf.relu,
      convolution([32, 32, 3], 2),
      tf.relu,
      pooling,
      convolution([64, 32, 3], 1),
      tf.relu,
      convolution([64, 64, 3], 1),
      tf.relu,
      pooling,
      affine(1024, 50),
      tf.relu,
      affine(50, 10),
    ),
};

function digits(net: NetName, N: number): [x: tf.Tensor, t: tf.Tensor] {
  const { images, labels } = readDigits(N);
  const x = tf.tensor(images, net === "TwoLayerNet" ? [N, 784] : [N, 28, 28, 1]);
  return [x, tf.oneHot(tf.tensor1d(labels, "int32"), 10)];
}

function step(name: NetName): () => void {
  const [net, [x, t]] = [nets[name](), digits(name, 100)];
  const optimizer = name === "TwoLayerNet" ? tf.train.sgd(0.1) : tf.train.adam();
  return () => optimizer.minimize(() => loss(net(x), t));
}

function inference(name: NetName, images: number): () => void {
  const [net, [x, t]] = [nets[name](), digits(name, images)];
  const answers = tf.argMax(t, 1);
  return () => {
    for (let start = 0; start < images; start += 100) {
      const y = net(tf.slice(x, start, 100));
      tf.sum(tf.equal(tf.argMax(y, 1), tf.slice(answers, start, 100))).dataSync();
    }
  };
}

function make(work: Work): () => void {
  switch (work.kind) {
    case "gemm": {
      const [a, b] = [tf.randomNormal([work.M, work.K]), tf.randomNormal([work.K, work.N])];
      return () => tf.matMul(a, b);
    }
    case "elementwise":
      return elementwise(work.operation, work.shape);
    case "layer":
      return layer(work);
    case "step":
      return step(work.net);
    case "inference":
      return inference(work.net, work.images);
    case "gradient":
      throw new Missing("float64 is not supported");
  }
}

/** Frees what a call makes; if it fails, most often for a missing kernel, that is this case's result. */
function tidily(run: () => void): () => void {
  return () => {
    try {
      tf.tidy(() => void run());
    } catch (error) {
      const [, kernel] = String(error).match(/Kernel '(\w+)' not registered/) ?? [];
      throw new Missing(kernel ? `has no kernel ${kernel} on WASM` : `${error}`.split("\n")[0]);
    }
  };
}

await tf.setBackend("wasm");
await serve(`TensorFlow.js ${tf.version.tfjs}, WASM, 1 thread`, (work) => {
  tf.disposeVariables();
  return tidily(make(work));
});
