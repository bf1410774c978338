import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import {
  gradientCheck,
  MultiLayerNet,
  MultiLayerNetExtend,
  type MultiLayerNetExtendOptions,
  random,
  SGD,
  type Tensor,
  tensor,
  Trainer,
} from "../../lib/mod.ts";

const sizes = { inputSize: 6, hiddenSizeList: [5, 4], outputSize: 3 };
const everything = { useBatchnorm: true, useDropout: true, dropoutRatio: 0.3 };

/** Some samples with labels, and a net whose biases are not 0, which would hide errors. */
function example(options: Partial<MultiLayerNetExtendOptions> = {}): {
  net: MultiLayerNetExtend;
  x: Tensor;
  t: Tensor;
} {
  const rng = random(3);
  const dtype = options.dtype ?? "float64";
  const net = new MultiLayerNetExtend({ ...sizes, weightInitStd: 0.3, ...options, dtype, rng });
  for (const [key, param] of Object.entries(net.params)) {
    if (key.startsWith("W")) continue;
    net.params[key] = param.add(rng.normal(param.shape, 0, 0.1, dtype));
  }
  return { net, x: rng.normal([10, 6], 0, 1, dtype), t: tensor(rng.integers(0, 3, 10)) };
}

Deno.test("MultiLayerNetExtend has its layers in the book's order, and its parameters by the book's names", () => {
  const { net } = example(everything);
  assertEquals(
    Object.keys(net.layers).join(" "),
    "Affine1 BatchNorm1 Relu1 Dropout1 Affine2 BatchNorm2 Relu2 Dropout2 Affine3",
  );
  assertEquals(
    Object.keys(net.params).join(" "),
    "W1 b1 W2 b2 W3 b3 gamma1 beta1 gamma2 beta2",
  );
  assertEquals(
    Object.keys(net.statistics).join(" "),
    "runningMean1 runningVar1 runningMean2 runningVar2",
  );
});

Deno.test("MultiLayerNet is MultiLayerNetExtend without batch normalization and dropout", () => {
  const options = { ...sizes, activation: "sigmoid", weightDecayLambda: 0.1, seed: 1 } as const;
  const [plain, extended] = [new MultiLayerNet(options), new MultiLayerNetExtend(options)];
  assertEquals(Object.keys(plain.layers).join(" "), "Affine1 Sigmoid1 Affine2 Sigmoid2 Affine3");
  assertEquals(plain.params.W2.toArray(), extended.params.W2.toArray());
  const { x, t } = example({ dtype: "float32" });
  assertEquals(plain.loss(x, t), extended.loss(x, t));
  assertEquals(plain.statistics, {});
});

Deno.test("weightInitStd: He, Xavier or a number, from the inputs of each layer", () => {
  const cases = [["relu", 2], ["he", 2], ["sigmoid", 1], ["xavier", 1]] as const;
  for (const [weightInitStd, scale] of cases) {
    const net = new MultiLayerNet({ ...sizes, weightInitStd, dtype: "float64", seed: 0 });
    const rng = random(0);
    for (const [key, D, M] of [["W1", 6, 5], ["W2", 5, 4], ["W3", 4, 3]] as const) {
      const expected = rng.normal([D, M], 0, Math.sqrt(scale / D), "float64");
      assertEquals(net.params[key].toArray(), expected.toArray());
    }
  }
  const net = new MultiLayerNet({ ...sizes, weightInitStd: 0, seed: 0 });
  assertEquals(net.params.W1.max(), 0);
});

Deno.test("gradient() agrees with numerical gradients, with every extension, on its own and together", () => {
  for (
    const options of [
      {},
      { activation: "sigmoid" },
      { weightDecayLambda: 0.1 },
      { useBatchnorm: true },
      { useDropout: true },
      { ...everything, weightDecayLambda: 0.1 },
    ] as const
  ) {
    const { net, x, t } = example(options);
    const { differences } = gradientCheck(net, x, t);
    for (const [key, { relative }] of Object.entries(differences)) {
      assertTrue(relative < 1e-6, `${key} ${relative} ${JSON.stringify(options)}`);
    }
    const numerical = net.numericalGradient(x, t);
    const grads = net.gradient(x, t); // with the same masks
    for (const key of Object.keys(grads)) {
      assertClose(grads[key], numerical[key], { rtol: 1e-6, what: key }); // 1e-7 inside the log
    }
  }
});

Deno.test("numericalGradient() leaves running statistics and generator as they were", () => {
  const { net, x, t } = example({ ...everything, dtype: "float32" });
  net.gradient(x, t);
  const before = [net.rng.state.words, ...Object.values(net.statistics).map((s) => s.toArray())];
  net.numericalGradient(x, t);
  const after = [net.rng.state.words, ...Object.values(net.statistics).map((s) => s.toArray())];
  assertEquals(after, before);
});

