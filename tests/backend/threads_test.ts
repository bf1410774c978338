// Threads of the WASM backend: the same bits whoever computes, and nothing that hangs.

import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import type { Backend, Windows } from "../../lib/backend/contract.ts";
import { Runtime } from "../../lib/backend/wasm/runtime.ts";
import { wasmOn } from "../../lib/backend/wasm/wasm.ts";
import { random } from "../../lib/mod.ts";
import { broadcast } from "../../lib/tensor/shape.ts";

/** A runtime whose threads are all there. */
async function runtimeWith(threads: number): Promise<Runtime> {
  const runtime = new Runtime("relaxed", threads, { leastCost: 1 });
  while (runtime.threads < threads) await new Promise((resolve) => setTimeout(resolve, 5));
  return runtime;
}

/** Runs `run` where node's workers are made by `Worker`. */
async function withWorker(Worker: unknown, run: () => void | Promise<void>): Promise<void> {
  const place = globalThis as { process: unknown };
  const { process } = place;
  place.process = { getBuiltinModule: () => ({ Worker, isMainThread: true }) };
  try {
    await run();
  } finally {
    place.process = process;
  }
}

/** Asserts that a product of two parts is right. */
function assertWorks(backend: Backend): void {
  const a = Float32Array.from({ length: 64 }, (_, i) => i);
  const out = new Float32Array(64);
  backend.gemm(a, Float32Array.of(2), out, 64, 1, 1, false, false);
  assertEquals(Array.from(out), Array.from(a, (value) => 2 * value));
}

/** What every operation that is split gives for images and matrices of uneven sizes. */
function results(
  backend: Backend,
  dtype: "float32" | "float64",
): Record<string, ArrayLike<number>> {
  const rng = random(7);
  const draw = (size: number) => rng.normal(size, 0, 1, dtype).data;
  const zeros = (size: number) => draw(size).fill(0);
  const all: Record<string, ArrayLike<number>> = {};
  for (const [M, K, N] of [[37, 300, 13], [5, 17, 90], [130, 3, 130]]) {
    for (const [transposeA, transposeB] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
      const out = zeros(M * N);
      backend.gemm(draw(M * K), draw(K * N), out, M, K, N, transposeA === 1, transposeB === 1);
      all[`gemm ${M} ${K} ${N} ${transposeA} ${transposeB}`] = out;
    }
  }
  for (const [C, FN, pad, stride] of [[1, 5, 1, 1], [3, 8, 2, 2], [4, 3, 0, 1]]) {
    const [N, H, W, FH, FW] = [37, 9, 8, 3, 3];
    const [OH, OW] = [H, W].map((size) => Math.floor((size + 2 * pad - 3) / stride) + 1);
    const windows: Windows = { N, C, H, W, FH, FW, stride, pad, OH, OW };
    const places = N * OH * OW;
    const [x, filters, b, dout] = [N * C * H * W, FN * C * 9, FN, places * FN].map(draw);
    const [out, dx, dfilters, db] = [dout, x, filters, b].map(({ length }) => zeros(length));
    backend.convolution({ x, filters, b, out, windows });
    backend.convolutionBackward({ x, filters, dout, dx, dfilters, db, windows });
    const [col, image] = [zeros(places * C * 9), zeros(x.length)];
    backend.im2col(x, col, windows);
    backend.col2im(col, image, windows);
    const [most, dmost, indices] = [zeros(places * C), zeros(x.length), new Int32Array(places * C)];
    backend.pooling(x, most, indices, windows);
    backend.poolingBackward(draw(places * C), indices, dmost, windows);
    const pooled = Math.floor(OH * OW / 2); // every second place of a map
    const left = Int32Array.from({ length: N * FN * pooled }, (_, i) => {
      const map = Math.floor(i / pooled);
      return map * OH * OW + (i % pooled) * 2;
    });
    const [dpooled, dbPooled] = [zeros(filters.length), zeros(FN)];
    backend.convolutionBackward({
      ...{ x, filters, dout: draw(left.length), dx: undefined },
      ...{ dfilters: dpooled, db: dbPooled, windows, indices: left },
    });
    // deno-fmt-ignore
    const named = {
      out, dx, dfilters, db, col, image, most, indices, dmost, dpooled, dbPooled,
    };
    for (const [name, values] of Object.entries(named)) all[`${name} ${C} ${FN} ${pad}`] = values;
  }
  return all;
}

