// What every backend must compute, against loops written out here, at the sizes where vector code goes wrong.

import { assertClose, assertEquals } from "../assert.ts";
import { forEachBackend } from "../backends.ts";
import { broadcast, sizeOf, stridesOf } from "../../lib/tensor/shape.ts";
import type { BinaryOperation, UnaryOperation } from "../../lib/backend/contract.ts";
import { arange, type DType, random, tensor } from "../../lib/mod.ts";

const sizes = [0, 1, 3, 4, 5, 7, 8, 9, 31];
const arrayTypes = { float32: Float32Array, float64: Float64Array };
const dtypes = ["float32", "float64"] as const;

/** Both as tensors of one axis in `dtype`, compared with its usual tolerance. */
function assertSame(actual: ArrayLike<number>, expected: number[], dtype: DType, what: string) {
  const asTensor = (values: ArrayLike<number>) => tensor(Array.from(values), { dtype });
  assertClose(asTensor(actual), asTensor(expected), { what, equalNaN: true });
}

forEachBackend("gemm multiplies at every size, with every transpose", (backend) => {
  const rng = random(1);
  for (const dtype of dtypes) {
    for (const M of sizes) {
      for (const K of sizes) {
        for (const N of sizes) {
          const a = rng.normal([M, K], 0, 1, dtype);
          const b = rng.normal([K, N], 0, 1, dtype);
          const expected = new Array<number>(M * N).fill(0);
          for (let m = 0; m < M; m++) {
            for (let n = 0; n < N; n++) {
              for (let k = 0; k < K; k++) {
                expected[m * N + n] += a.data[m * K + k] * b.data[k * N + n];
              }
            }
          }
          for (const [transposeA, transposeB] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
            const out = new arrayTypes[dtype](M * N).fill(99);
            const left = (transposeA ? a.T : a).data;
            const right = (transposeB ? b.T : b).data;
            backend.gemm(left, right, out, M, K, N, transposeA === 1, transposeB === 1);
            assertSame(out, expected, dtype, `(${M}, ${K})·(${K}, ${N})`);
          }
        }
      }
    }
  }
});

forEachBackend("gemm of large matrices, in whole numbers, which are exact", (backend) => {
  const rng = random(13);
  const [M, K, N] = [70, 700, 81];
  const [a, b] = [M * K, K * N].map((size) => rng.integers(-3, 4, size));
  const expected = Array.from({ length: M * N }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < K; k++) sum += a[Math.floor(i / N) * K + k] * b[k * N + i % N];
    return sum;
  });
  for (const dtype of dtypes) {
    const [left, right] = [a, b].map((values) => new arrayTypes[dtype](values));
    const out = new arrayTypes[dtype](M * N);
    backend.gemm(left, right, out, M, K, N, false, false);
    assertEquals(Array.from(out), expected);
  }
});

forEachBackend("gemm adds a bias to each row", (backend) => {
  const rng = random(9);
  for (const dtype of dtypes) {
    for (const [M, K, N] of [[1, 0, 3], [4, 3, 8], [5, 300, 9], [9, 2, 31], [70, 5, 7]]) {
      const [a, b, bias] = [M * K, K * N, N].map((size) => rng.normal(size, 0, 1, dtype).data);
      const [out, product] = [0, 1].map(() => new arrayTypes[dtype](M * N).fill(99));
      backend.gemm(a, b, out, M, K, N, false, false, bias);
      backend.gemm(a, b, product, M, K, N, false, false);
      const expected = Array.from(product, (value, i) => value + bias[i % N]);
      // sums of up to 300 products that begin with the bias, in float32
      assertClose(
        tensor(out),
        tensor(expected, { dtype }),
        dtype === "float32" ? { atol: 3e-5 } : {},
      );
    }
  }
});

const unaryOperations: Record<UnaryOperation, (x: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => Number.isNaN(x) ? NaN : x > 0 ? x : 0,
};

