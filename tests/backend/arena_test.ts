// Memory by scope: what a training step makes is good until the next, what leaves it for ever, and the memory stays small.

import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import {
  Adam,
  type Affine,
  type BackendName,
  DeepConvNet,
  type Layer,
  type Network,
  random,
  SGD,
  SimpleConvNet,
  type Tensor,
  tensor,
  TwoLayerNet,
} from "../../lib/mod.ts";
import { onBackend } from "../on_backend.ts";
import { allocate, isInScope, scopeOf, withArena } from "../../lib/backend/arena.ts";
import { backend } from "../../lib/backend/mod.ts";
import { Heap } from "../../lib/backend/wasm/heap.ts";

const isOver =
  "Tensor.data: this tensor belonged to a training step that is over; keep a copy with clone()";

/** Defines a test that runs on a backend. */
function testOn(name: BackendName, title: string, run: () => void): void {
  Deno.test(`${name}: ${title}`, () => onBackend(name, run));
}

const twoLayerNet = () => new TwoLayerNet({ inputSize: 12, hiddenSize: 7, outputSize: 3 });
const x = random(1).normal([5, 12]);
const t = tensor([0, 1, 2, 1, 0], { dtype: "int32" });

/** The outputs and gradients inside the first layer, after backward by hand. */
function walkBack(net: Network): { out: number[]; dW: number[] } {
  const { Affine1, Relu1, Affine2 } = net.layers as Record<string, TwoLayerNet["layers"][string]>;
  Affine1.backward(Relu1.backward(Affine2.backward(net.lastLayer.backward())));
  return {
    out: Array.from(Affine1.forward(x).data),
    dW: Array.from((Affine1 as unknown as { dW: { data: Float32Array } }).dW.data),
  };
}

for (const name of ["reference", "wasm"] as const) {
  testOn(name, "layers can be walked back by hand after net.loss()", () => {
    const net = twoLayerNet();
    net.loss(x, t);
    const { dW } = walkBack(net);
    assertEquals(dW, Array.from(net.gradient(x, t).W1.data));
  });

  testOn(name, "gradients keep their values in the steps that follow", () => {
    const net = twoLayerNet();
    const grads = net.gradient(x, t);
    const values = Object.values(grads).map(({ data }) => Array.from(data));
    const { data } = grads.W1;
    new SGD({ lr: 1 }).update(net.params, grads);
    for (let i = 0; i < 3; i++) net.gradient(x.mul(i), t);
    net.accuracy(x, t);
    assertEquals(Object.values(grads).map(({ data }) => Array.from(data)), values);
    assertEquals(Array.from(data), values[0]);
  });

  testOn(name, "scores of predict() keep their values in the steps that follow", () => {
    const net = twoLayerNet();
    const scores = net.predict(x);
    const values = scores.toArray();
    net.gradient(x.mul(2), t);
    assertEquals(scores.toArray(), values);
  });
}

/** Puts aside what goes in and out. */
class Collects implements Layer {
  readonly seen: Tensor[] = [];
  forward(x: Tensor): Tensor {
    const out = x.mul(2);
    this.seen.push(x, x.reshape(-1), out);
    return out;
  }
  backward(dout: Tensor): Tensor {
    return dout.mul(2);
  }
}

/** A network with such a layer after the others, after a gradient. */
function withCollects(): { net: Network; seen: Tensor[] } {
  const net = twoLayerNet();
  const layer = new Collects();
  net.layers.Collects = layer;
  net.gradient(x, t);
  return { net, seen: layer.seen };
}

testOn("wasm", "what is taken out of a layer is good for ever", () => {
  const net = twoLayerNet();
  const grads = net.gradient(x, t);
  const layer = net.layers.Affine1 as Affine;
  const { dW, db } = layer;
  const { data } = dW;
  for (let i = 2; i < 5; i++) net.gradient(x.mul(i), t);
  assertEquals(dW.toArray(), grads.W1.toArray());
  assertEquals(db.toArray(), grads.b1.toArray());
  assertEquals(Array.from(data), Array.from(grads.W1.data));
  assertTrue(layer.dW !== dW && layer.dW.at(0, 0) !== dW.at(0, 0));
});

