import {
  assertClose,
  assertEquals,
  assertThrowsWith,
  assertTrue,
  assertUnchanged,
} from "../assert.ts";
import {
  Affine,
  type Layer,
  Network,
  ones,
  random,
  Relu,
  SGD,
  type Tensor,
  tensor,
  TwoLayerNet,
  zeros,
} from "../../lib/mod.ts";
import { Params } from "../../lib/networks/params.ts";

function smallNet(dtype: "float32" | "float64" = "float32"): TwoLayerNet {
  return new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 4, dtype, seed: 1 });
}

Deno.test("params are the layers' own tensors, in both directions", () => {
  const net = smallNet();
  const { Affine1, Affine2 } = net.layers as Record<string, Affine>;
  assertEquals(Object.keys(net.params), ["W1", "b1", "W2", "b2"]);
  assertTrue(net.params.W1 === Affine1.W && net.params.b2 === Affine2.b);
  const W = ones([3, 2]);
  net.params.W1 = W;
  assertTrue(Affine1.W === W);
  Affine1.W = zeros([3, 2]);
  assertEquals(net.params.W1.toArray(), [[0, 0], [0, 0], [0, 0]]);
});

Deno.test("params: what is assigned, or written into, is what forward uses", () => {
  const net = smallNet();
  const x = ones([1, 3]);
  net.params.b2 = tensor([1, 2, 3, 4]);
  net.params.W2 = zeros([2, 4]);
  assertEquals(net.predict(x).toArray(), [[1, 2, 3, 4]]);
  net.params.b2.data[0] = 9;
  assertEquals(net.predict(x).toArray(), [[9, 2, 3, 4]]);
});

Deno.test("params are numbered by layer, each kind on its own", () => {
  const [first, last] = [1, 2].map((n) => new Affine(zeros([n, n]), zeros(n)));
  const { record } = new Params(() => ({ first, relu: new Relu(), last }), [["W", "b"]]);
  assertEquals(Object.keys(record), ["W1", "b1", "W2", "b2"]);
  assertTrue(record.b2 === last.b);
});

Deno.test("params show their shapes in a cell", () => {
  assertEquals(
    Deno.inspect(smallNet().params),
    "W1  (3, 2)  float32\nb1  (2,)  float32\nW2  (2, 4)  float32\nb2  (4,)  float32",
  );
});

Deno.test("params reject what does not fit, and a key that is not there", () => {
  const net = smallNet();
  const { params } = net;
  const cases: [() => unknown, string][] = [
    [() => params.W1 = zeros([2, 3]), "params.W1: (2, 3) does not fit (3, 2)"],
    [
      () => params.W1 = zeros([3, 2], "int32"),
      "params.W1 needs to be a float tensor, got int32",
    ],
    [
      () => params.b1 = [0, 0] as unknown as Tensor,
      "params.b1 needs to be a float tensor, got Array",
    ],
    [() => params.W9 = zeros([3, 2]), "Cannot add property W9, object is not extensible"],
  ];
  for (const [assign, message] of cases) {
    assertUnchanged(Object.values(params), () => assertThrowsWith(assign, TypeError, message));
  }
});

Deno.test("loadParams() copies the values, in the dtype of the network", () => {
  const source = smallNet("float64");
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 4, seed: 2 });
  const { W1 } = net.params;
  net.loadParams(source.params);
  assertTrue(net.params.W1 === W1);
  assertEquals(W1.dtype, "float32");
  const x = random(3).uniform([5, 3]);
  assertClose(net.predict(x), source.predict(x.astype("float64")).astype("float32"));
  source.params.W1.data.fill(9);
  assertTrue(W1.at(0, 0) !== 9);
});

Deno.test("loadParams() rejects weights that are missing, unknown or misshapen, and changes nothing", () => {
  const net = smallNet();
  const { W1, b1, W2, b2 } = smallNet().params;
  const fresh = { W1: ones([3, 2]), b1: ones(2), W2: ones([2, 4]), b2: ones(4) };
  const cases: [Record<string, unknown>, string][] = [
    [
      { W1, b1, W2 },
      "TwoLayerNet.loadParams: needs W1, b1, W2, b2; missing: b2",
    ],
    [
      { ...fresh, W3: W2, b3: b2 },
      "TwoLayerNet.loadParams: needs W1, b1, W2, b2; not known: W3, b3",
    ],
    [
      { w1: W1, b1, W2, b2 },
      "TwoLayerNet.loadParams: needs W1, b1, W2, b2; missing: W1; not known: w1",
    ],
    [
      { ...fresh, W2: W2.T, b2: b1 },
      "TwoLayerNet.loadParams: W2 (4, 2) does not fit (2, 4), b2 (2,) does not fit (4,)",
    ],
    [
      { ...fresh, b2: zeros(4, "int32") },
      "TwoLayerNet.loadParams: b2 needs to be a float tensor, got int32",
    ],
    [
      { ...fresh, b2: [1, 2, 3, 4] },
      "TwoLayerNet.loadParams: b2 needs to be a float tensor, got Array",
    ],
  ];
  for (const [params, message] of cases) {
    assertUnchanged(Object.values(net.params), () =>
      assertThrowsWith(
        () => net.loadParams(params as Record<string, Tensor>),
        TypeError,
        message,
      ));
  }
});

Deno.test("a network takes a layer that only lets its parameters be read", () => {
  class Wrapped implements Layer {
    readonly #affine = new Affine(zeros([2, 3]), zeros(3));
    get W() {
      return this.#affine.W;
    }
    get b() {
      return this.#affine.b;
    }
    get dW() {
      return this.#affine.dW;
    }
    get db() {
      return this.#affine.db;
    }
    forward(x: Tensor) {
      return this.#affine.forward(x);
    }
    backward(dout: Tensor) {
      return this.#affine.backward(dout);
    }
  }
  class Wrapping extends Network {
    constructor() {
      super({ Wrapped: new Wrapped() }, random(0));
    }
  }
  const net = new Wrapping();
  new SGD({ lr: 1 }).update(net.params, net.gradient(ones([1, 2]), tensor([0])));
  assertTrue(net.params.W1.data.some((value) => value !== 0));
});
