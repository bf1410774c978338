// Operations on each element, on pairs, and on rows.

import type { Backend, BinaryOperation, UnaryOperation } from "../contract.ts";
import type { Gpu } from "./device.ts";
import { acrossLanes, compute, EACH, elements, groupsFor, LANES } from "./kernel.ts";

const unaryFormulas: Record<UnaryOperation, string> = {
  neg: "-x",
  abs: "abs(x)",
  sqrt: "select(sqrt(x), nan(), x < 0.0)",
  exp: "exponential(x)",
  log: "logarithm(x)",
  tanh: "tangent(x)",
  sigmoid: "sigmoid(x)",
  relu: "relu(x)",
};

// what WGSL has of these is undefined for some x, or not exact near 0
const unaryFunctions = `
fn logarithm(x: f32) -> f32 {
  if (x == 0.0) { return -infinity(); }
  if (x < 0.0 || isNan(x)) { return nan(); }
  if (isInfinite(x)) { return x; }
  return log(x);
}
fn tangent(x: f32) -> f32 {
  if (isNan(x)) { return x; }
  let square = x * x;
  if (square < 0.09) { // the beginning of its series
    return x * (1.0 - square * (1.0 / 3.0 - square * (2.0 / 15.0 - square * (17.0 / 315.0 - square * 62.0 / 2835.0))));
  }
  let size = 1.0 - 2.0 / (exp(2.0 * min(abs(x), 10.0)) + 1.0);
  return select(size, -size, x < 0.0);
}
fn sigmoid(x: f32) -> f32 {
  let e = exponential(-abs(x));
  return select(1.0, e, x < 0.0) / (1.0 + e);
}`;

const binaryFormulas: Record<BinaryOperation, string> = {
  add: "a + b",
  sub: "a - b",
  mul: "a * b",
  div: "a / b",
  pow: "power(a, b)",
  maximum: "select(max(a, b), nan(), isAnyNan(a, b))",
  minimum: "select(min(a, b), nan(), isAnyNan(a, b))",
  greater: "f32(a > b && !isAnyNan(a, b))",
  less: "f32(a < b && !isAnyNan(a, b))",
  equal: "f32(a == b && !isAnyNan(a, b))",
};

// WGSL's pow is undefined where a is negative; small whole powers are exact
const binaryFunctions = `
fn isAnyNan(a: f32, b: f32) -> bool { return isNan(a) || isNan(b); }
fn power(a: f32, b: f32) -> f32 {
  if (isNan(b)) { return b; }
  if (b == 0.0) { return 1.0; }
  if (isNan(a)) { return a; }
  let isWhole = trunc(b) == b;
  if (isWhole && abs(b) <= 16.0) {
    var product = a;
    for (var n = 1.0; n < abs(b); n += 1.0) { product *= a; }
    return select(product, 1.0 / product, b < 0.0);
  }
  if (a == 0.0) { return select(0.0, infinity(), b < 0.0); }
  if (abs(a) == 1.0 && isInfinite(b)) { return nan(); }
  let size = pow(abs(a), b);
  if (a > 0.0) { return size; }
  let isOdd = fract(abs(b) / 2.0) == 0.5;
  return select(nan(), select(size, -size, isOdd), isWhole || isInfinite(a));
}`;

export function elementwiseOn(
  gpu: Gpu,
): Pick<Backend, "unary" | "binary" | "softmax" | "softmaxCrossEntropyBackward" | "reluBackward"> {
  return {
    unary(operation, x, out) {
      const formula = `out = ${unaryFormulas[operation]};`;
      elements(gpu, operation, formula, { x }, { out }, { top: unaryFunctions });
    },

    /** Each axis has a length, and a step for a and for b, as in the plain backend. */
    binary(operation, a, b, out, layout) {
      const formula = binaryFormulas[operation];
      const { shape, stridesA, stridesB } = layout;
      const top = binaryFunctions;
      if (stridesA === stridesB) {
        elements(gpu, operation, `out = ${formula};`, { a, b }, { out }, { top });
        return;
      }
      const integers: Record<string, number> = { length: out.length };
      let walk = "";
      const axes = [...shape.keys()].filter((axis) => shape[axis] > 1); // 31 at most, for which uniforms have room
      axes.reverse().forEach((axis, k) => {
        integers[`length${k}`] = shape[axis];
        integers[`stepA${k}`] = stridesA[axis];
        integers[`stepB${k}`] = stridesB[axis];
        walk += `
          atA += rest % u.length${k} * u.stepA${k};
          atB += rest % u.length${k} * u.stepB${k};
          rest /= u.length${k};`;
      });
      compute(gpu, {
        name: `${operation} along ${axes.length} axes`,
        top,
        main: `${EACH}
          var rest = i;
          var atA = 0u;
          var atB = 0u;
          ${walk}
          let a = left[atA];
          let b = right[atB];
          out[i] = ${formula};`,
        inputs: { left: a, right: b },
        outputs: { out },
        integers,
        groups: groupsFor(out.length),
      });
    },

    /** A workgroup per row; a NaN makes the sum, and so the row, NaN. */
    softmax(x, out, rows, columns) {
      compute(gpu, {
        name: "softmax",
        top: acrossLanes("largest", "f32", "max(a, b)") + acrossLanes("total", "f32", "a + b"),
        main: `
          let start = group * u.columns;
          var most = x[start];
          for (var j = lane; j < u.columns; j += ${LANES}u) { most = max(most, x[start + j]); }
          most = largest(most, lane);
          var sum = 0.0;
          for (var j = lane; j < u.columns; j += ${LANES}u) { sum += exponential(x[start + j] - most); }
          sum = total(sum, lane);
          for (var j = lane; j < u.columns; j += ${LANES}u) {
            out[start + j] = exponential(x[start + j] - most) / sum;
          }`,
        inputs: { x },
        outputs: { out },
        integers: { columns },
        groups: rows,
      });
    },

    softmaxCrossEntropyBackward(y, t, dx, scale) {
      const formula = "dx = (y - t) * u.scale;";
      elements(gpu, "softmaxCrossEntropyBackward", formula, { y, t }, { dx }, {
        floats: { scale },
      });
    },

    reluBackward(x, dout, dx) {
      const formula = "dx = select(dout, 0.0, x <= 0.0 && !isNan(x));";
      elements(gpu, "reluBackward", formula, { x, dout }, { dx });
    },
  };
}