testOn(
  "wasm",
  "a tensor of a step that has been read stays, with those that share its data",
  () => {
    const { net, seen: [input, flat, out] } = withCollects();
    const { data } = input;
    const values = Array.from(data);
    assertEquals(values.map((value) => 2 * value), Array.from(out.data));
    net.loss(x.mul(3), t);
    data[0] = 7; // they share their data, as before
    assertEquals(flat.at(0), 7);
    assertEquals(Array.from(input.data), [7, ...values.slice(1)]);
    assertEquals(Array.from(out.data).slice(1), values.slice(1).map((value) => 2 * value));
  },
);

testOn(
  "wasm",
  "a tensor of a step that is over, and that has not been read, says so; a clone is good",
  () => {
    const { net, seen: [input, flat, out] } = withCollects();
    const kept = out.clone();
    net.loss(x, t);
    assertThrowsWith(() => input.data, Error, isOver);
    assertThrowsWith(() => flat.sum(), Error, isOver);
    assertThrowsWith(() => input.clone(), Error, isOver);
    assertEquals([input.shape, input.size], [[5, 3], 15]);
    assertEquals(Deno.inspect(input), `float32 (5, 3): ${isOver.slice("Tensor.data: ".length)}`);
    assertTrue(kept.data.every(Number.isFinite));
  },
);

testOn("reference", "no step ends anything", () => {
  const net = twoLayerNet();
  net.gradient(x, t);
  const dW = (net.layers.Affine1 as unknown as { dW: typeof x }).dW;
  const values = Array.from(dW.data);
  net.loss(x.mul(2), t);
  assertEquals(Array.from(dW.data), values);
});

testOn("wasm", "an error in a step does not leave it open", () => {
  const net = twoLayerNet();
  assertThrowsWith(
    () => net.loss(x, tensor([0, 1, 2, 1, 9], { dtype: "int32" })),
    RangeError,
    "SoftmaxWithLoss.forward: label 9 of sample 4 is none of the 3 classes 0 to 2",
  );
  const made = x.mul(2); // outside
  net.loss(x, t);
  assertEquals(made.at(0, 0), 2 * x.at(0, 0));
});

/** How many megabytes more are resident after `run`. */
function growthOf(run: () => void): number {
  const before = Deno.memoryUsage().rss;
  run();
  return (Deno.memoryUsage().rss - before) / 2 ** 20;
}

testOn("wasm", "1,000 steps by hand, without await, stay in the memory of a few", () => {
  const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10 });
  const [x, t] = [random(1).uniform([100, 784]), random(2).integers(0, 10, 100)];
  const answers = tensor(t);
  const grown = growthOf(() => {
    for (let i = 0; i < 1000; i++) {
      const grads = net.gradient(x.add(0), answers); // 0.8 MB each
      for (const [key, grad] of Object.entries(grads)) {
        net.params[key] = net.params[key].sub(grad.mul(0.1));
      }
    }
  });
  assertTrue(grown < 400, `800 MB were made, ${grown.toFixed(0)} MB are still there`);
});

testOn("wasm", "steps of DeepConvNet use one memory again and again", () => {
  const net = new DeepConvNet({ seed: 0 });
  const optimizer = new Adam();
  const [x, t] = [random(1).uniform([50, 1, 28, 28]), tensor(random(2).integers(0, 10, 50))];
  const step = () => optimizer.update(net.params, net.gradient(x, t));
  step();
  const grown = growthOf(() => {
    for (let i = 0; i < 8; i++) step(); // 50 MB each
  });
  assertTrue(grown < 150, `400 MB were made, ${grown.toFixed(0)} MB are still there`);
});

