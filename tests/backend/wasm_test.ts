// What only the WASM backend can get wrong: its memory, what it leaves to the plain loops, sizes beyond one block.

import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { reference } from "../../lib/backend/reference/reference.ts";
import { Runtime } from "../../lib/backend/wasm/runtime.ts";
import { Heap } from "../../lib/backend/wasm/heap.ts";
import { wasmOn } from "../../lib/backend/wasm/wasm.ts";
import { arange, random, type Tensor, tensor, zeros } from "../../lib/mod.ts";
import { broadcast } from "../../lib/tensor/shape.ts";

const builds = ["relaxed", "plain"] as const;

for (const build of builds) {
  const runtime = new Runtime(build);
  const wasm = wasmOn(runtime);

  Deno.test(`${build}: gemm multiplies matrices of more than one block`, () => {
    const rng = random(1);
    for (const [M, K, N] of [[97, 257, 9], [100, 784, 50], [5, 600, 1031], [200, 3, 2050]]) {
      for (const [transposeA, transposeB] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
        for (const dtype of ["float32", "float64"] as const) {
          const [a, b] = [rng.normal(M * K, 0, 1, dtype).data, rng.normal(K * N, 0, 1, dtype).data];
          const results = [wasm, reference].map((each) => {
            const out = a instanceof Float32Array
              ? new Float32Array(M * N)
              : new Float64Array(M * N);
            each.gemm(a, b, out, M, K, N, transposeA === 1, transposeB === 1);
            return tensor(out);
          });
          // sums of up to 784 products of either sign in float32
          const limits = dtype === "float32" ? { atol: 1e-4 } : {};
          assertClose(results[0], results[1], { ...limits, what: `(${M}, ${K})·(${K}, ${N})` });
        }
      }
    }
  });

  Deno.test(`${build}: gemm leaves steps of zeros out without a trace`, () => {
    const rng = random(8);
    for (const dtype of ["float32", "float64"] as const) {
      for (const [M, K, N] of [[1, 1, 1], [3, 9, 5], [7, 40, 50], [97, 200, 9]]) {
        for (const share of [0.3, 0.6, 0.9]) {
          const [a, b] = [rng.normal([M, K], 0, 1, dtype), rng.normal([K, N], 0, 1, dtype)];
          // the same product with `share` more steps between, whose elements of a are 0
          const places: number[] = [];
          let steps = 0;
          while (places.length < K) {
            if (steps - places.length > 250 - K || rng.uniform(1).item() > share) {
              places.push(steps);
            }
            steps++;
          }
          const wide = zeros([M, steps], dtype);
          const long = rng.normal([steps, N], 0, 1, dtype);
          places.forEach((place, k) => {
            for (let m = 0; m < M; m++) wide.data[m * steps + place] = a.data[m * K + k];
            long.data.set(b.data.subarray(k * N, (k + 1) * N), place * N);
          });
          const multiply = (x: Tensor, y: Tensor, steps: number, transposeA = false) => {
            const { data } = zeros([M, N], dtype);
            wasm.gemm(x.data, y.data, data, M, steps, N, transposeA, false);
            return data;
          };
          const expected = multiply(a, b, K);
          assertEquals(multiply(wide, long, steps), expected);
          assertEquals(multiply(wide.T, long, steps, true), expected);
          const nothing = multiply(zeros([M, steps], dtype), long, steps);
          assertEquals(nothing, zeros([M, N], dtype).data);
        }
      }
    }
  });

  Deno.test(`${build}: gemm of zeros and infinities gives NaN, as IEEE 754 has it`, () => {
    for (const value of [Infinity, -Infinity, NaN]) {
      const [a, b] = [new Float32Array(4 * 300), new Float32Array(300 * 3).fill(1)];
      a[299] = 2;
      b[150 * 3 + 1] = value;
      const results = [wasm, reference].map((each) => {
        const out = new Float32Array(4 * 3);
        each.gemm(a, b, out, 4, 300, 3, false, false);
        return Array.from(out);
      });
      assertEquals(results[0], results[1]);
      assertEquals(results[0].slice(0, 3), [2, NaN, 2]);
    }
  });

  Deno.test(`${build}: arrays longer than a part, on both sides of where one ends`, () => {
    const rng = random(3);
    for (const size of [16383, 16384, 16385, 40000]) {
      for (const dtype of ["float32", "float64"] as const) {
        const [x, y, m] = [0, 1, 2].map(() => rng.normal(size, 0, 1, dtype));
        const v = rng.uniform(size, 0, 1, dtype);
        const number = tensor([2], { dtype }).reshape();
        const results = [wasm, reference].map((each) => {
          const out = [0, 1, 2, 3, 4].map(() => x.clone());
          each.unary("relu", x.data, out[0].data);
          each.reluBackward(x.data, y.data, out[1].data);
          each.binary("sub", x.data, y.data, out[2].data, broadcast("sub", [size], [size]));
          each.binary("div", number.data, y.data, out[3].data, broadcast("div", [], [size]));
          const [mean, square] = [m.clone(), v.clone()];
          each.adam(out[4].data, y.data, mean.data, square.data, 0.1, 0.9, 0.999);
          return [...out, mean, square];
        });
        results[0].forEach((x, i) => assertClose(x, results[1][i], { what: `${i} of ${size}` }));
      }
    }
  });

  Deno.test(`${build}: functions of float32 are right to two units of the last digit`, () => {
    // every 4,096th number that there is, so infinities, NaN, both zeros and numbers without a leading 1 too
    const x = new Float32Array(Int32Array.from({ length: 2 ** 20 }, (_, i) => i << 12).buffer);
    for (const name of ["exp", "log", "tanh", "sigmoid"] as const) {
      const [actual, expected] = [wasm, reference].map((each) => {
        const out = new Float32Array(x.length);
        each.unary(name, x, out);
        return tensor(out);
      });
      const limits = { rtol: 2.4e-7, atol: 3e-45, equalNaN: true };
      assertClose(actual, expected, { ...limits, what: name });
    }
  });

  Deno.test(`${build}: int32 and mixed dtypes are computed as the plain loops do`, () => {
    const a = Int32Array.of(1, 2, 3, 4);
    const b = Float32Array.of(0.5, 1.5, 2.5, 3.5);
    const out = new Float32Array(4);
    wasm.gemm(a, b, out, 2, 2, 2, false, false);
    assertEquals(Array.from(out), [5.5, 8.5, 11.5, 18.5]);
    const sum = new Int32Array(4);
    wasm.binary("add", a, a, sum, broadcast("add", [4], [4]));
    assertEquals(Array.from(sum), [2, 4, 6, 8]);
    const w = new Float32Array(1);
    wasm.sgd(w, Float64Array.of(2), 0.5);
    assertEquals(w[0], -1);
  });

  Deno.test(`${build}: a bias per channel repeats along two axes in the middle`, () => {
    const x = arange(24).reshape(2, 3, 2, 2);
    const layout = broadcast("add", x.shape, [3, 1, 1]);
    const out = new Float32Array(24);
    wasm.binary("add", x.data, Float32Array.of(0, 100, 200), out, layout);
    const expected = x.data.map((value, i) => value + 100 * (Math.floor(i / 4) % 3));
    assertEquals(Array.from(out), Array.from(expected));
  });

  Deno.test(`${build}: a border wider than the filter is left out of dx`, () => {
    const [N, C, H, W, FN, stride, pad] = [2, 3, 4, 5, 2, 2, 2];
    const [FH, FW, OH, OW] = [1, 2, 4, 4];
    const windows = { N, C, H, W, FH, FW, stride, pad, OH, OW };
    const draw = (size: number) => random(size).normal(size, 0, 1, "float64").data;
    const [x, filters, dout] = [N * C * H * W, FN * C * FH * FW, N * FN * OH * OW].map(draw);
    const results = [wasm, reference].map((each) => {
      const gradients = [x.length, filters.length, FN].map((size) => new Float64Array(size));
      const [dx, dfilters, db] = gradients;
      each.convolutionBackward({ x, filters, dout, dx, dfilters, db, windows });
      return gradients.map((gradient) => tensor(gradient));
    });
    results[0].forEach((gradient, i) => assertClose(gradient, results[1][i]));
  });

  Deno.test(`${build}: 10,000 operations without await stay in the memory of one`, () => {
    const [a, b] = [random(1).normal([100, 100]).data, random(2).normal([100, 100]).data];
    const step = () => {
      const out = new Float32Array(10_000);
      wasm.gemm(a, b, out, 100, 100, 100, false, false);
      wasm.unary("relu", out, new Float32Array(10_000));
    };
    step();
    const { byteLength } = runtime.heap.memory.buffer;
    const { rss } = Deno.memoryUsage();
    for (let i = 0; i < 10_000; i++) step();
    assertEquals(runtime.heap.memory.buffer.byteLength, byteLength);
    const megabytes = (Deno.memoryUsage().rss - rss) / 2 ** 20;
    assertTrue(megabytes < 500, `800 MB were made, ${megabytes.toFixed(0)} MB are still there`);
  });
}

Deno.test("memory that there is not is a clear error, and the next operation works", () => {
  const heap = new Heap();
  assertThrowsWith(
    () => heap.alloc(5_000_000_000),
    RangeError,
    "wasm: an operation needs 4,769 MB of memory, and there is not so much (3,968 MB at most); " +
      'use a smaller batch, or useBackend("reference")',
  );
  heap.reset();
  const address = heap.copyIn(Int32Array.of(1, 2, 3));
  const out = new Int32Array(3);
  heap.copyOut(address, out);
  assertEquals(Array.from(out), [1, 2, 3]);
});

Deno.test("memory grows without losing what lies in it", () => {
  const heap = new Heap();
  const address = heap.copyIn(Float64Array.of(1, 2, 3));
  heap.alloc(10_000_000);
  const out = new Float64Array(3);
  heap.copyOut(address, out);
  assertEquals(Array.from(out), [1, 2, 3]);
});