forEachBackend("unary operations at every size, with NaN and infinities", (backend) => {
  for (const dtype of dtypes) {
    for (const size of sizes) {
      const x = random(2).normal(size, 0, 3, dtype).data;
      [NaN, Infinity, -Infinity, 0].forEach((value, i) => i < size - 4 && (x[i] = value));
      for (const [name, f] of Object.entries(unaryOperations)) {
        const out = new arrayTypes[dtype](size);
        backend.unary(name as UnaryOperation, x, out);
        assertSame(out, Array.from(x, f), dtype, `${name} of ${size}`);
      }
    }
  }
});

const binaryOperations: Record<BinaryOperation, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  maximum: (a, b) => Number.isNaN(a) || Number.isNaN(b) ? NaN : a > b ? a : b,
  minimum: (a, b) => Number.isNaN(a) || Number.isNaN(b) ? NaN : a < b ? a : b,
  greater: (a, b) => Number(a > b),
  less: (a, b) => Number(a < b),
  equal: (a, b) => Number(a === b),
};

forEachBackend("binary operations: same shape, a single number, a row, a column", (backend) => {
  const rng = random(3);
  for (const dtype of dtypes) {
    for (const size of sizes) {
      for (const shapeB of [[3, size], [], [size], [3, 1]]) {
        const a = rng.normal([3, size], 0, 1, dtype);
        const b = rng.normal(shapeB, 0, 1, dtype);
        if (a.size > 2) a.data[1] = NaN;
        for (const [name, f] of Object.entries(binaryOperations)) {
          const out = new arrayTypes[dtype](a.size);
          const layout = broadcast(name, a.shape, b.shape);
          backend.binary(name as BinaryOperation, a.data, b.data, out, layout);
          const expected = Array.from(a.data, (value, i) => {
            const row = Math.floor(i / size);
            const at = b.size === 1 ? 0 : shapeB[1] === 1 ? row : i % (size * (shapeB[1] ? 3 : 1));
            return f(value, b.data[at]);
          });
          assertSame(out, expected, dtype, `${name} (3, ${size}) with (${shapeB})`);
        }
      }
    }
  }
});

forEachBackend("binary operations where both operands repeat", (backend) => {
  const rng = random(11);
  for (const dtype of dtypes) {
    for (const [shapeA, shapeB] of [[[3, 1, 5], [4, 1]], [[2, 1, 3, 2], [4, 1, 1]]]) {
      const [a, b] = [shapeA, shapeB].map((shape) => rng.normal(shape, 0, 1, dtype));
      const layout = broadcast("sub", shapeA, shapeB);
      const expected: number[] = [];
      for (let i = 0; i < sizeOf(layout.shape); i++) {
        const at = { a: 0, b: 0 };
        stridesOf(layout.shape).forEach((stride, axis) => {
          const index = Math.floor(i / stride) % layout.shape[axis];
          at.a += index * layout.stridesA[axis];
          at.b += index * layout.stridesB[axis];
        });
        expected.push(a.data[at.a] - b.data[at.b]);
      }
      const out = new arrayTypes[dtype](expected.length);
      backend.binary("sub", a.data, b.data, out, layout);
      assertSame(out, expected, dtype, `sub (${shapeA}) with (${shapeB})`);
    }
  }
});

forEachBackend("binary operations along 40 axes, most of them of length 1", (backend) => {
  const lengths = (step: number) => Array.from({ length: 40 }, (_, axis) => axis % step ? 1 : 2);
  const layout = broadcast("test", lengths(6), lengths(10));
  const [a, b] = [6, 10].map((step) => arange(sizeOf(lengths(step))).data);
  const out = new Float32Array(sizeOf(layout.shape));
  backend.binary("add", Float32Array.from(a), Float32Array.from(b), out, layout);
  const expected = [...out.keys()].map((i) => {
    let [atA, atB] = [0, 0];
    layout.shape.forEach((length, axis) => {
      const place = Math.floor(i / stridesOf(layout.shape)[axis]) % length;
      atA += place * layout.stridesA[axis];
      atB += place * layout.stridesB[axis];
    });
    return atA + atB;
  });
  assertEquals(Array.from(out), expected);
});

