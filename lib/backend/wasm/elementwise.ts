// Operations on each element, on pairs, and on rows, on the kernels.

import type { Backend, BinaryOperation, TypedArray, UnaryOperation } from "../contract.ts";
import type { Broadcast } from "../../shape.ts";
import { reference } from "../reference.ts";
import { bytesOfAll, inParts, type Machine } from "./machine.ts";

// in the order of their numbers in assembly/elementwise.ts
const binaryOperations: BinaryOperation[] = [
  "add",
  "sub",
  "mul",
  "div",
  "maximum",
  "minimum",
  "greater",
  "less",
  "equal",
];
const unaryOperations: UnaryOperation[] = ["neg", "abs", "sqrt", "relu"];
const functionsOfFloat32: UnaryOperation[] = ["exp", "log", "tanh", "sigmoid"];

export function elementwiseOn(
  { kernels, workshop }: Machine,
): Pick<Backend, "unary" | "binary" | "softmax" | "reluBackward"> {
  return {
    unary(operation, x, out) {
      const bytes = bytesOfAll(x, out);
      const known = bytes === 4 ? [...unaryOperations, ...functionsOfFloat32] : unaryOperations;
      const code = known.indexOf(operation);
      if (bytes === undefined || code < 0) return reference.unary(operation, x, out);
      inParts(out.length, (start, end) => {
        workshop.begin();
        const source = workshop.put(x.subarray(start, end));
        kernels.unary(bytes, code, source, source, end - start);
        workshop.take(source, out.subarray(start, end));
      });
    },

    binary(operation, a, b, out, layout) {
      const bytes = bytesOfAll(a, b, out);
      const code = binaryOperations.indexOf(operation);
      const steps = rowsOf(layout, out.length);
      if (bytes === undefined || code < 0 || steps === undefined) {
        return reference.binary(operation, a, b, out, layout);
      }
      const { rows, columns } = steps;
      const compute = (a: TypedArray, b: TypedArray, out: TypedArray, columns: number) => {
        workshop.begin();
        const left = [workshop.put(a), ...steps.a];
        const right = [workshop.put(b), ...steps.b];
        const result = workshop.reserve(out.byteLength);
        kernels.binary(bytes, code, ...left, ...right, result, rows, columns);
        workshop.take(result, out);
      };
      if (rows !== 1) return compute(a, b, out, columns);
      inParts(columns, (start, end) => {
        const part = (x: TypedArray) => x.length === 1 ? x : x.subarray(start, end);
        compute(part(a), part(b), part(out), end - start);
      });
    },

    softmax(x, out, rows, columns) {
      if (bytesOfAll(x, out) !== 4) return reference.softmax(x, out, rows, columns);
      workshop.begin();
      const source = workshop.put(x);
      const result = workshop.reserve(out.byteLength);
      kernels.softmax(source, result, rows, columns);
      workshop.take(result, out);
    },

    reluBackward(out, dout, dx) {
      const bytes = bytesOfAll(out, dout, dx);
      if (bytes === undefined) return reference.reluBackward(out, dout, dx);
      inParts(dx.length, (start, end) => {
        workshop.begin();
        const [outs, douts] = [out, dout].map((x) => workshop.put(x.subarray(start, end)));
        kernels.reluBackward(bytes, outs, douts, outs, end - start);
        workshop.take(outs, dx.subarray(start, end));
      });
    },
  };
}

/** A layout as rows and columns, with the steps of each operand down and across; undefined if it takes more than that. */
function rowsOf({ shape, stridesA, stridesB }: Broadcast, size: number) {
  if (stridesA === stridesB) return { rows: 1, columns: size, a: [0, 1], b: [0, 1] };
  for (let split = 0; split <= shape.length; split++) {
    const a = stepsOf(shape, stridesA, split);
    const b = stepsOf(shape, stridesB, split);
    const columns = shape.slice(split).reduce((product, length) => product * length, 1);
    if (a && b) return { rows: columns === 0 ? 0 : size / columns, columns, a, b };
  }
}

/** The step of an operand along the axes before `split`, taken as one, and along those after; undefined where there is no such step. */
function stepsOf(
  shape: readonly number[],
  strides: readonly number[],
  split: number,
): number[] | undefined {
  const down = stepAlong(shape.slice(0, split), strides.slice(0, split));
  const across = stepAlong(shape.slice(split), strides.slice(split));
  return down === undefined || across === undefined || across > 1 ? undefined : [down, across];
}

function stepAlong(shape: readonly number[], strides: readonly number[]): number | undefined {
  let step: number | undefined;
  let expected = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    step ??= expected = strides[axis];
    if (strides[axis] !== expected) return undefined;
    expected *= shape[axis];
  }
  return step ?? 0;
}
