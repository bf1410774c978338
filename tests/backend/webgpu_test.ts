// The backend of a GPU: what goes there and back, and when. deno task test runs this and the tests of all backends in a
// stage of their own, where there is a GPU or a driver that imitates one, which is slow: sizes are small.

import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { onBackend } from "../on_backend.ts";
import type { Backend } from "../../lib/backend/contract.ts";
import { backend } from "../../lib/backend/mod.ts";
import { reference } from "../../lib/backend/reference/reference.ts";
import { Device } from "../../lib/backend/webgpu/device.ts";
import { Memory } from "../../lib/backend/webgpu/memory.ts";
import { webGpuOn } from "../../lib/backend/webgpu/webgpu.ts";
import { broadcast } from "../../lib/tensor/shape.ts";
import {
  Adam,
  type Affine,
  backendInfo,
  BatchNormalization,
  Dropout,
  MultiLayerNetExtend,
  type Network,
  Optimizer,
  random,
  SGD,
  SimpleConvNet,
  type Tensor,
  tensor,
  TwoLayerNet,
  type TypedArray,
  useBackend,
} from "../../lib/mod.ts";

Deno.env.set("DLFS_GPU_FROM", "0"); // kernels compute with small arrays, too
const device = Device.start();

/** Defines a test that needs a device. */
function testOnDevice(name: string, run: (device: Device) => void | Promise<void>): void {
  if (typeof device === "string") console.log(`omitted: webgpu: ${name}: ${device}`);
  else Deno.test(`webgpu: ${name}`, () => run(device));
}

/** Defines a test of the backend that a reader chooses; `counts` says how often it has submitted and read so far. */
function testOnBackend(name: string, run: (counts: () => [number, number]) => void): void {
  testOnDevice(name, () =>
    onBackend("webgpu", () => {
      const { device } = backend.memory as Memory;
      run(() => [device.submissions, device.readBacks]);
    }));
}

const twoLayerNet = () => new TwoLayerNet({ inputSize: 12, hiddenSize: 7, outputSize: 3 });
const smallConvNet = () =>
  new SimpleConvNet({
    inputDim: [1, 8, 8],
    convParam: { filterNum: 3, filterSize: 3, pad: 0, stride: 1 },
    hiddenSize: 6,
    outputSize: 4,
    weightInitStd: 0.1,
  });
const t = tensor([0, 1, 2, 1, 0], { dtype: "int32" });
const batch = (size: number) => random(1).normal([5, size]);

testOnBackend("useBackend() says which GPU computes", () => {
  const { name, adapter } = backendInfo();
  assertEquals(name, "webgpu");
  assertTrue(adapter!.length > 0);
});

testOnBackend("a training step is one submission, and nothing is read", (counts) => {
  const nets: [Network, Tensor][] = [
    [twoLayerNet(), batch(12)],
    [smallConvNet(), batch(64).reshape(5, 1, 8, 8)],
    [
      new MultiLayerNetExtend({
        inputSize: 12,
        hiddenSizeList: [7, 6],
        outputSize: 3,
        useBatchnorm: true,
        useDropout: true,
        weightDecayLambda: 0.1,
      }),
      batch(12),
    ],
  ];
  for (const [net, x] of nets) {
    const optimizer = new Adam();
    for (let i = 0; i < 3; i++) {
      const [submissions, readBacks] = counts();
      optimizer.update(net.params, net.gradient(x, t));
      assertEquals(counts(), [submissions + 1, readBacks], net.constructor.name);
    }
  }
});

