// The plain backend: the loops that a reader would write, against which the others are tested. Arithmetic is in
// float64, as all numbers of JavaScript are; a result is rounded when it is stored in a float32 array.

import type { Backend, BinaryOperation, UnaryOperation } from "../contract.ts";
import { gemm } from "./gemm.ts";
import { images } from "./images.ts";
import { normalization } from "./normalization.ts";
import { updates } from "./updates.ts";

const unaryFunctions: Record<UnaryOperation, (x: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => x <= 0 ? 0 : x, // so NaN stays
};

// Math.max and Math.min give NaN when either operand is NaN, as NumPy's maximum and minimum do.
const binaryFunctions: Record<BinaryOperation, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  maximum: Math.max,
  minimum: Math.min,
  greater: (a, b) => a > b ? 1 : 0,
  less: (a, b) => a < b ? 1 : 0,
  equal: (a, b) => a === b ? 1 : 0,
};

export const reference: Backend = {
  name: "reference",

  /** for i: out[i] = f(x[i]) */
  unary(operation, x, out) {
    const f = unaryFunctions[operation];
    for (let i = 0; i < out.length; i++) out[i] = f(x[i]);
  },

  /** for i: out[i] = f(a[…], b[…]); the last axis is a plain loop, the axes before it count like an odometer. */
  binary(operation, a, b, out, layout) {
    const f = binaryFunctions[operation];
    const { shape, stridesA, stridesB } = layout;
    if (stridesA === stridesB) { // the same shape: nothing repeats
      for (let i = 0; i < out.length; i++) out[i] = f(a[i], b[i]);
      return;
    }
    const last = shape.length - 1;
    const stepA = stridesA[last];
    const stepB = stridesB[last];
    const index = new Array<number>(shape.length).fill(0);
    let offsetA = 0;
    let offsetB = 0;
    for (let start = 0; start < out.length; start += shape[last]) {
      for (let j = 0; j < shape[last]; j++) {
        out[start + j] = f(a[offsetA + j * stepA], b[offsetB + j * stepB]);
      }
      for (let axis = last - 1; axis >= 0; axis--) {
        offsetA += stridesA[axis];
        offsetB += stridesB[axis];
        if (++index[axis] < shape[axis]) break;
        offsetA -= stridesA[axis] * shape[axis];
        offsetB -= stridesB[axis] * shape[axis];
        index[axis] = 0;
      }
    }
  },

  reduce(operation, x, out, outer, length, inner) {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const start = o * length * inner + i;
        if (operation === "sum") {
          let sum = 0;
          for (let k = 0; k < length; k++) sum += x[start + k * inner];
          out[o * inner + i] = sum;
        } else {
          const sign = operation === "max" || operation === "argmax" ? 1 : -1;
          let best = 0;
          for (let k = 1; k < length; k++) {
            const bestValue = x[start + best * inner];
            const value = x[start + k * inner];
            if (Number.isNaN(bestValue)) break;
            // a comparison with NaN is false, so NaN is asked for by name
            if (sign * value > sign * bestValue || Number.isNaN(value)) best = k;
          }
          const isIndex = operation === "argmax" || operation === "argmin";
          out[o * inner + i] = isIndex ? best : x[start + best * inner];
        }
      }
    }
  },

  softmax(x, out, rows, columns) {
    const exponentials = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      let max = -Infinity;
      for (let j = 0; j < columns; j++) max = Math.max(max, x[start + j]);
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += exponentials[j] = Math.exp(x[start + j] - max);
      for (let j = 0; j < columns; j++) out[start + j] = exponentials[j] / sum;
    }
  },

  softmaxCrossEntropyBackward(y, t, dx, scale) {
    for (let i = 0; i < dx.length; i++) dx[i] = (y[i] - t[i]) * scale;
  },

  reluBackward(x, dout, dx) {
    for (let i = 0; i < dx.length; i++) dx[i] = x[i] <= 0 ? 0 : dout[i];
  },

  gemm,
  ...images,
  ...normalization,
  ...updates,
};
