// Operations on each element, on pairs, and on rows, on the kernels.

import type { Backend, BinaryOperation, UnaryOperation } from "../contract.ts";
import type { Broadcast } from "../../tensor/shape.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, COST_OF_AN_ELEMENT, type Runtime } from "./runtime.ts";

// in the order of their numbers in assembly/elementwise.ts
// deno-fmt-ignore
const binaryOperations: BinaryOperation[] = [
  "add", "sub", "mul", "div", "maximum", "minimum", "greater", "less", "equal",
];
const unaryOperations: UnaryOperation[] = ["neg", "abs", "sqrt", "relu"];
const functionsOfFloat32: UnaryOperation[] = ["exp", "log", "tanh", "sigmoid"];

export function elementwiseOn(
  runtime: Runtime,
): Pick<Backend, "unary" | "binary" | "softmax" | "softmaxCrossEntropyBackward" | "reluBackward"> {
  const { kernels, heap } = runtime;
  return {
    unary(operation, x, out) {
      const bytes = bytesOfAll(x, out);
      const known = bytes === 4 ? [...unaryOperations, ...functionsOfFloat32] : unaryOperations;
      const code = known.indexOf(operation);
      if (bytes === undefined || code < 0) return reference.unary(operation, x, out);
      const args = ([from, to]: number[], length: number) => [bytes, code, from, to, length];
      runtime.elements("unary", [x], [out], args);
    },

    binary(operation, a, b, out, layout) {
      const bytes = bytesOfAll(a, b, out);
      const code = binaryOperations.indexOf(operation);
      const steps = rowsOf(layout, out.length);
      if (bytes === undefined || code < 0 || steps === undefined) {
        return reference.binary(operation, a, b, out, layout);
      }
      const { rows, columns, a: [downA, acrossA], b: [downB, acrossB] } = steps;
      if (rows === 1 && a.length === b.length) {
        // deno-fmt-ignore
        runtime.elements("binary", [a, b], [out], ([left, right, to], length) => [
          bytes, code, left, 0, 1, right, 0, 1, to, 1, length,
        ]);
        return;
      }
      const isRow = rows === 1; // with a number
      const [stepA, stepB] = isRow ? [acrossA, acrossB] : [downA, downB];
      const [count, size] = isRow ? [columns, 1] : [rows, columns];
      heap.withAddresses([a, b], [out], (left, right, result) => {
        // deno-fmt-ignore
        runtime.split("binary", count, { cost: size * COST_OF_AN_ELEMENT }, (start, end) => [
          bytes, code, left + start * stepA * bytes, downA, acrossA,
          right + start * stepB * bytes, downB, acrossB,
          result + start * size * bytes, isRow ? 1 : end - start, isRow ? end - start : columns,
        ]);
      });
    },

    softmax(x, out, rows, columns) {
      if (bytesOfAll(x, out) !== 4) return reference.softmax(x, out, rows, columns);
      heap.withAddresses([x], [out], (from, to) => kernels.softmax(from, to, rows, columns));
    },

    softmaxCrossEntropyBackward(y, t, dx, scale) {
      if (bytesOfAll(y, t, dx) !== 4) return reference.softmaxCrossEntropyBackward(y, t, dx, scale);
      heap.withAddresses([y, t], [dx], (...addresses) => {
        kernels.softmaxCrossEntropyBackward(...addresses, dx.length, scale);
      });
    },

    reluBackward(x, dout, dx) {
      const bytes = bytesOfAll(x, dout, dx);
      if (bytes === undefined) return reference.reluBackward(x, dout, dx);
      const args = (addresses: number[], length: number) => [bytes, ...addresses, length];
      runtime.elements("reluBackward", [x, dout], [dx], args);
    },
  };
}

/** A layout as rows and columns, with each operand's steps down and across; undefined if it is not so regular. */
function rowsOf({ shape, stridesA, stridesB }: Broadcast, size: number) {
  if (stridesA === stridesB) return { rows: 1, columns: size, a: [0, 1], b: [0, 1] };
  for (let split = 0; split <= shape.length; split++) {
    const a = stepsOf(shape, stridesA, split);
    const b = stepsOf(shape, stridesB, split);
    const columns = shape.slice(split).reduce((product, length) => product * length, 1);
    if (a && b) return { rows: columns === 0 ? 0 : size / columns, columns, a, b };
  }
}

/** An operand's one step along the axes before `split`, and along those after it; undefined where there is none. */
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