testOnDevice("a network that was made before the GPU began has a step like any other", async () => {
  const x = batch(12);
  const example = () => {
    const net = new MultiLayerNetExtend({
      inputSize: 12,
      hiddenSizeList: [7, 6],
      outputSize: 3,
      useBatchnorm: true,
    });
    const optimizer = new Adam();
    const step = () => optimizer.update(net.params, net.gradient(x, t));
    step();
    return { net, step };
  };
  const { net, step } = await onBackend("wasm", example);
  const ours = await onBackend("webgpu", () => {
    const { device } = backend.memory as Memory;
    for (let i = 0; i < 3; i++) {
      const { submissions, readBacks } = device;
      step();
      assertEquals([device.submissions, device.readBacks], [submissions + 1, readBacks]);
    }
    return net.loss(x, t);
  });
  const expected = await onBackend("wasm", () => {
    const { net, step } = example();
    for (let i = 0; i < 3; i++) step();
    return net.loss(x, t);
  });
  assertClose(ours, expected, { rtol: 0, atol: 1e-4 });
});

testOnBackend("a loss and an accuracy read once", (counts) => {
  const net = twoLayerNet();
  const x = batch(12);
  for (const evaluate of [() => net.loss(x, t), () => net.accuracy(x, t)]) {
    const [, before] = counts();
    assertTrue(Number.isFinite(evaluate()));
    assertEquals(counts()[1], before + 1);
  }
});

testOnBackend("who holds data sees every step, and what he writes counts", (counts) => {
  const net = twoLayerNet();
  const x = batch(12);
  const optimizer = new SGD({ lr: 0.1 });
  const step = () => optimizer.update(net.params, net.gradient(x, t));
  step();
  const { data } = net.params.W2;
  const [before, bias] = [Array.from(data), net.params.b2.toArray()];
  step();
  const after = Array.from(data);
  assertTrue(after.some((value, i) => value !== before[i]), "the step changed them");
  assertEquals(net.params.W2.toArray(), tensor(after).reshape(7, 3).toArray());
  assertTrue(String(net.params.b2.toArray()) !== String(bias));
  data.fill(0);
  assertEquals(net.predict(x).sub(net.params.b2).abs().max(), 0);
  step();
  assertTrue(data.some((value) => value !== 0));
  assertTrue(counts()[1] > 0);
});

testOnBackend("data that is read in a layer of one's own is as in the step, and stays", () => {
  const net = twoLayerNet();
  const seen: TypedArray[] = [];
  net.layers.Sees = {
    forward(x: Tensor) {
      seen.push(x.data);
      return x;
    },
    backward: (dout: Tensor) => dout,
  };
  const x = batch(12);
  net.gradient(x, t);
  const expected = Array.from(net.predict(x).data);
  assertClose(tensor(seen[0]), tensor(expected, { dtype: "float32" }));
  const kept = Array.from(seen[0]);
  for (let i = 0; i < 3; i++) net.gradient(x.mul(i), t);
  assertEquals(Array.from(seen[0]), kept);
});

testOnBackend("a layer's gradient that was taken out is good for ever", () => {
  const net = twoLayerNet();
  const x = batch(12);
  const grads = net.gradient(x, t);
  const { dW } = net.layers.Affine1 as Affine;
  void dW.shape;
  const first = grads.W1.toArray();
  net.gradient(x.mul(2), t);
  assertEquals(grads.W1.toArray(), first);
  assertEquals(dW.toArray(), first);
});

testOnBackend("100 steps of SimpleConvNet give the losses of WASM", () => {
  const x = batch(64).reshape(5, 1, 8, 8);
  const losses = (): number[] => {
    const net = smallConvNet();
    const optimizer = new Adam({ lr: 0.01 });
    return Array.from({ length: 100 }, () => {
      optimizer.update(net.params, net.gradient(x, t));
      return net.loss(x, t);
    });
  };
  const ours = losses();
  useBackend("wasm");
  const expected = losses();
  assertTrue(expected[99] < 0.1 * expected[0], `${expected[99]}`);
  assertClose(ours, expected, { rtol: 0, atol: 1e-4 });
});

testOnBackend("batch normalization learns its statistics on the device", () => {
  const learnt = (): Tensor[] => {
    const layer = new BatchNormalization(tensor([1, 1, 1]), tensor([0, 0, 0]));
    for (let i = 1; i < 4; i++) layer.forward(random(i).normal([5, 3]), true);
    return [layer.runningMean, layer.runningVar];
  };
  const ours = learnt();
  useBackend("wasm");
  learnt().forEach((expected, i) => assertClose(ours[i], expected));
});

