// What is measured. A case is sent to every contestant as JSON, and each builds it in its own way.

/** What a contestant is asked to do again and again; `ours.ts`, `peers/` and `tfjs/` each implement all kinds. */
export type Work =
  | { kind: "gemm"; M: number; K: number; N: number }
  | { kind: "elementwise"; operation: Operation; shape: number[] }
  | { kind: "layer"; layer: LayerName; input: number[]; W?: number[]; pad?: number; pass: Pass }
  | { kind: "step"; net: NetName }
  | { kind: "inference"; net: NetName; images: number }
  | { kind: "gradient" };

export type Operation = "add" | "addRow" | "relu" | "sigmoid" | "exp" | "softmax" | "sumRows";
export type LayerName =
  | "Affine"
  | "Relu"
  | "Sigmoid"
  | "SoftmaxWithLoss"
  | "BatchNormalization"
  | "Dropout"
  | "Convolution"
  | "Pooling";
export type Pass = "forward" | "backward";
export type NetName = "TwoLayerNet" | "SimpleConvNet" | "DeepConvNet";

/** A section of the page, in the order of the page. */
export type Group = "step" | "inference" | "gradient" | "gemm" | "layer" | "elementwise";

export interface Case {
  group: Group;
  name: string;
  work: Work;
  /** floating-point operations of a call, where that says more than its time */
  flops?: number;
  /** only a part is measured, and its time multiplied; `note` says so to the reader */
  extrapolated?: { factor: number; note: string };
}

const BATCH = 100;

const gemmSizes = [
  [256, 256, 256],
  [512, 512, 512],
  [1024, 1024, 1024],
  [100, 784, 50], // first layer of TwoLayerNet
  [100, 4320, 100], // hidden layer of SimpleConvNet
  [57600, 25, 30], // the convolutions, as products with the matrix of windows
  [78400, 144, 16],
  [19600, 288, 32],
  [6400, 576, 64],
];

const maps = [BATCH, 16, 28, 28]; // what the first convolutions of DeepConvNet give
const elementwise: [Operation, number[]][] = [
  ["add", maps],
  ["addRow", [12544, 100]],
  ["relu", maps],
  ["sigmoid", maps],
  ["exp", maps],
  ["softmax", [12544, 100]],
  ["sumRows", [12544, 100]],
];

type LayerCase = { layer: LayerName; input: number[]; W?: number[]; pad?: number };
const layers: LayerCase[] = [
  { layer: "Affine", input: [BATCH, 784], W: [784, 50] },
  { layer: "Affine", input: [BATCH, 4320], W: [4320, 100] },
  { layer: "Convolution", input: [BATCH, 1, 28, 28], W: [30, 1, 5, 5] },
  { layer: "Convolution", input: maps, W: [16, 16, 3, 3], pad: 1 },
  { layer: "Convolution", input: [BATCH, 32, 14, 14], W: [32, 32, 3, 3], pad: 2 },
  { layer: "Convolution", input: [BATCH, 64, 8, 8], W: [64, 64, 3, 3], pad: 1 },
  { layer: "Pooling", input: [BATCH, 30, 24, 24] },
  { layer: "Relu", input: maps },
  { layer: "Sigmoid", input: [BATCH, 50] },
  { layer: "BatchNormalization", input: [BATCH, 100] },
  { layer: "Dropout", input: [BATCH, 100] },
  { layer: "SoftmaxWithLoss", input: [BATCH, 10] },
];

/** Parameters of TwoLayerNet, 784 · 50 + 50 + 50 · 10 + 10, and those whose gradient is measured: b1. */
const PARAMETERS = 39760;
const MEASURED_PARAMETERS = 50;

export const cases: readonly Case[] = [
  step("TwoLayerNet", "SGD"),
  step("SimpleConvNet", "Adam"),
  step("DeepConvNet", "Adam"),
  inference("TwoLayerNet", 10_000),
  inference("SimpleConvNet", 1_000),
  inference("DeepConvNet", 1_000),
  {
    group: "gradient",
    name: "TwoLayerNet",
    work: { kind: "gradient" },
    extrapolated: {
      factor: PARAMETERS / MEASURED_PARAMETERS,
      note: `${PARAMETERS.toLocaleString("en")} parameters, from ${MEASURED_PARAMETERS} of them`,
    },
  },
  ...gemmSizes.map(([M, K, N]): Case => ({
    group: "gemm",
    name: M === K && K === N ? `${M}³` : `${M} · ${K} · ${N}`,
    work: { kind: "gemm", M, K, N },
    flops: 2 * M * K * N,
  })),
  ...layers.flatMap((layer) =>
    (["forward", "backward"] as const).map((pass) => layerCase(layer, pass))
  ),
  ...elementwise.map(([operation, shape]): Case => ({
    group: "elementwise",
    name: `${operation} ${shape.join(" × ")}`,
    work: { kind: "elementwise", operation, shape },
  })),
];

/** Cases whose `group name` contains one of `words`, whatever its case; all of them without words. */
export function select(all: readonly Case[], words: string[]): Case[] {
  const wanted = words.map((word) => word.toLowerCase());
  return all.filter(({ group, name }) =>
    wanted.length === 0 || wanted.some((word) => `${group} ${name}`.toLowerCase().includes(word))
  );
}

function step(net: NetName, optimizer: string): Case {
  return { group: "step", name: `${net}, ${optimizer}`, work: { kind: "step", net } };
}

function inference(net: NetName, images: number): Case {
  const ALL = 10_000;
  const note = `${ALL.toLocaleString("en")} images, from ${images.toLocaleString("en")} of them`;
  return {
    group: "inference",
    name: net,
    work: { kind: "inference", net, images },
    ...(images < ALL && { extrapolated: { factor: ALL / images, note } }),
  };
}

function layerCase(layer: LayerCase, pass: Pass): Case {
  const { input, W, pad } = layer;
  const filter = W?.length === 4 ? ` → ${W[0]} of ${W[2]} × ${W[3]}` : W ? ` → ${W[1]}` : "";
  const border = pad ? `, border ${pad}` : "";
  return {
    group: "layer",
    name: `${layer.layer} ${input.slice(1).join(" × ")}${filter}${border}, ${pass}`,
    work: { kind: "layer", ...layer, pass },
  };
}