testOn("wasm", "networks that are made, trained a step and dropped leave nothing behind", () => {
  const [x, t] = [random(1).uniform([2, 1, 28, 28]), tensor([1, 2], { dtype: "int32" })];
  const grown = growthOf(() => {
    for (let i = 0; i < 100; i++) { // 7 MB each, with what Adam remembers
      const net = new SimpleConvNet({ seed: i });
      new Adam().update(net.params, net.gradient(x, t));
    }
  });
  // 128 MB of persistent arrays, and what JavaScript has not collected yet
  assertTrue(grown < 500, `700 MB were made, ${grown.toFixed(0)} MB are still there`);
});

testOn(
  "wasm",
  "a scope that Stop leaves open, by passing over `finally`, is closed when the job is over",
  () => {
    const { queueMicrotask } = globalThis;
    const afterTheJob: (() => void)[] = [];
    globalThis.queueMicrotask = (f) => afterTheJob.push(f);
    try {
      withArena(() => {
        const number = scopeOf(allocate(Float32Array, 4));
        assertTrue(isInScope(number));
        for (const f of afterTheJob) f(); // Stop has come here
        assertTrue(!isInScope(number));
      });
    } finally {
      globalThis.queueMicrotask = queueMicrotask;
    }
  },
);

Deno.test("a step has 768 MB, and then makes ordinary arrays", () => {
  const heap = new Heap();
  heap.open();
  const half = heap.allocate(Float32Array, 100 * 2 ** 20)!; // 400 MB that nobody writes
  assertTrue(heap.holds(half));
  assertEquals(heap.allocate(Float32Array, 100 * 2 ** 20), undefined);
  assertTrue(heap.holds(heap.allocate(Int32Array, 10)!));
  heap.open();
  assertEquals(heap.allocate(Float64Array, 3)!.byteOffset, half.byteOffset);
});

Deno.test("arrays of a step stay where they are when the memory grows", () => {
  const heap = new Heap();
  heap.open();
  const first = heap.allocate(Int32Array, 3)!;
  first.set([1, 2, 3]);
  const bytes = heap.memory.buffer.byteLength;
  while (heap.memory.buffer.byteLength === bytes) heap.allocate(Float32Array, 2 ** 20);
  assertTrue(heap.holds(first));
  const address = heap.copyIn(first);
  heap.reset();
  const copy = new Int32Array(3);
  heap.copyOut(address, copy);
  assertEquals(Array.from(copy), [1, 2, 3]);
});

Deno.test("an array of JavaScript is copied in for each operation, in a step too", () => {
  const heap = new Heap();
  const [x, out] = [Float32Array.of(1, 2), new Float32Array(2)];
  heap.open();
  for (const value of [5, 6]) {
    x[0] = value;
    heap.reset();
    heap.copyOut(heap.copyIn(x), out);
    assertEquals(Array.from(out), [value, 2]);
  }
});

Deno.test("persistent arrays are zeros at first, and no scope or operation overwrites them", () => {
  const heap = new Heap();
  const [first, second] = [1, 3].map((length) => heap.allocatePersistent(Float32Array, length)!);
  assertEquals([...first, ...second], [0, 0, 0, 0]);
  assertTrue(first.byteOffset > 0, "to kernels, the address 0 is no bias");
  second.set([1, 2, 3]);
  heap.copyIn(new Float32Array(1000).fill(9));
  heap.open();
  const made = heap.allocate(Float32Array, 1000)!;
  made.fill(9);
  assertEquals([...first, ...second], [0, 1, 2, 3]);
  assertEquals([first, second, made].map((data) => heap.overwrites(data)), [false, false, true]);
  assertEquals(heap.copyIn(second), second.byteOffset);
});

testOn("wasm", "a network for whose parameters there is no room learns the same", () => {
  const train = (): number[][] => {
    const net = twoLayerNet();
    const optimizer = new Adam();
    for (let i = 0; i < 5; i++) optimizer.update(net.params, net.gradient(x, t));
    return Object.values(net.params).map(({ data }) => Array.from(data));
  };
  const expected = train();
  while (backend.arena!.allocatePersistent(Int32Array, 2 ** 18) !== undefined); // 1 MB
  while (backend.arena!.allocatePersistent(Int32Array, 1) !== undefined);
  assertEquals(train(), expected);
});