Deno.test("weight decay adds ½·λ·ΣW² to the loss, and λ·W to the gradients of weights", () => {
  const [plain, decaying] = [0, 0.5].map((weightDecayLambda) => example({ weightDecayLambda }));
  const { x, t } = plain;
  const { W1, W2, W3 } = plain.net.params;
  const squares = [W1, W2, W3].reduce((sum, W) => sum + W.mul(W).sum(), 0);
  assertClose(decaying.net.loss(x, t), plain.net.loss(x, t) + 0.25 * squares);
  const [without, grads] = [plain.net.gradient(x, t), decaying.net.gradient(x, t)];
  assertClose(grads.W2, without.W2.add(W2.mul(0.5)));
  assertClose(grads.b2, without.b2);
});

Deno.test("predict() neither drops nor learns unless it is training", () => {
  const { net, x, t } = example(everything);
  net.gradient(x, t);
  const statistics = Object.values(net.statistics).map((s) => s.toArray());
  const [first, second] = [net.predict(x), net.predict(x)];
  assertEquals(first.toArray(), second.toArray());
  assertEquals(Object.values(net.statistics).map((s) => s.toArray()), statistics);
  assertTrue(net.predict(x, true).sub(first).abs().max() > 0.01);
  assertTrue(net.loss(x, t) !== net.loss(x, t, true));
});

Deno.test("loadParams() takes running statistics along, or leaves them", () => {
  const { net, x, t } = example({ useBatchnorm: true });
  net.gradient(x, t);
  const other = new MultiLayerNetExtend({
    ...sizes,
    useBatchnorm: true,
    dtype: "float64",
    seed: 9,
  });
  other.loadParams(net.params);
  assertTrue(other.predict(x).sub(net.predict(x)).abs().max() > 0.01);
  other.loadParams({ ...net.params, ...net.statistics });
  assertEquals(other.predict(x).toArray(), net.predict(x).toArray());
  const { runningMean1 } = net.statistics;
  assertThrowsWith(
    () => other.loadParams({ ...net.params, runningMean1 }),
    TypeError,
    "MultiLayerNetExtend.loadParams: needs W1, b1, W2, b2, W3, b3, gamma1, beta1, gamma2, beta2, " +
      "runningMean1, runningVar1, runningMean2, runningVar2; " +
      "missing: runningVar1, runningMean2, runningVar2",
  );
});

Deno.test("checkpoint() keeps masks and running statistics: training goes on bit for bit", async () => {
  const made = () => {
    const { net, x, t } = example({ ...everything, dtype: "float32" });
    const data = { xTrain: x, tTrain: t, xTest: x, tTest: t };
    return new Trainer(net, data, { steps: 12, batchSize: 5, optimizer: new SGD({ lr: 0.1 }) });
  };
  const through = made();
  let saved = "";
  for await (const { step } of through) {
    if (step === 5) saved = JSON.stringify(through.checkpoint());
  }
  const other = made();
  other.net.rng!.uniform(7); // elsewhere by now
  other.restore(JSON.parse(saved));
  await other.train();
  assertEquals(other.checkpoint(), through.checkpoint());
});

Deno.test("multi-layer networks reject sizes and settings that do not fit", () => {
  const cases: [Record<string, unknown>, new (message: string) => Error, string][] = [
    [
      { hiddenSizeList: 100 },
      TypeError,
      "MultiLayerNetExtend: hiddenSizeList needs to be an array, such as [100, 100]",
    ],
    [
      { hiddenSizeList: [5, 0] },
      RangeError,
      "MultiLayerNetExtend: hiddenSizeList[1] needs to be an integer of at least 1, got 0",
    ],
    [
      { weightInitStd: "big" },
      RangeError,
      'MultiLayerNetExtend: weightInitStd needs to be "relu", "he", "sigmoid", "xavier" or a ' +
      'number of at least 0, got "big"',
    ],
    [
      { weightInitStd: NaN },
      RangeError,
      'MultiLayerNetExtend: weightInitStd needs to be "relu", "he", "sigmoid", "xavier" or a ' +
      "number of at least 0, got NaN",
    ],
    [
      { activation: "step" },
      RangeError,
      'MultiLayerNetExtend: activation "step" is none of "relu", "sigmoid"',
    ],
    [
      { weightDecayLambda: -0.1 },
      RangeError,
      "MultiLayerNetExtend: weightDecayLambda needs to be a number of at least 0, got -0.1",
    ],
    [
      { useDropout: true, dropoutRatio: 1 },
      RangeError,
      "Dropout: dropoutRatio needs to be at least 0 and below 1, got 1",
    ],
  ];
  for (const [options, errorClass, message] of cases) {
    assertThrowsWith(
      () => new MultiLayerNetExtend({ ...sizes, ...options } as MultiLayerNetExtendOptions),
      errorClass,
      message,
    );
  }
});