forEachBackend("pow of zero, of negative numbers, with NaN and infinities", (backend) => {
  const bases = [NaN, Infinity, -Infinity, 0, 1, -1, 2, -2, 0.5, -0.5];
  const powers = [...bases, 3, -3, 2.5, -2.5, 33, -33, 34];
  for (const dtype of dtypes) {
    const a = new arrayTypes[dtype](bases.flatMap((base) => powers.map(() => base)));
    const b = new arrayTypes[dtype](bases.flatMap(() => powers));
    const out = new arrayTypes[dtype](a.length);
    const shape = [a.length];
    backend.binary("pow", a, b, out, broadcast("pow", shape, shape));
    assertSame(out, Array.from(a, (value, i) => value ** b[i]), dtype, "pow");
  }
});

forEachBackend("reductions along the first, a middle and the last axis", (backend) => {
  const rng = random(4);
  for (const dtype of dtypes) {
    for (const length of [...sizes.slice(1), 9001]) {
      for (const [outer, inner] of [[1, 1], [3, 1], [1, 5], [2, 9], [1, 16], [0, 20]]) {
        const x = rng.integers(-3, 3, outer * length * inner);
        const data = new arrayTypes[dtype](x);
        if (length > 3) data[inner * 2] = NaN;
        if (length > 31) data[data.length - 1] = 7; // the largest of its line
        for (const name of ["sum", "max", "min", "argmax", "argmin"] as const) {
          const Type = name.startsWith("arg") ? Int32Array : arrayTypes[dtype];
          const out = new Type(outer * inner);
          backend.reduce(name, data, out, outer, length, inner);
          const expected = Array.from(out, (_, i) => {
            const start = Math.floor(i / inner) * length * inner + (i % inner);
            const line = Array.from({ length }, (_, k) => data[start + k * inner]);
            const nan = line.findIndex(Number.isNaN);
            const best = name.endsWith("max") ? Math.max(...line) : Math.min(...line);
            if (name === "sum") return line.reduce((sum, value) => sum + value, 0);
            if (!name.startsWith("arg")) return best;
            return nan >= 0 ? nan : line.indexOf(best);
          });
          assertSame(out, expected, dtype, `${name} of (${outer}, ${length}, ${inner})`);
        }
      }
    }
  }
});

forEachBackend("softmax of every row, of values up to 1,000", (backend) => {
  const rng = random(5);
  for (const dtype of dtypes) {
    for (const columns of [...sizes.slice(1), 300]) {
      const x = rng.uniform([3, columns], -1000, 1000, dtype).data;
      const out = new arrayTypes[dtype](x.length);
      backend.softmax(x, out, 3, columns);
      for (let row = 0; row < 3; row++) {
        const line = Array.from(x.slice(row * columns, (row + 1) * columns));
        const exponentials = line.map((value) => Math.exp(value - Math.max(...line)));
        const sum = exponentials.reduce((total, value) => total + value);
        const part = out.slice(row * columns, (row + 1) * columns);
        assertSame(part, exponentials.map((value) => value / sum), dtype, `softmax of ${columns}`);
      }
      assertEquals(out.length, 3 * columns);
    }
  }
});

forEachBackend("the backward pass through cross entropy and softmax", (backend) => {
  const rng = random(10);
  for (const dtype of dtypes) {
    for (const size of sizes) {
      const [y, t] = [0, 1].map(() => rng.uniform(size, 0, 1, dtype).data);
      const dx = new arrayTypes[dtype](size).fill(99);
      backend.softmaxCrossEntropyBackward(y, t, dx, 0.25);
      assertSame(dx, Array.from(y, (value, i) => (value - t[i]) / 4), dtype, `${size} elements`);
    }
  }
});

forEachBackend("reluBackward lets dout through where x is positive or NaN", (backend) => {
  for (const dtype of dtypes) {
    for (const size of sizes) {
      const x = random(6).normal(size, 0, 1, dtype).maximum(0).data;
      const dout = random(7).normal(size, 0, 1, dtype).data;
      if (size > 3) x[2] = NaN;
      const dx = new arrayTypes[dtype](size).fill(99);
      backend.reluBackward(x, dout, dx);
      assertSame(dx, Array.from(dout, (d, i) => x[i] <= 0 ? 0 : d), dtype, `${size} elements`);
    }
  }
});