testOnBackend("dropout drops what it drops elsewhere", () => {
  const x = batch(12);
  const ours = new Dropout(0.5, random(3)).forward(x, true);
  useBackend("wasm");
  assertEquals(ours.toArray(), new Dropout(0.5, random(3)).forward(x, true).toArray());
});

testOnBackend("an optimizer of a reader's own gets the numbers, and may change them", () => {
  class SignSGD extends Optimizer {
    constructor() {
      super("SignSGD", 0.5, ["v"]);
    }
    protected override updateOne(w: TypedArray, g: TypedArray, v: TypedArray): void {
      for (let i = 0; i < w.length; i++) w[i] -= this.lr * Math.sign(v[i] += g[i]);
    }
  }
  const params = { w: tensor([1, 2]).mul(2) }; // on the device
  const optimizer = new SignSGD();
  for (let i = 0; i < 2; i++) optimizer.update(params, { w: tensor([1, -1]).mul(3) });
  assertEquals(params.w.mul(1).toArray(), [1, 5]);
  assertEquals(optimizer.state.memory, { v: { w: [6, -6] } });
});

testOnBackend("the state of an optimizer is that of its last update", () => {
  const optimizer = new Adam();
  const params = { w: tensor([1, 2]) };
  optimizer.update(params, { w: tensor([1, 2]) });
  const { m } = optimizer.state.memory;
  assertClose(m.w, [0.1, 0.2], { atol: 1e-6 });
});

testOnBackend("what other dtypes need is brought back, and mixed operands go on", () => {
  const x = tensor([[1, 2], [3, 4]]).mul(2);
  assertEquals(x.mul(tensor([1, 10], { dtype: "int32" })).toArray(), [[2, 40], [6, 80]]);
  assertEquals(x.astype("float64").mul(0.5).toArray(), [[1, 2], [3, 4]]);
  assertEquals(x.astype("int32").sum(), 20);
  assertEquals(x.T.toArray(), [[2, 6], [4, 8]]);
  assertEquals(x.slice(1).mul(2).toArray(), [12, 16]);
  assertEquals(x.take([1, 0]).argmax(1).toArray(), [1, 1]);
  const copy = x.clone();
  x.data[0] = 7;
  assertEquals(copy.toArray(), [[2, 4], [6, 8]]);
  assertEquals(x.reshape(4).add(0).toArray(), [7, 4, 6, 8]);
});

testOnBackend("numbers on the device are there for the next backend, and back again", () => {
  const net = twoLayerNet();
  const x = batch(12);
  const optimizer = new Adam();
  const step = () => optimizer.update(net.params, net.gradient(x, t));
  step();
  const y = net.predict(x);
  useBackend("reference");
  assertClose(net.predict(x), y);
  step();
  const W = net.params.W1.toArray();
  useBackend("webgpu");
  assertEquals(net.params.W1.toArray(), W);
  step();
  assertTrue(Number.isFinite(net.loss(x, t)));
});

testOnBackend("500 steps without await, read by nobody, stay in a few megabytes", () => {
  const net = new TwoLayerNet({ inputSize: 200, hiddenSize: 50, outputSize: 3 });
  const x = batch(200);
  const optimizer = new SGD();
  const grown = () => (backend.memory as Memory).bytes;
  for (let i = 0; i < 500; i++) optimizer.update(net.params, net.gradient(x, t)); // 20 MB of gradients
  assertTrue(grown() < 40 * 2 ** 20, `${grown()} bytes`);
});

/** A backend with a limit of its own for what lies on the device. */
function limitedTo(bytes: number, device: Device): { memory: Memory; on: Backend } {
  const memory = new Memory(device, bytes);
  return { memory, on: webGpuOn(memory, reference) };
}

