// What a reader puts into a network, or wraps, is what runs: on every backend.

import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import {
  Affine,
  Convolution,
  DeepConvNet,
  gradientCheck,
  type Layer,
  Network,
  ones,
  random,
  Relu,
  SGD,
  Sigmoid,
  SimpleConvNet,
  Tensor,
  tensor,
  TwoLayerNet,
  zeros,
} from "../../lib/mod.ts";
import { testOnEach } from "../on_backend.ts";

const simple = () =>
  new SimpleConvNet({ inputDim: [1, 8, 8], convParam: { filterNum: 8, filterSize: 3 }, seed: 1 });
const convParam = { filterNum: 8, filterSize: 3, pad: 1, stride: 1 };
const deep = () =>
  new DeepConvNet({ inputDim: [1, 8, 8], convParams: Array(4).fill(convParam), seed: 1 });
const x = random(2).normal([4, 1, 8, 8]);
const t = tensor([0, 1, 2, 3], { dtype: "int32" });

/** Forward and backward layer by layer, as the book does, with a fresh generator for Dropout. */
function byHand(net: Network, x: Tensor, t: Tensor): Record<string, Tensor> {
  const layers = Object.values(net.layers);
  net.lastLayer.forward(layers.reduce((out, layer) => layer.forward(out, true), x), t);
  layers.reduceRight((dout, layer) => layer.backward(dout), net.lastLayer.backward());
  const owners = layers.filter((layer) => "W" in layer) as Affine[];
  return Object.fromEntries(
    owners.flatMap(({ dW, db }, i) => [[`W${i + 1}`, dW], [`b${i + 1}`, db]]),
  );
}

/** Sums in another order may differ in their last digits. */
function assertGradients(actual: Record<string, Tensor>, expected: Record<string, Tensor>): void {
  assertEquals(Object.keys(actual), Object.keys(expected));
  for (const [key, grad] of Object.entries(expected)) {
    assertClose(actual[key], grad, { what: key, atol: 1e-6 * grad.abs().max() });
  }
}

/** Doubles what it gets, in one buffer that it uses over and over. */
class InOneBuffer implements Layer {
  readonly #buffer = new Tensor(new Float32Array(6), [2, 3]);
  forward(x: Tensor): Tensor {
    return this.#fill(x);
  }
  backward(dout: Tensor): Tensor {
    return this.#fill(dout);
  }
  #fill(x: Tensor): Tensor {
    x.data.forEach((value, i) => this.#buffer.data[i] = 2 * value);
    return this.#buffer;
  }
}

class Own extends Network {
  constructor(layers: Record<string, Layer>) {
    super(layers, random(0));
  }
}

testOnEach("gradient() reads again what a layer wrote into a buffer of its own", () => {
  const rng = random(3);
  const [W1, W2] = [rng.normal([4, 3]), rng.normal([3, 3])];
  const samples = rng.normal([2, 4]);
  const labels = tensor([0, 2], { dtype: "int32" });
  const grads = new Own({
    Affine1: new Affine(W1, zeros(3)),
    Double: new InOneBuffer(),
    Affine2: new Affine(W2, zeros(3)),
  }).gradient(samples, labels);
  // the same with weights of twice the size instead
  const expected = new Own({
    Affine1: new Affine(W1.mul(2), zeros(3)),
    Affine2: new Affine(W2, zeros(3)),
  }).gradient(samples, labels);
  assertClose(grads.W1, expected.W1.mul(2));
  assertClose(grads.b1, expected.b1.mul(2));
  assertClose(grads.W2, expected.W2);
});

testOnEach("gradient() follows a predict that was replaced after a gradient", () => {
  for (const make of [simple, deep]) {
    const net = make();
    net.gradient(x, t);
    let calls = 0;
    net.predict = (x) => {
      calls++;
      return Object.values(net.layers).reduce((out, layer) => layer.forward(out, true), x);
    };
    const other = x.neg();
    const { state } = net.rng;
    const grads = net.gradient(other, t);
    assertEquals(calls, 1);
    net.rng.state = state;
    assertGradients(grads, byHand(net, other, t));
  }
});

