import {
  assertClose,
  assertEquals,
  assertThrowsWith,
  assertTrue,
  assertUnchanged,
} from "../assert.ts";
import {
  type DType,
  gradientCheck,
  random,
  SGD,
  sigmoid,
  sigmoidGrad,
  softmax,
  softmaxLoss,
  type Tensor,
  tensor,
  TwoLayerNet,
  type TwoLayerNetOptions,
  zeros,
} from "../../lib/mod.ts";

const sizes = { inputSize: 6, hiddenSize: 5, outputSize: 3 };

/**
 * Some samples with labels, and a net whose biases are not 0, which would hide errors. Its weights are small, so that no
 * probability is: the 1e-7 inside the log, which backward leaves out, is 1e-7 / y of a gradient.
 */
function example(options: Partial<TwoLayerNetOptions> = {}): {
  net: TwoLayerNet;
  x: Tensor;
  t: Tensor;
} {
  const rng = random(3);
  const dtype: DType = options.dtype ?? "float64";
  const net = new TwoLayerNet({ ...sizes, weightInitStd: 0.2, ...options, dtype, rng });
  net.params.b1 = rng.normal(5, 0, 0.2, dtype);
  net.params.b2 = rng.normal(3, 0, 0.2, dtype);
  return { net, x: rng.normal([4, 6], 0, 1, dtype), t: tensor(rng.integers(0, 3, 4)) };
}

Deno.test("TwoLayerNet draws W1 and W2 as the book's Python does, and begins with biases of 0", () => {
  const net = new TwoLayerNet({ ...sizes, dtype: "float64", seed: 0 });
  const rng = random(0);
  assertEquals(net.params.W1.toArray(), rng.normal([6, 5], 0, 0.01, "float64").toArray());
  assertEquals(net.params.W2.toArray(), rng.normal([5, 3], 0, 0.01, "float64").toArray());
  assertEquals(net.params.b1.toArray(), [0, 0, 0, 0, 0]);
  assertEquals(net.params.b2.dtype, "float64");
});

Deno.test("TwoLayerNet is float32 and seeded with 0 unless told otherwise", () => {
  const net = new TwoLayerNet(sizes);
  assertEquals(net.params.W1.toArray(), random(0).normal([6, 5], 0, 0.01).toArray());
});

Deno.test("a cell shows a network as its layers and the shapes of its parameters", () => {
  assertEquals(
    Deno.inspect(new TwoLayerNet(sizes)),
    "TwoLayerNet: Affine1 → Relu1 → Affine2\n" +
      "W1  (6, 5)  float32\nb1  (5,)  float32\nW2  (5, 3)  float32\nb2  (3,)  float32",
  );
});

Deno.test("TwoLayerNet.gradient() is the chapter 4 formula with activation: sigmoid", () => {
  const { net, x, t } = example({ activation: "sigmoid" });
  const { W1, b1, W2, b2 } = net.params;
  const a1 = x.dot(W1).add(b1);
  const z1 = sigmoid(a1);
  const y = softmax(z1.dot(W2).add(b2));
  const dy = y.sub(oneHotOf(t)).div(4);
  const da1 = dy.dot(W2.T).mul(sigmoidGrad(a1));

  const grads = assertUnchanged([x, ...Object.values(net.params)], () => net.gradient(x, t));
  assertClose(grads.W2, z1.T.dot(dy));
  assertClose(grads.b2, dy.sum(0));
  assertClose(grads.W1, x.T.dot(da1));
  assertClose(grads.b1, da1.sum(0));
  assertClose(net.loss(x, t), softmaxLoss(net.predict(x), t));
});

Deno.test("TwoLayerNet.gradient() agrees with numerical gradients, in both forms and for both kinds of labels", () => {
  for (const activation of ["relu", "sigmoid"] as const) {
    const { net, x, t } = example({ activation });
    for (const { relative } of Object.values(gradientCheck(net, x, t).differences)) {
      assertTrue(relative < 1e-6);
    }
    const [byLabels, byRows] = [t, oneHotOf(t)].map((answers) => net.gradient(x, answers));
    for (const key of Object.keys(byRows)) assertClose(byLabels[key], byRows[key]);
  }
});

Deno.test("numericalGradient() works in float64 on a float32 network, and leaves it as it was", () => {
  const { net, x, t } = example({ dtype: "float32" });
  const before = { ...net.params };
  const { words } = net.rng.state;
  const numerical = assertUnchanged(Object.values(before), () => net.numericalGradient(x, t));
  for (const [key, gradient] of Object.entries(net.gradient(x, t))) {
    assertClose(numerical[key], gradient); // a float32 loss would leave three digits
    assertTrue(net.params[key] === before[key]);
  }
  assertEquals(net.rng.state.words, words);
  new SGD().update(net.params, numerical);
});

Deno.test("update() reaches the layers: the loss of one batch falls", () => {
  const { net, x, t } = example();
  const sgd = new SGD({ lr: 0.1 });
  const before = net.loss(x, t);
  for (let i = 0; i < 50; i++) sgd.update(net.params, net.gradient(x, t));
  assertTrue(net.loss(x, t) < 0.7 * before);
});

