// ONNX, the file format in which networks go from one program to another, as bytes: nodes that hand values on to each
// other by name, and the weights. Fields have their numbers from
// https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto

import type { Shape } from "../tensor/shape.ts";
import { float, integer, join, message, text } from "./protobuf.ts";

const IR_VERSION = 8;
const OPERATORS = 15; // version of the operators: old enough for every runtime in use

/** Types of numbers, and of attributes. */
const FLOAT = 1;
const INT64 = 7;
const [A_FLOAT, AN_INT, INTS] = [1, 2, 7];

/** What goes into a model, each in its own bytes. */
export interface OnnxModel {
  nodes: readonly Uint8Array[];
  weights: readonly Uint8Array[];
  input: Uint8Array;
  output: Uint8Array;
}

/** The bytes of a file. */
export function serializeOnnx({ nodes, weights, input, output }: OnnxModel): Uint8Array {
  const graph = [
    ...nodes.map((bytes) => message(1, bytes)),
    text(2, "network"),
    ...weights.map((bytes) => message(5, bytes)),
    message(11, input),
    message(12, output),
  ];
  return join([
    integer(1, IR_VERSION),
    text(2, "deep-learning-from-scratch"),
    message(7, ...graph),
    message(8, text(1, ""), integer(2, OPERATORS)),
  ]);
}

/** An operator: values by name, and its settings. */
export function onnxNode(
  operator: string,
  name: string,
  inputs: readonly string[],
  output: string,
  ...attributes: Uint8Array[]
): Uint8Array {
  return join([
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(3, name),
    text(4, operator),
    ...attributes.map((bytes) => message(5, bytes)),
  ]);
}

/** A setting of a node that is one whole number. */
export const wholeAttribute = (name: string, n: number): Uint8Array =>
  join([text(1, name), integer(3, n), integer(20, AN_INT)]);

/** A setting of a node that is several whole numbers. */
export const wholesAttribute = (name: string, list: readonly number[]): Uint8Array =>
  join([text(1, name), ...list.map((n) => integer(8, n)), integer(20, INTS)]);

/** A setting of a node that is a float32. */
export const floatAttribute = (name: string, x: number): Uint8Array =>
  join([text(1, name), float(2, x), integer(20, A_FLOAT)]);

/** A tensor of the model: weights, or the shape that Reshape wants. */
export function onnxTensor(
  name: string,
  shape: Shape,
  data: Float32Array | BigInt64Array,
): Uint8Array {
  return join([
    ...shape.map((length) => integer(1, length)),
    integer(2, data instanceof Float32Array ? FLOAT : INT64),
    text(8, name),
    // In memory as in the file: every machine that Deno runs on is little-endian
    message(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);
}

/** What goes into the network, or comes out: a name, and lengths of axes, "N" for one that is as long as you like. */
export function onnxValue(name: string, shape: readonly (number | string)[]): Uint8Array {
  const axes = shape.map((length) =>
    message(1, typeof length === "number" ? integer(1, length) : text(2, length))
  );
  return join([text(1, name), message(2, message(1, integer(1, FLOAT), message(2, ...axes)))]);
}