testOnEach("gradient() of a subclass with the book's own predict", () => {
  const predict = function (this: Network, x: Tensor, trainFlag = false): Tensor {
    for (const layer of Object.values(this.layers)) x = layer.forward(x, trainFlag);
    return x;
  };
  class Simple extends SimpleConvNet {
    override predict = predict;
  }
  class Deep extends DeepConvNet {
    override predict = predict;
  }
  const nets = [
    new Simple({ inputDim: [1, 8, 8], convParam: { filterNum: 8, filterSize: 3 }, seed: 1 }),
    new Deep({ inputDim: [1, 8, 8], convParams: Array(4).fill(convParam), seed: 1 }),
  ];
  for (const net of nets) {
    const { state } = net.rng;
    const grads = net.gradient(x, t);
    net.rng.state = state;
    assertGradients(grads, byHand(net, x, t));
  }
});

testOnEach("a layer put into net.layers is what runs, and its parameters are the network's", () => {
  const net = simple();
  const before = net.loss(x, t);
  const { params } = net;
  net.layers.Relu1 = new Sigmoid();
  assertTrue(net.loss(x, t) !== before);
  assertGradients(net.gradient(x, t), byHand(net, x, t));

  const last = new Affine(random(5).normal([100, 10]), ones(10));
  net.layers.Affine2 = last;
  assertTrue(net.params.W3 === last.W && params.W3 === last.W);
  assertGradients(net.gradient(x, t), byHand(net, x, t));
  const grads = net.gradient(x, t);
  const expected = last.W.sub(grads.W3);
  new SGD({ lr: 1 }).update(params, grads);
  assertClose(last.W, expected);
});

testOnEach("a layer with parameters in the place of one without is counted among params", () => {
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 4 });
  const { params } = net;
  const added = new Affine(ones([2, 2]), zeros(2));
  net.layers.Relu1 = added;
  assertEquals(Object.keys(net.params), ["W1", "b1", "W2", "b2", "W3", "b3"]);
  assertTrue(net.params.W2 === added.W && params.W2 === added.W);
  assertGradients(
    net.gradient(ones([2, 3]), tensor([0, 1])),
    byHand(net, ones([2, 3]), tensor([0, 1])),
  );
  net.layers.Affine1 = new Relu();
  net.layers.Relu1 = new Relu();
  assertEquals(Object.keys(net.params), ["W1", "b1"]);
  assertThrowsWith(
    () => params.W2,
    TypeError,
    "params.W2: no layer has it any more; read net.params again",
  );
});

testOnEach("what is not a layer in net.layers is said with its name", () => {
  const net = simple();
  const layers = net.layers as Record<string, unknown>;
  layers.Relu1 = Sigmoid; // forgotten: new … ()
  const message =
    "SimpleConvNet: layers.Relu1 needs to be a layer with forward and backward, got " +
    "function";
  assertThrowsWith(() => net.predict(x), TypeError, message);
  assertThrowsWith(() => net.gradient(x, t), TypeError, message);
});

testOnEach("forward and backward that a reader has wrapped are called, with what comes in", () => {
  const wrapped = {
    simple: ["Conv1", "Relu1", "Pool1", "Affine1", "Relu2", "Affine2"],
    deep: ["Conv1", "Relu1", "Conv2", "Relu2", "Pool1", "Conv3", "Relu4", "Pool2", "Affine1"],
  };
  for (const [name, make] of Object.entries({ simple, deep })) {
    const expected = make().gradient(x, t);
    for (const wrappedName of wrapped[name as keyof typeof wrapped]) {
      const net = make();
      const layer = net.layers[wrappedName];
      const { forward, backward } = layer;
      const seen: string[] = [];
      let least = Infinity;
      layer.forward = (x, trainFlag) => {
        seen.push("forward");
        least = x.min();
        return forward.call(layer, x, trainFlag);
      };
      layer.backward = (dout) => {
        seen.push("backward");
        return backward.call(layer, dout);
      };
      assertGradients(net.gradient(x, t), expected);
      assertEquals(seen, ["forward", "backward"], `${name} ${wrappedName}`);
      if (wrappedName.startsWith("Pool")) assertTrue(least >= 0, `${least} after a ReLU`);
    }
  }
});

