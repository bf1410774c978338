// Our own library as a contestant. DLFS_BACKEND and DLFS_THREADS choose the backend, as they do for a reader; only names
// of lib/mod.ts are used, so what is measured is what a reader's cell takes.

import {
  Adam,
  Affine,
  backendInfo,
  BatchNormalization,
  Convolution,
  DeepConvNet,
  Dropout,
  type Layer,
  type Network,
  numericalGradient,
  ones,
  Pooling,
  random,
  Relu,
  relu,
  SGD,
  Sigmoid,
  sigmoid,
  SimpleConvNet,
  softmax,
  SoftmaxWithLoss,
  type Tensor,
  tensor,
  TwoLayerNet,
  zeros,
} from "../lib/mod.ts";
import type { NetName, Operation, Work } from "./cases.ts";
import { readDigits } from "./digits.ts";
import { serve } from "./serve.ts";

const rng = random(0);
const draw = (...shape: number[]) => rng.normal(shape);
const labels = (N: number) => tensor(rng.integers(0, 10, N));

function make(work: Work): () => void {
  switch (work.kind) {
    case "gemm": {
      const [a, b] = [draw(work.M, work.K), draw(work.K, work.N)];
      return () => a.dot(b);
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
      return gradient();
  }
}

function elementwise(operation: Operation, shape: number[]): () => void {
  const [x, y] = [draw(...shape), draw(...shape)];
  const row = draw(shape.at(-1)!);
  const run: Record<Operation, () => void> = {
    add: () => x.add(y),
    addRow: () => x.add(row),
    relu: () => relu(x),
    sigmoid: () => sigmoid(x),
    exp: () => x.exp(),
    softmax: () => softmax(x),
    sumRows: () => x.sum(0),
  };
  return run[operation];
}

function layer({ layer, input, W = [], pad, pass }: Work & { kind: "layer" }): () => void {
  const x = draw(...input);
  if (layer === "SoftmaxWithLoss") {
    const [loss, t] = [new SoftmaxWithLoss(), labels(input[0])];
    loss.forward(x, t);
    return pass === "forward" ? () => loss.forward(x, t) : () => loss.backward();
  }
  const features = input[1];
  const makers = {
    Affine: () => new Affine(draw(...W), zeros(W[1])),
    Relu: () => new Relu(),
    Sigmoid: () => new Sigmoid(),
    BatchNormalization: () => new BatchNormalization(ones(features), zeros(features)),
    Dropout: () => new Dropout(),
    Convolution: () => new Convolution(draw(...W), zeros(W[0]), 1, pad),
    Pooling: () => new Pooling(2, 2, 2),
  };
  const made: Layer = makers[layer]();
  const out = made.forward(x, true);
  const dout = draw(...out.shape);
  return pass === "forward" ? () => made.forward(x, true) : () => made.backward(dout);
}

function network(net: NetName, dtype: "float32" | "float64" = "float32"): Network {
  if (net === "SimpleConvNet") return new SimpleConvNet({ dtype });
  if (net === "DeepConvNet") return new DeepConvNet({ dtype });
  return new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10, dtype });
}

function digits(net: NetName, N: number, dtype: "float32" | "float64" = "float32") {
  const { images, labels } = readDigits(N);
  const shape = net === "TwoLayerNet" ? [N, 784] : [N, 1, 28, 28];
  return [tensor(images, { shape, dtype }), tensor(labels)];
}

function step(name: NetName): () => void {
  const net = network(name);
  const optimizer = name === "TwoLayerNet" ? new SGD({ lr: 0.1 }) : new Adam();
  const [x, t] = digits(name, 100);
  return () => optimizer.update(net.params, net.gradient(x, t));
}

function inference(name: NetName, images: number): () => void {
  const net = network(name);
  const [x, t] = digits(name, images);
  return () => net.accuracy(x, t);
}

/** The numerical gradient with respect to b1; that of a weight takes as long. */
function gradient(): () => void {
  const net = network("TwoLayerNet", "float64");
  const [x, t] = digits("TwoLayerNet", 100, "float64");
  const loss = (b1: Tensor) => {
    net.params.b1 = b1;
    return net.loss(x, t);
  };
  return () => numericalGradient(loss, net.params.b1);
}

/** What computes, when all threads that DLFS_THREADS wants are there; starting them takes a moment. */
async function about(): Promise<string> {
  const wanted = Number(Deno.env.get("DLFS_THREADS"));
  for (let waits = 0; (backendInfo().threads ?? wanted) < wanted && waits < 200; waits++) {
    await new Promise((resume) => setTimeout(resume, 10));
  }
  const { name, build, threads, kernels } = backendInfo();
  if (build === undefined) return name;
  const blas = kernels ? `, ${kernels} kernels` : "";
  return `${name}, ${build} SIMD, ${threads} thread${threads === 1 ? "" : "s"}${blas}`;
}

await serve(await about(), make);
