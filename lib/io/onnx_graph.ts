// A network as an ONNX model: for each layer of the library, the nodes that do what its forward does in prediction.

import {
  floatAttribute,
  onnxNode,
  onnxTensor,
  onnxValue,
  serializeOnnx,
  wholeAttribute,
  wholesAttribute,
} from "../formats/onnx.ts";
import { Affine } from "../layers/affine.ts";
import { BatchNormalization, EPSILON } from "../layers/batch_normalization.ts";
import { Convolution } from "../layers/convolution.ts";
import { Dropout } from "../layers/dropout.ts";
import type { Layer } from "../layers/layer.ts";
import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import { Sigmoid } from "../layers/sigmoid.ts";
import { Network } from "../networks/network.ts";
import { checkShape, type Shape } from "../tensor/shape.ts";
import { zeros } from "../tensor/creation.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** How `saveOnnx` writes a network. */
export interface OnnxOptions {
  /**
   * shape of one sample; by default the network's `inputDim`, or [D] where its first layer with weights is an Affine (D, M)
   */
  inputShape?: readonly number[];
  /** whether the model gives probabilities instead of scores; by default false */
  softmax?: boolean;
}

/** Of one layer: its name, the value that it gets and the one that it gives, and the shape of what it gets. */
interface Place {
  name: string;
  input: string;
  output: string;
  shape: Shape;
}

/** Nodes, and the weights that they read. */
class Graph {
  readonly nodes: Uint8Array[] = [];
  readonly weights: Uint8Array[] = [];
  readonly #names: Map<Tensor, string>;

  /** Weights are called as in `net.params`. */
  constructor(params: Record<string, Tensor>) {
    this.#names = new Map(Object.entries(params).map(([name, x]) => [x, name]));
    for (const [x, name] of this.#names) {
      this.constant(name, x.shape, Float32Array.from(hostArrayOf(x)));
    }
  }

  node(...node: Parameters<typeof onnxNode>): void {
    this.nodes.push(onnxNode(...node));
  }

  constant(name: string, shape: Shape, data: Float32Array | BigInt64Array): string {
    this.weights.push(onnxTensor(name, shape, data));
    return name;
  }

  nameOf(x: Tensor): string {
    return this.#names.get(x)!;
  }

  /** The name of the input, flattened to (N, D) if it is images. */
  rows({ name, input, shape }: Place): string {
    if (shape.length === 2) return input;
    const rows = `${name}.rows`;
    this.node("Flatten", rows, [input], rows, wholeAttribute("axis", 1));
    return rows;
  }
}

type Writer<L extends Layer> = (layer: L, place: Place, graph: Graph) => void;

const writers = new Map<unknown, Writer<Layer>>();

/** Says how layers of a class are written. */
function writes<L extends Layer>(
  Class: { new (...args: never[]): L; prototype: L },
  writer: Writer<L>,
) {
  // A layer reaches the writer of its own class only
  writers.set(Class, writer as Writer<Layer>);
}

writes(Affine, ({ W, b }, place, graph) => {
  const inputs = [graph.rows(place), graph.nameOf(W), graph.nameOf(b)];
  graph.node("Gemm", place.name, inputs, place.output);
});

writes(Convolution, ({ W, b, stride, pad }, { name, input, output }, graph) => {
  const inputs = [input, graph.nameOf(W), graph.nameOf(b)];
  graph.node("Conv", name, inputs, output, ...windowAttributes(W.shape.slice(2), stride, pad));
});

writes(Pooling, ({ poolH, poolW, stride, pad }, { name, input, output }, graph) => {
  const attributes = windowAttributes([poolH, poolW], stride, pad);
  graph.node("MaxPool", name, [input], output, ...attributes);
});

writes(Relu, (_, { name, input, output }, graph) => graph.node("Relu", name, [input], output));

writes(
  Sigmoid,
  (_, { name, input, output }, graph) => graph.node("Sigmoid", name, [input], output),
);

writes(Dropout, ({ dropoutRatio }, { name, input, output }, graph) => {
  const share = graph.constant(`${name}.share`, [], Float32Array.of(1 - dropoutRatio));
  graph.node("Mul", name, [input, share], output);
});