testOnEach("a method that a reader has wrapped for all layers of a class is called", () => {
  const { forward } = Convolution.prototype;
  let calls = 0;
  Convolution.prototype.forward = function (x) {
    calls++;
    return forward.call(this, x);
  };
  try {
    deep().gradient(x, t);
  } finally {
    Convolution.prototype.forward = forward;
  }
  assertEquals(calls, 4);
});

testOnEach("a network keeps the very tensors that its layers were made of", () => {
  const [W, b] = [random(1).normal([3, 4]), zeros(4)];
  const { data } = W;
  const layer = new Affine(W, b);
  const net = new Own({ Affine1: layer });
  assertTrue(layer.W === W && net.params.W1 === W && W.data === data);
  data.fill(0);
  assertEquals(net.predict(ones([1, 3])).toArray(), [[0, 0, 0, 0]]);
  new SGD({ lr: 1 }).update(net.params, net.gradient(ones([1, 3]), tensor([1])));
  assertTrue(data.some((value) => value !== 0));
});

Deno.test("gradient trains a layer of one's own that has W and no b, or b and no W", () => {
  class Scale implements Layer {
    x: Tensor | undefined;
    dW: Tensor | undefined;
    constructor(readonly W: Tensor) {}
    forward(x: Tensor) {
      this.x = x;
      return x.mul(this.W);
    }
    backward(dout: Tensor) {
      this.dW = dout.mul(this.x!).sum(0);
      return dout.mul(this.W);
    }
  }
  class Shift implements Layer {
    db: Tensor | undefined;
    constructor(readonly b: Tensor, readonly W = 3) {} // W is a width here
    forward(x: Tensor) {
      return x.add(this.b);
    }
    backward(dout: Tensor) {
      this.db = dout.sum(0);
      return dout;
    }
  }
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 4, outputSize: 3, dtype: "float64" });
  net.layers.Scale = new Scale(ones(3, "float64"));
  net.layers.Shift = new Shift(zeros(3, "float64"));
  assertEquals(Object.keys(net.params), ["W1", "b1", "W2", "b2", "W3", "b4"]);
  const [x, t] = [random(1).normal([5, 3]), tensor([0, 1, 2, 0, 1])];
  assertTrue(gradientCheck(net, x, t).agrees);
});

Deno.test("a layer whose parameters are not there, or without a gradient, is told", () => {
  const [x, t] = [ones([1, 3]), tensor([0])];
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 4, outputSize: 3 });
  class Later {
    W: Tensor | undefined;
    forward = (x: Tensor) => x;
    backward = (dout: Tensor) => dout;
  }
  const later = new Later();
  net.layers.Later = later;
  assertThrowsWith(
    () => net.params,
    TypeError,
    "Later: W needs to be a Tensor from the start, got undefined",
  );
  const early = new Later();
  early.W = ones(3);
  net.layers.Later = early;
  assertThrowsWith(
    () => net.gradient(x, t),
    TypeError,
    "TwoLayerNet.gradient: backward of the layer of W3 needs to leave dW, got undefined",
  );
});

Deno.test("one layer under two names is told: its backward knows the last forward only", () => {
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 4, outputSize: 3 });
  net.layers.Relu2 = net.layers.Relu1;
  const message =
    "layers.Relu2 is layers.Relu1 once more; a layer remembers one forward only, so make another";
  assertThrowsWith(() => net.gradient(ones([1, 3]), tensor([0])), TypeError, message);
  assertThrowsWith(() => net.params, TypeError, message);
});