testOnDevice("what has to leave the device comes back when it is asked for", (device) => {
  const { memory, on } = limitedTo(2 ** 20, device);
  const x = memory.allocatePersistent(Float32Array, 2 ** 14) as Float32Array; // 64 KB
  x.forEach((_, i) => x[i] = i);
  const made = Array.from({ length: 40 }, () => memory.allocatePersistent(Float32Array, 2 ** 14));
  made.forEach((out, i) => on.unary("neg", i === 0 ? x : made[i - 1], out));
  assertTrue(memory.bytes <= 2 ** 20, `${memory.bytes} bytes`);
  const sum = memory.allocatePersistent(Float32Array, 1);
  on.reduce("sum", made[0], sum, 1, 2 ** 14, 1); // it has to go there again
  memory.toHost(sum, made[1], made[39]);
  assertEquals([sum[0], made[1][5], made[39][5]], [-(2 ** 13) * (2 ** 14 - 1), 5, 5]);
});

testOnDevice("small buffers cost more than their bytes, and are not too many either", (device) => {
  const { memory, on } = limitedTo(2 ** 20, device);
  let [before, out] = [0, 1].map(() => memory.allocatePersistent(Float32Array, 1));
  before[0] = 3;
  const { readBacks } = device;
  for (let i = 0; i < 300; i++) {
    on.unary("neg", before, out);
    [before, out] = [out, memory.allocatePersistent(Float32Array, 1)];
  }
  memory.toHost(before);
  assertEquals(before[0], 3);
  assertTrue(device.readBacks > readBacks + 1, "some had to leave the device");
});

testOnDevice("what is too large for the device, another backend computes", (device) => {
  const memory = new Memory(device, 2 ** 20);
  const on = webGpuOn(memory, reference, { largest: 16 });
  const [small, large] = [4, 5].map((n) => memory.allocatePersistent(Float32Array, n).fill(2));
  const sum = memory.allocatePersistent(Float32Array, 1);
  on.unary("neg", small, small);
  on.unary("neg", large, large);
  assertEquals(Array.from(large), [-2, -2, -2, -2, -2]);
  on.reduce("sum", small, sum, 1, 4, 1);
  on.binary("mul", large, sum, large, broadcast("test", [5], [1]));
  assertEquals(Array.from(large), [16, 16, 16, 16, 16]);
  assertTrue(device.largest >= 2 ** 27, "MNIST's 10,000 test images fit");
});

testOnDevice("a few numbers that are at hand do not travel", (device) => {
  const memory = new Memory(device);
  const on = webGpuOn(memory, reference, { few: 10 });
  const [few, many] = [4, 10].map((n) => memory.allocatePersistent(Float32Array, n).fill(2));
  const travels = (run: () => void) => {
    run();
    device.post();
    const { submissions } = device;
    return () => {
      run();
      device.post();
      return device.submissions > submissions;
    };
  };
  assertTrue(!travels(() => on.unary("neg", few, few))());
  assertEquals(Array.from(few), [2, 2, 2, 2]);
  assertTrue(travels(() => on.unary("neg", many, many))());
  on.reduce("sum", many, few.subarray(0, 1), 1, 10, 1); // whose numbers are on the device
  assertEquals(few[0], 20);
  const sum = memory.allocatePersistent(Float32Array, 1);
  on.reduce("sum", many, sum, 1, 10, 1);
  const { readBacks } = device;
  on.unary("neg", sum, sum);
  assertEquals(device.readBacks, readBacks, "what lies on the device stays there");
  memory.toHost(sum);
  assertEquals(sum[0], -20);
});

testOnDevice("one operation may need more than the limit", (device) => {
  const { memory, on } = limitedTo(2 ** 10, device);
  const [x, out] = [0, 1].map(() => memory.allocatePersistent(Float32Array, 1000));
  x.fill(3);
  on.unary("neg", x, out);
  memory.toHost(out);
  assertEquals(out[999], -3);
});