/** What operations element by element give in the memory of a step, where they are split. */
function elementwise(
  backend: Backend,
  dtype: "float32" | "float64",
): Record<string, ArrayLike<number>> {
  const rng = random(8);
  const all: Record<string, ArrayLike<number>> = {};
  const arena = backend.arena!;
  arena.open();
  for (const size of [1, 15, 33, 1000]) {
    const make = (length: number) => {
      const { data } = rng.normal(length, 0, 1, dtype);
      const array = arena.allocate(dtype === "float32" ? Float32Array : Float64Array, length)!;
      array.set(data);
      return array;
    };
    const [x, y, w, m, v] = [0, 1, 2, 3, 4].map(() => make(size));
    const [negated, dx, sum, half] = [0, 1, 2, 3].map(() => make(size));
    const [table, row, raised] = [make(6 * size), make(size), make(6 * size)];
    const after = make(1); // what would be overwritten first
    backend.unary("neg", x, negated);
    backend.reluBackward(x, y, dx);
    backend.binary("add", x, y, sum, broadcast("add", [size], [size]));
    backend.binary("div", x, after.slice(), half, broadcast("div", [size], []));
    backend.binary("sub", table, row, raised, broadcast("sub", [6, size], [size]));
    backend.adam(w, x, m, v.fill(1), 0.1, 0.9, 0.999);
    const named = { negated, dx, sum, half, raised, w, m, v, after };
    for (const [name, values] of Object.entries(named)) all[`${name} ${size}`] = values.slice();
  }
  return all;
}

Deno.test("any number of threads gives the same bits", async () => {
  for (const dtype of ["float32", "float64"] as const) {
    const all = (backend: Backend) => ({
      ...results(backend, dtype),
      ...elementwise(backend, dtype),
    });
    const expected = all(wasmOn(new Runtime("relaxed")));
    for (const threads of [2, 3]) {
      const backend = wasmOn(await runtimeWith(threads));
      for (let round = 0; round < 5; round++) { // who takes which part differs from round to round
        for (const [name, values] of Object.entries(all(backend))) {
          assertEquals(values, expected[name], `${name}, ${dtype}, ${threads} threads`);
        }
      }
    }
  }
});

Deno.test("a thread that sleeps is woken, and what it has not done the others do", async () => {
  const runtime = await runtimeWith(2);
  const backend = wasmOn(runtime);
  for (const pause of [0, 1, 5, 20]) {
    await new Promise((resolve) => setTimeout(resolve, pause)); // it looks out for 0.3 ms, then sleeps
    assertWorks(backend);
  }
});

Deno.test("a kernel that fails in a thread is an error, and the next one works", async () => {
  const runtime = await runtimeWith(2);
  const outside = 2 ** 31;
  const part = [4, 0, 0, outside, 1]; // bytes, neg, from, to, length
  for (const parts of [[part, part], [part, part, part, part]]) {
    assertThrowsWith(() => runtime.run("unary", parts), Error, "wasm: unary failed");
    assertWorks(wasmOn(runtime));
  }
});

Deno.test("threads that cannot start leave the work to the one that is there", async () => {
  const unwilling = class {
    constructor() {
      throw new Error("no workers today");
    }
  };
  await withWorker(unwilling, () => {
    const runtime = new Runtime("relaxed", 2, { leastCost: 1 });
    assertWorks(wasmOn(runtime));
    assertEquals(runtime.threads, 1);
  });
});

Deno.test("a thread that has died keeps nobody waiting", async () => {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const started: InstanceType<typeof Worker>[] = [];
  const recorded = class extends Worker {
    constructor(...options: ConstructorParameters<typeof Worker>) {
      super(...options);
      started.push(this);
    }
  };
  await withWorker(recorded, async () => {
    const runtime = await runtimeWith(2);
    await started[0].terminate();
    const backend = wasmOn(runtime);
    for (let i = 0; i < 100; i++) assertWorks(backend);
    assertTrue(started.length === 1);
  });
});
