import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { goldenTest } from "../golden.ts";
import {
  DeepConvNet,
  type DeepConvNetOptions,
  gradientCheck,
  loadPickle,
  type Network,
  random,
  SimpleConvNet,
  type SimpleConvNetOptions,
  type Tensor,
  tensor,
  zeros,
} from "../../lib/mod.ts";
import { defaultPlaces } from "../../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../../lib/datasets/mnist.ts";

const float64 = { dtype: "float64", seed: 0 } as const;

/** A chapter 7 network for images of 8 × 8, and a chapter 8 network for images of 6 × 6. */
const small = {
  simple: (options: SimpleConvNetOptions = {}) =>
    new SimpleConvNet({
      inputDim: [1, 8, 8],
      convParam: { filterNum: 2, filterSize: 3 },
      hiddenSize: 4,
      outputSize: 3,
      weightInitStd: 0.3,
      ...float64,
      ...options,
    }),
  deep: (options: DeepConvNetOptions = {}) =>
    new DeepConvNet({
      inputDim: [2, 6, 6],
      convParams: [
        { filterNum: 2, filterSize: 3, pad: 1, stride: 1 },
        { filterNum: 3, filterSize: 3, pad: 1, stride: 1 },
      ],
      hiddenSize: 4,
      outputSize: 3,
      ...float64,
      ...options,
    }),
};

function shapesOf(tensors: Record<string, Tensor>): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([key, { shape }]) => [key, shape]));
}

Deno.test("SimpleConvNet has the book's layers and shapes", () => {
  const net = new SimpleConvNet();
  assertEquals(Object.keys(net.layers).join(" "), "Conv1 Relu1 Pool1 Affine1 Relu2 Affine2");
  assertEquals(shapesOf(net.params), {
    W1: [30, 1, 5, 5],
    b1: [30],
    W2: [4320, 100],
    b2: [100],
    W3: [100, 10],
    b3: [10],
  });
  assertEquals(net.params.W1.dtype, "float32");
  assertEquals(net.params.W1.toArray(), random(0).normal([30, 1, 5, 5], 0, 0.01).toArray());
});

Deno.test("DeepConvNet has the book's layers and shapes, and He's standard deviations", () => {
  const net = new DeepConvNet();
  assertEquals(
    Object.keys(net.layers).join(" "),
    "Conv1 Relu1 Conv2 Relu2 Pool1 Conv3 Relu3 Conv4 Relu4 Pool2 Conv5 Relu5 Conv6 Relu6 Pool3 " +
      "Affine1 Relu7 Dropout1 Affine2 Dropout2",
  );
  const weights = Object.entries(shapesOf(net.params)).filter(([key]) => key.startsWith("W"));
  assertEquals(weights.map(([, shape]) => shape), [
    [16, 1, 3, 3],
    [16, 16, 3, 3],
    [32, 16, 3, 3],
    [32, 32, 3, 3],
    [64, 32, 3, 3],
    [64, 64, 3, 3],
    [1024, 50],
    [50, 10],
  ]);
  [9, 144, 144, 288, 288, 576, 1024, 50].forEach((inputs, i) => {
    const W = net.params[`W${i + 1}`];
    assertClose(W.std(), Math.sqrt(2 / inputs), { rtol: 4 / Math.sqrt(W.size) }); // of a sample
  });
});

Deno.test("gradient() of convolutional networks agrees with numerical gradients", () => {
  const rng = random(1);
  for (const [name, make] of Object.entries(small)) {
    const net: Network = make();
    const channels = name === "deep" ? 2 : 1;
    const length = name === "deep" ? 6 : 8;
    const x = rng.normal([3, channels, length, length], 0, 1, "float64");
    const t = tensor([0, 2, 1], { dtype: "int32" });
    for (const key of Object.keys(net.params)) {
      if (key.startsWith("b")) {
        net.params[key] = rng.normal(net.params[key].shape, 0, 0.1, "float64");
      }
    }
    for (const [key, { relative }] of Object.entries(gradientCheck(net, x, t).differences)) {
      assertTrue(relative < 1e-6, `${name} ${key} ${relative}`);
    }
  }
});

Deno.test("SimpleConvNet pools images of odd sizes without their last row and column", () => {
  const net = small.simple({ inputDim: [1, 9, 8] });
  assertEquals(net.params.W2.shape, [2 * 3 * 3, 4]);
  assertEquals(net.predict(zeros([2, 1, 9, 8], "float64")).shape, [2, 3]);
});

Deno.test("DeepConvNet.loss() has dropout at work unless told otherwise", () => {
  const net = small.deep();
  const x = random(2).normal([4, 2, 6, 6], 0, 1, "float64");
  const t = tensor([0, 1, 2, 0], { dtype: "int32" });
  assertEquals(net.loss(x, t, false), net.loss(x, t, false));
  assertTrue(net.loss(x, t) !== net.loss(x, t));
});

const book = [
  ["simple_convnet_params_2016.pkl", new SimpleConvNet({ dtype: "float64" }), 0.995],
  ["deep_convnet_params_2016.pkl", new DeepConvNet({ dtype: "float64" }), 1],
] as const;
for (const [file, net, accuracy] of book) {
  goldenTest(`the book's ${file} loads, and recognises the first 200 images`, async (folder) => {
    net.loadParams(await loadPickle(`${folder}/book/${file}`));
    const digits = await findDigits({ ...defaultPlaces(), folder });
    const { xTest, tTest } = fromBytes(digits, { flatten: false, dtype: "float64" });
    assertEquals(net.accuracy(xTest.slice([0, 200]), tTest.slice([0, 200])), accuracy);
  });
}

Deno.test("convolutional networks reject sizes that do not fit", () => {
  const cases: [() => unknown, string][] = [
    [
      () => small.simple({ convParam: { filterSize: 9 } }),
      "outputSize: a window of 9 does not fit into 8 with pad 0",
    ],
    [
      () => small.simple({ convParam: { filterNum: 0 } }),
      "SimpleConvNet: convParam.filterNum needs to be an integer of at least 1, got 0",
    ],
    [
      () => small.simple({ convParam: { pad: -1 } }),
      "SimpleConvNet: convParam.pad needs to be a number of at least 0, got -1",
    ],
    [
      () => small.simple({ inputDim: [0, 8, 8] }),
      "SimpleConvNet: C needs to be an integer of at least 1, got 0",
    ],
    [
      () => small.simple({ weightInitStd: -1 }),
      "SimpleConvNet: weightInitStd needs to be a number of at least 0, got -1",
    ],
    [
      () => small.deep({ hiddenSize: 1.5 }),
      "DeepConvNet: hiddenSize needs to be an integer of at least 1, got 1.5",
    ],
    [
      () => small.deep({ convParams: [{ filterNum: 2, filterSize: 3, pad: 1, stride: 0 }] }),
      "DeepConvNet: convParams[0].stride needs to be an integer of at least 1, got 0",
    ],
  ];
  for (const [make, message] of cases) assertThrowsWith(make, RangeError, message);
  const flat = zeros([3, 64], "float64");
  assertThrowsWith(
    () => small.simple().predict(flat),
    TypeError,
    "Convolution.forward: x needs to be (N, C, H, W), got (3, 64)",
  );
});