testOnDevice("a scope uses the memory of the one before it", (device) => {
  const { memory, on } = limitedTo(2 ** 20, device);
  const run = () => {
    memory.open();
    const [x, out] = [0, 1].map(() => memory.allocate(Float32Array, 1000)!);
    x.fill(3);
    on.unary("neg", x, out);
    return { x, out };
  };
  run();
  const { bytes } = memory;
  const { out } = run();
  assertEquals([memory.bytes, memory.overwrites(out)], [bytes, true]);
  memory.handOut(out); // a reader has it
  run();
  assertEquals([out[0], memory.overwrites(out)], [-3, false]);
});

testOnDevice("an array of others is read anew by each operation, and written by it", (device) => {
  const { on } = limitedTo(2 ** 20, device);
  const [x, out] = [Float32Array.of(1, 2), new Float32Array(2)];
  for (const value of [5, 6]) {
    x[0] = value;
    on.unary("neg", x, out);
    assertEquals(Array.from(out), [-value, -2]);
  }
  on.sgd(x, Float32Array.of(1, 1), 1);
  assertEquals(Array.from(x), [5, 1]);
});

testOnDevice(
  "an array that a stopped operation has borrowed is read anew by the next",
  (device) => {
    const { memory, on } = limitedTo(2 ** 20, device);
    const [x, out] = [Float32Array.of(1), new Float32Array(1)];
    memory.load([x]); // Stop comes here, and no `finally` runs
    x[0] = 5;
    on.unary("neg", x, out);
    assertEquals(out[0], -5);
  },
);

testOnDevice(
  "an update that Stop has ended midway does not go on with the next operation",
  (device) => {
    const { memory, on } = limitedTo(2 ** 20, device);
    const x = Float32Array.of(1);
    const made = new Float32Array(1);
    // a stopped cell does nothing more: what the next one does, it does as if it were in there
    memory.together(() => {
      on.sgd(x, Float32Array.of(1), 1);
      x[0] = 5;
      on.unary("neg", x, made);
      memory.toHost(made);
    });
    assertEquals(made[0], -5);
  },
);

/** The message of what `run` throws. */
function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
}

testOnDevice("a kernel that is wrong is an error that names it, and so is all that follows", () => {
  const device = Device.start() as Device;
  const { memory } = limitedTo(2 ** 20, device);
  const out = new Float32Array(1);
  const wrong = { name: "wrong", code: "@compute @workgroup_size(1) fn main() { nothing(); }" };
  const run = () =>
    memory.operation(() => memory.run(wrong, { inputs: [], outputs: [out], workgroups: [1] }));
  const message = messageOf(run);
  assertTrue(message.startsWith("webgpu: "), message);
  assertTrue(message.includes("nothing"), message);
  assertTrue(message.endsWith('; useBackend("wasm") computes without it'), message);
  assertEquals(device.isUsable, false);
  assertEquals(messageOf(run), message);
  device.close();
});

testOnDevice(
  "after a failure WASM goes on, what was on the GPU alone says so, and a new GPU can start",
  () =>
    onBackend("webgpu", () => {
      const [here, there] = [tensor([1, 2]), tensor([1, 2]).mul(2)];
      const wrong = { name: "wrong", code: "nothing" };
      const message = messageOf(() => {
        const { device } = backend.memory as Memory;
        device.run(wrong, [], [], new Uint8Array(4), [1]);
        device.read([[device.create(256), 4]], () => {});
      });
      assertTrue(message.startsWith("webgpu: "), message);
      useBackend("wasm");
      assertEquals(here.mul(3).toArray(), [3, 6]);
      assertEquals(messageOf(() => there.toArray()), message);
      assertEquals(useBackend("webgpu").name, "webgpu");
      assertEquals(here.mul(4).toArray(), [4, 8]);
      assertEquals(messageOf(() => there.add(1)), message);
    }),
);

testOnDevice("a device that has gone is an error after a while, not a hang", () => {
  const device = Device.start(200) as Device;
  device.close();
  const buffer = device.create(256);
  assertThrowsWith(
    () => device.read([[buffer, 4]], () => {}),
    Error,
    'webgpu: no answer of the GPU for 0.2 s; useBackend("wasm") computes without it',
  );
  assertEquals(device.isUsable, false, "useBackend starts another");
});