writes(BatchNormalization, (layer, place, graph) => {
  const { gamma, beta, runningMean, runningVar } = layer;
  const { name, input, output, shape } = place;
  // The book's has a feature for each pixel, ONNX's for each channel: so its images are flattened, and put together again
  const isFlattened = shape.length > 2 && !layer.perChannel;
  const inputs = [
    isFlattened ? graph.rows(place) : input,
    ...[gamma, beta, runningMean, runningVar].map((x) => graph.nameOf(x)),
  ];
  const normalized = isFlattened ? `${name}.normalized` : output;
  const epsilon = floatAttribute("epsilon", EPSILON);
  graph.node("BatchNormalization", name, inputs, normalized, epsilon);
  if (!isFlattened) return;
  const lengths = BigInt64Array.from([-1, ...shape.slice(1)], BigInt);
  const wanted = graph.constant(`${name}.shape`, [lengths.length], lengths);
  graph.node("Reshape", `${name}.images`, [normalized, wanted], output);
});

function windowAttributes(size: Shape, stride: number, pad: number): Uint8Array[] {
  return [
    wholesAttribute("kernel_shape", size),
    wholesAttribute("pads", [pad, pad, pad, pad]),
    wholesAttribute("strides", [stride, stride]),
  ];
}

/** The bytes of the model. */
export function onnxOf(net: Network, { inputShape, softmax = false }: OnnxOptions): Uint8Array {
  const layers = Object.entries(net.layers);
  checkKnown(net, layers);
  const sample = checkShape("saveOnnx: inputShape", inputShape ?? inputShapeOf(net));
  const shapes = shapesOf(net, sample);

  const graph = new Graph({ ...net.params, ...net.statistics });
  let input = "x";
  layers.forEach(([name, layer], i) => {
    const output = i === layers.length - 1 ? "scores" : `${name}.out`;
    writers.get(layer.constructor)!(layer, { name, input, output, shape: shapes[i] }, graph);
    input = output;
  });
  let output = input;
  if (softmax) {
    output = "probabilities";
    graph.node("Softmax", "Softmax", [input], output, wholeAttribute("axis", 1));
  }
  return serializeOnnx({
    ...graph,
    input: onnxValue("x", ["N", ...sample]),
    output: onnxValue(output, ["N", ...shapes.at(-1)!.slice(1)]),
  });
}

/** Throws for the first layer that does something else than the library's. */
function checkKnown(net: Network, layers: readonly [string, Layer][]): void {
  const { name } = net.constructor;
  if (net.predict !== Network.prototype.predict) {
    throw new TypeError(
      `saveOnnx: predict of ${name} is its own; only layers one after the other can be written`,
    );
  }
  if (layers.length === 0) throw new TypeError(`saveOnnx: ${name} has no layers`);
  for (const [key, layer] of layers) {
    const Class = layer.constructor;
    if (writers.has(Class) && layer.forward === Class.prototype.forward) continue;
    const known = Array.from(writers.keys(), (Known) => (Known as { name: string }).name);
    const own = writers.has(Class) ? " with a forward of its own" : "";
    throw new TypeError(
      `saveOnnx: layers.${key} of ${name} is of class ${Class.name}${own}, for which ONNX has no ` +
        `operator here; there are ${known.join(", ")}`,
    );
  }
}

/** The shape of one sample, as far as the network says. */
function inputShapeOf(net: Network): readonly number[] {
  if ("inputDim" in net) return net.inputDim as readonly number[];
  for (const [name, layer] of Object.entries(net.layers)) {
    if (layer instanceof Affine) return [layer.W.shape[0]];
    if (layer instanceof BatchNormalization && !layer.perChannel) return [layer.gamma.size];
    if (layer instanceof Convolution || layer instanceof Pooling) {
      throw new TypeError(
        `saveOnnx: ${net.constructor.name} begins with images, and layers.${name} does not say how ` +
          "large they are; write { inputShape: [C, H, W] }",
      );
    }
  }
  throw new TypeError(
    `saveOnnx: no layer of ${net.constructor.name} says how large a sample is; write ` +
      "{ inputShape: [D] } or { inputShape: [C, H, W] }",
  );
}

/** What each layer gets, and last what comes out, of one sample. */
function shapesOf(net: Network, sample: Shape): Shape[] {
  let x = zeros([1, ...sample], Object.values(net.params)[0]?.dtype);
  const outputs = Object.values(net.layers).map((layer) => (x = layer.forward(x, false)).shape);
  return [[1, ...sample], ...outputs];
}