Deno.test("the same seed twice gives bit-identical weights", () => {
  const [first, second] = [0, 1].map(() => {
    const { net, x, t } = example({ dtype: "float32" });
    const sgd = new SGD({ lr: 0.1 });
    for (let i = 0; i < 20; i++) sgd.update(net.params, net.gradient(x, t));
    return net.params;
  });
  for (const key of Object.keys(first)) assertEquals(first[key].toArray(), second[key].toArray());
});

Deno.test("accuracy() counts every sample, the last partial batch too", () => {
  const { net } = example();
  const x = random(5).normal([7, 6], 0, 1, "float64");
  const right = net.predict(x).argmax(1);
  const t = right.clone();
  t.data[6] = (t.data[6] + 1) % 3; // in the last batch of 1
  for (const batchSize of [1, 2, 3, 7, 100]) {
    assertEquals(net.accuracy(x, t, batchSize), 6 / 7);
    assertEquals(net.accuracy(x, oneHotOf(t), batchSize), 6 / 7);
  }
  assertEquals(net.accuracy(x, right), 1);
});

Deno.test("accuracy() of a network that diverged counts class 0, as NumPy's argmax of NaN does", () => {
  const { net, x } = example();
  net.params.b2.data.fill(NaN);
  assertEquals(net.accuracy(x, tensor([0, 0, 1, 2], { dtype: "int32" })), 0.5);
});

Deno.test("TwoLayerNet rejects sizes and settings that do not fit", () => {
  const cases: [Record<string, unknown>, new (message: string) => Error, string][] = [
    [{ inputSize: 0 }, RangeError, "inputSize needs to be an integer of at least 1, got 0"],
    [{ hiddenSize: 2.5 }, RangeError, "hiddenSize needs to be an integer of at least 1, got 2.5"],
    [
      { outputSize: undefined },
      RangeError,
      "outputSize needs to be an integer of at least 1, got undefined",
    ],
    [{ weightInitStd: -1 }, RangeError, "weightInitStd needs to be a number of at least 0, got -1"],
    [
      { weightInitStd: NaN },
      RangeError,
      "weightInitStd needs to be a number of at least 0, got NaN",
    ],
    [{ activation: "tanh" }, RangeError, 'activation "tanh" is none of "relu", "sigmoid"'],
    [{ dtype: "int32" }, TypeError, 'dtype needs to be "float32" or "float64", got "int32"'],
    [{ rng: 0 }, TypeError, "rng needs to be made by random(seed)"],
    [{ rng: random(0), seed: 0 }, TypeError, "takes rng or seed, not both"],
  ];
  for (const [options, errorClass, message] of cases) {
    assertThrowsWith(
      () => new TwoLayerNet({ ...sizes, ...options } as TwoLayerNetOptions),
      errorClass,
      `TwoLayerNet: ${message}`,
    );
  }
});

Deno.test("networks reject samples and answers that do not fit", () => {
  const { net, x, t } = example();
  const cases: [() => unknown, new (message: string) => Error, string][] = [
    [
      () => net.predict(zeros([4, 5], "float64")),
      TypeError,
      "Affine.forward: x (4, 5) does not fit W (6, 5): 5 ≠ 6",
    ],
    [
      () => net.gradient(x, t.slice([0, 3])),
      TypeError,
      "SoftmaxWithLoss.forward: t (3,) does not fit (4, 3): needs that shape, or class labels (4,)",
    ],
    [
      () => net.loss(x, tensor([0, 1, 3, 0], { dtype: "int32" })),
      RangeError,
      "SoftmaxWithLoss.forward: label 3 of sample 2 is none of the 3 classes 0 to 2",
    ],
    [
      () => net.loss(x.slice([0, 0]), t.slice([0, 0])),
      TypeError,
      "SoftmaxWithLoss.forward: needs at least 1 sample, got (0, 3)",
    ],
    [
      () => net.accuracy(x, t.slice([0, 3])),
      TypeError,
      "TwoLayerNet.accuracy: x (4, 6) and t (3,) need equally many rows",
    ],
    [
      () => net.accuracy(x, tensor([0, 1, 3, 0], { dtype: "int32" })),
      RangeError,
      "TwoLayerNet.accuracy: label 3 of sample 2 is none of the 3 classes 0 to 2",
    ],
    [
      () => net.accuracy(x.slice([0, 0]), t.slice([0, 0])),
      RangeError,
      "TwoLayerNet.accuracy: needs at least 1 sample, got 0",
    ],
    [
      () => net.accuracy(x, t, 0),
      RangeError,
      "TwoLayerNet.accuracy: batchSize needs to be an integer of at least 1, got 0",
    ],
  ];
  for (const [call, errorClass, message] of cases) assertThrowsWith(call, errorClass, message);
});

function oneHotOf(t: Tensor): Tensor {
  const out = zeros([t.size, 3], "float64");
  t.data.forEach((label, i) => out.data[3 * i + label] = 1);
  return out;
}
