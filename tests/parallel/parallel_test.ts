import { assertClose, assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { recordedBars } from "../bars.ts";
import {
  backendInfo,
  MultiLayerNet,
  parallel,
  random,
  SGD,
  Stopped,
  Tensor,
  tensor,
} from "../../lib/mod.ts";
import { onBackend } from "../on_backend.ts";
import { requestStop } from "../../lib/host/progress.ts";

const cores = navigator.hardwareConcurrency;

Deno.test("parallel() gives the results in the order of the items, whichever ends first", async () => {
  const results = await parallel([80, 0, 40, 0, 20], async (ms) => {
    await new Promise((resume) => setTimeout(resume, ms));
    return ms + 1;
  });
  assertEquals(results, [81, 1, 41, 1, 21]);
  assertEquals(await parallel([], (n: number) => n), []);
});

Deno.test({
  name: "parallel() runs as many items at a time as there are cores",
  ignore: cores === 1 && (console.log("skipped: there is one core only"), true),
  fn: async () => {
    const met = new Int32Array(new SharedArrayBuffer(4));
    const items = Array.from({ length: cores }, () => ({ met, cores }));
    const arrivals = await parallel(items, ({ met, cores }) => {
      Atomics.add(met, 0, 1);
      const patience = Date.now() + 20_000; // ms, far more than a worker needs to start
      while (Atomics.load(met, 0) < cores && Date.now() < patience);
      return Atomics.load(met, 0);
    });
    assertEquals(arrivals, items.map(() => cores));
  },
});

Deno.test("parallel() starts no more workers than there are cores or items", async () => {
  const thread = () => process.getBuiltinModule("node:worker_threads").threadId;
  assertEquals(new Set(await parallel(Array(3 * cores).fill(0), thread)).size <= cores, true);
  const [only] = await parallel([0], thread);
  assertTrue(only !== thread());
});

Deno.test("parallel() carries tensors there and back, each dtype, as deep as they lie", async () => {
  const item = {
    list: [tensor([[1, 2], [3, 4]]), tensor(5)],
    f64: tensor([0.1], { dtype: "float64" }),
    labels: tensor([7], { dtype: "int32" }),
    none: null,
    missing: undefined,
  };
  const [back] = await parallel([item], (item) => item);
  assertEquals(Object.keys(back), Object.keys(item));
  assertTrue(back.list[0] instanceof Tensor);
  assertClose(back.list[0], item.list[0], { rtol: 0, atol: 0 });
  assertClose(back.list[1], item.list[1]);
  assertClose(back.f64, item.f64, { rtol: 0, atol: 0 });
  assertClose(back.labels, item.labels);
  assertEquals([back.none, back.missing], [null, undefined]);
});

Deno.test("parallel() lets all workers read the same copy of a tensor", async () => {
  const x = tensor([1, 2, 3]);
  const isShared = await parallel([{ x }, { x }], ({ x }) => x.data.buffer.constructor.name);
  assertEquals(isShared, ["SharedArrayBuffer", "SharedArrayBuffer"]);
  assertEquals(x.data.buffer instanceof ArrayBuffer, true);
});

Deno.test("parallel() sends a part of a larger memory alone", async () => {
  const [part] = await parallel([0], () => {
    const memory = new Float32Array(new SharedArrayBuffer(4000));
    return new Tensor(memory.subarray(10, 12), [2]);
  });
  assertEquals([part.size, part.data.buffer.byteLength], [2, 8]);
});

Deno.test("parallel() computes on the backend of the notebook", async () => {
  for (const name of ["reference", "wasm"] as const) {
    await onBackend(name, async () => {
      assertEquals(await parallel([0], () => backendInfo().name), [name]);
    });
  }
});

Deno.test("parallel() trains what a loop trains: a generator goes on from its state", async () => {
  const rng = random(0);
  const x = random(1).normal([20, 4], 0, 1, "float64");
  const t = tensor(random(2).choice(3, 20));
  const sizes = { inputSize: 4, hiddenSizeList: [5], outputSize: 3, dtype: "float64" } as const;
  const items = [0.1, 0.01].map((lr) => {
    const { state } = rng;
    const net = new MultiLayerNet({ ...sizes, rng });
    for (let step = 0; step < 3; step++) {
      const batch = rng.choice(20, 8);
      new SGD({ lr }).update(net.params, net.gradient(x.take(batch), t.take(batch)));
    }
    return { lr, state, sizes, x, t, here: net.params.W1 };
  });
  const there = await parallel(items, ({ lr, state, sizes, x, t }) => {
    const rng = random(0);
    rng.state = state;
    const net = new MultiLayerNet({ ...sizes, rng });
    for (let step = 0; step < 3; step++) {
      const batch = rng.choice(20, 8);
      new SGD({ lr }).update(net.params, net.gradient(x.take(batch), t.take(batch)));
    }
    return net.params.W1;
  });
  // the stage on plain SIMD changes this thread's engine, not that of the workers
  items.forEach(({ here }, i) => assertClose(there[i], here, { rtol: 1e-12, atol: 1e-15 }));
});

Deno.test("parallel() counts the items that are done in a bar", async () => {
  using bars = recordedBars();
  await parallel([1, 2], (n) => n, "two");
  assertEquals(bars.lines, ["two 0/2", "two 1/2", "two 2/2", "two ended at 2"]);
});

Deno.test("parallel() says which item failed, and why, and ends the others", async () => {
  using bars = recordedBars();
  const failing = parallel([0, 1, 2], (n) => {
    if (n === 1) throw new RangeError("one is too many");
    while (n === 2);
    return n;
  }, "three");
  await assertRejectsWith(() => failing, Error, "parallel: items[1]: one is too many");
  assertTrue(/^three ended at [01]$/.test(bars.lines.at(-1)!));
});

Deno.test("parallel() says that a task does not know the variables around it", async () => {
  const outside = 1;
  await assertRejectsWith(
    () => parallel([1], (n) => n + outside),
    Error,
    "parallel: items[0]: outside is not defined",
  );
});

Deno.test("parallel() rejects what no message can carry, there and back", async () => {
  const cannot = "cannot be sent to a worker, but tensors, numbers and plain objects can";
  await assertRejectsWith(
    () => parallel([{ rng: random(0) }], () => 0),
    Error,
    `parallel: items[0]: a Random ${cannot}`,
  );
  await assertRejectsWith(
    () => parallel([1], () => new SGD()),
    Error,
    `parallel: items[0]: a SGD ${cannot}`,
  );
});

Deno.test("parallel() notices that a worker has ended before its task", async () => {
  await assertRejectsWith(
    () => parallel([1], () => process.exit(3)),
    Error,
    "parallel: items[0]: its worker has ended",
  );
});

Deno.test("parallel() ends at Stop, even in an endless loop; what starts later goes on", async () => {
  using bars = recordedBars();
  const met = new Int32Array(new SharedArrayBuffer(4));
  const endless = parallel([{ met }, { met }], ({ met }) => {
    Atomics.add(met, 0, 1);
    for (;;);
  }, "endless");
  const timer = setInterval(() => Atomics.load(met, 0) > 0 && requestStop(), 5);
  await assertRejectsWith(() => endless, Stopped, "stopped after 0 of 2");
  clearInterval(timer);
  assertEquals(bars.lines.at(-1), "endless ended at 0");
  assertEquals(await parallel([1], (n) => n + 1), [2]);
});

Deno.test("parallel() lets the items take turns in a worker", async () => {
  const [inner] = await parallel([[1, 2, 3]], async (items) => {
    const factor = 2; // seen, because the inner task runs right here
    return await parallel(items, (n) => factor * n);
  });
  assertEquals(inner, [2, 4, 6]);
});

Deno.test({
  name: "parallel() lets the items take turns where it may read no file; Stop ends it",
  permissions: { read: false },
  fn: async () => {
    let running = 0;
    const turns = await parallel([1, 2, 3], async (n) => {
      running++;
      await new Promise((resume) => setTimeout(resume, 5));
      return n * running--;
    });
    assertEquals(turns, [1, 2, 3]);

    const seen: number[] = [];
    const stopped = parallel([1, 2, 3], (n) => {
      seen.push(n);
      if (n === 2) requestStop();
    });
    await assertRejectsWith(() => stopped, Stopped, "stopped after 1 of 3");
    assertEquals(seen, [1, 2]);
  },
});

Deno.test("parallel() rejects items and tasks of another kind", async () => {
  const needs = "parallel: task needs to be";
  await assertRejectsWith(
    () => parallel(3 as never, () => 0),
    TypeError,
    "parallel: items needs to be an array, got number",
  );
  await assertRejectsWith(
    () => parallel([3], undefined as never),
    TypeError,
    `${needs} a function, got undefined`,
  );
  await assertRejectsWith(
    () => parallel([3], Math.sqrt),
    TypeError,
    `${needs} written out, such as (item) => Math.sqrt(item), got function sqrt() { [native code] }`,
  );
});
