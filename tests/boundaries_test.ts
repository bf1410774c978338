// Every number that a call limits: what lies on the limit, just inside and just outside.

import { assertEquals, assertTrue } from "./assert.ts";
import {
  AdaGrad,
  Adam,
  arange,
  assertClose,
  augment,
  BatchNormalization,
  Convolution,
  crossEntropyError,
  Dropout,
  eye,
  GradientCheck,
  im2col,
  linspace,
  Momentum,
  MultiLayerNet,
  MultiLayerNetExtend,
  Nesterov,
  numericalDiff,
  numericalGradient,
  ones,
  outputSize,
  Pooling,
  random,
  RMSprop,
  SGD,
  shouldSee,
  SimpleConvNet,
  smoothCurve,
  softmax,
  softmaxLoss,
  table,
  tensor,
  Trainer,
  TwoLayerNet,
  where,
  zeros,
} from "../lib/mod.ts";

const float64 = { dtype: "float64" } as const;
const TINY = 1e-9;
const x23 = zeros([2, 3]);
const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 2 });
const [x, t] = [ones([4, 3]), zeros(4, "int32")];
const data = { xTrain: x, tTrain: t, xTest: x, tTest: t };
const netSizes = { inputSize: 3, hiddenSize: 2, outputSize: 2 };
const sizes = { inputSize: 3, hiddenSizeList: [2], outputSize: 2 };

/** One-hot rows but for a sum that is off by `gap`. */
const nearlyOneHot = (gap: number) => tensor([[0, 1 + gap]], float64);

const limits: [
  what: string,
  call: (value: number) => unknown,
  inside: number[],
  outside: number[],
][] = [
  ["a length of a shape", (n) => zeros([2, n]), [0, 1], [-1, 0.5, NaN]],
  ["an axis", (axis) => x23.sum(axis), [-2, 1], [-3, 2, 0.5]],
  ["an index", (i) => x23.at(0, i), [-3, 2], [-4, 3, 0.5]],
  ["a row of slice", (i) => x23.slice(i), [-2, 1], [-3, 2]],
  ["a step of slice", (step) => x23.slice([0, 2, step]), [1, 2], [0, -1, 1.5]],
  ["a row of take", (i) => x23.take([i]), [-2, 1], [-3, 2]],
  ["the step of arange", (step) => arange(0, 1, step), [TINY * 1e8, -1], [0, NaN, Infinity]],
  ["n of linspace", (n) => linspace(0, 1, n), [0, 1], [-1, 1.5]],
  ["n of eye", (n) => eye(n), [0, 1], [-1, 1.5]],
  ["a seed", (seed) => random(seed), [0, 2 ** 32 - 1], [-1, 2 ** 32, 0.5]],
  ["std of normal", (std) => random(0).normal(1, 0, std), [0, TINY], [-TINY, Infinity]],
  ["n of choice", (n) => random(0).choice(n, 1), [1, 2 ** 31], [0, 2 ** 31 + 1, 1.5]],
  ["lo of integers", (lo) => random(0).integers(lo, 0, 1), [-(2 ** 31), -1], [-(2 ** 31) - 1, 0]],
  ["size of choice", (size) => random(0).choice(2, size), [0, 1], [-1, 0.5]],
  ["n of permutation", (n) => random(0).permutation(n), [0, 1], [-1, 0.5]],

  ["a label", (k) => softmaxLoss(zeros([1, 3]), tensor([k])), [0, 2], [-1, 3, 0.5]],
  [
    "the sum of one-hot",
    (gap) => crossEntropyError(tensor([[0.5, 0.5]], float64), nearlyOneHot(gap)),
    [0.00099, -0.00099],
    [0.00101, -0.00101],
  ],
  [
    "a probability",
    (y) => crossEntropyError(tensor([[y, 0.5]], float64), tensor([[0, 1]], float64)),
    [-0.0099, 1.0099],
    [-0.0101, 1.0101],
  ],
  ["columns of softmax", (columns) => softmax(zeros([2, columns])), [1], [0]],
  ["h of numericalDiff", (h) => numericalDiff((x) => x, 1, h), [TINY], [0, -TINY, Infinity]],
  ["h of numericalGradient", (h) => numericalGradient((x) => x.sum(), x23, h), [TINY], [0, -TINY]],
  ["values of smoothCurve", (n) => smoothCurve(new Array(n).fill(1)), [11], [10, 0]],
  ["shift of augment", (shift) => augment(ones([1, 1, 2, 2]), random(0), { shift }), [0], [-TINY]],
  ["rotate of augment", (rotate) => augment(ones([1, 1, 2, 2]), random(0), { rotate }), [0], [
    -TINY,
    Infinity,
  ]],

  ...[SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam].map((
    Optimizer,
  ): typeof limits[number] => [
    `lr of ${Optimizer.name}`,
    (lr) => new Optimizer({ lr }),
    [TINY, 1e9],
    [0, -TINY, Infinity, NaN],
  ]),
  ["momentum of Momentum", (momentum) => new Momentum({ momentum }), [0, 1 - TINY], [-TINY, 1]],
  ["momentum of Nesterov", (momentum) => new Nesterov({ momentum }), [0, 1 - TINY], [-TINY, 1]],
  ["decayRate", (decayRate) => new RMSprop({ decayRate }), [0, 1 - TINY], [-TINY, 1]],
  ["beta1", (beta1) => new Adam({ beta1 }), [0, 1 - TINY], [-TINY, 1]],
  ["beta2", (beta2) => new Adam({ beta2 }), [0, 1 - TINY], [-TINY, 1]],

  ["a ratio of Dropout", (ratio) => new Dropout(ratio), [0, 1 - TINY], [-TINY, 1]],
  [
    "momentum of BatchNormalization",
    (momentum) => new BatchNormalization(ones(2), zeros(2), { momentum }),
    [0, 1],
    [-TINY, 1 + TINY, NaN],
  ],
  ["stride of Convolution", (s) => new Convolution(zeros([1, 1, 2, 2]), zeros(1), s), [1], [
    0,
    1.5,
  ]],
  ["pad of Convolution", (p) => new Convolution(zeros([1, 1, 2, 2]), zeros(1), 1, p), [0], [
    -1,
    0.5,
  ]],
  ["a window of Pooling", (size) => new Pooling(size, 2), [1], [0, 1.5]],
  ["stride of Pooling", (stride) => new Pooling(2, 2, stride), [1], [0]],
  ["pad of a pooling of 2 × 3", (pad) => new Pooling(2, 3, 1, pad), [0, 1], [2, 3, -1]],
  ["pad of a pooling of 3 × 2", (pad) => new Pooling(3, 2, 1, pad), [0, 1], [2, 3, -1]],
  ["a window of outputSize", (size) => outputSize(3, size), [1, 3], [0, 4]],
  ["a padded window of outputSize", (size) => outputSize(3, size, 1, 1), [5], [6]],
  ["a window of im2col", (size) => im2col(zeros([1, 1, 3, 4]), size, 1), [1, 3], [0, 4]],

  ["inputSize", (inputSize) => new TwoLayerNet({ ...netSizes, inputSize }), [1], [0, 1.5]],
  ["hiddenSize", (hiddenSize) => new TwoLayerNet({ ...netSizes, hiddenSize }), [1], [0]],
  ["outputSize", (outputSize) => new TwoLayerNet({ ...netSizes, outputSize }), [1], [0]],
  ["weightInitStd", (std) => new TwoLayerNet({ ...netSizes, weightInitStd: std }), [0], [-TINY]],
  ["weightInitStd", (std) => new MultiLayerNet({ ...sizes, weightInitStd: std }), [0], [
    -TINY,
    Infinity,
  ]],
  ["weightDecayLambda", (l) => new MultiLayerNet({ ...sizes, weightDecayLambda: l }), [0], [-TINY]],
  [
    "dropoutRatio",
    (dropoutRatio) => new MultiLayerNetExtend({ ...sizes, useDropout: true, dropoutRatio }),
    [0, 1 - TINY],
    [-TINY, 1],
  ],
  [
    "filterSize",
    (filterSize) => new SimpleConvNet({ inputDim: [1, 6, 6], convParam: { filterSize } }),
    [
      1,
      5,
    ],
    [0, 7],
  ],
  ["batchSize of accuracy", (size) => net.accuracy(x, t, size), [1, 4, 5], [0, 1.5]],
  ["samples of accuracy", (n) => net.accuracy(zeros([n, 3]), zeros(n, "int32")), [1], [0]],

  ["epochs", (epochs) => new Trainer(net, data, { epochs, batchSize: 1 }), [0.25], [
    0,
    -1,
    Infinity,
  ]],
  ["steps", (steps) => new Trainer(net, data, { steps }), [1], [0, 1.5]],
  ["batchSize", (batchSize) => new Trainer(net, data, { batchSize }), [1], [0, 1.5]],
  ["evaluateSamples", (n) => new Trainer(net, data, { evaluateSamples: n }), [1], [0, 1.5]],
  ["rows of table", (n) => table(new Array(n).fill({ a: 1 })), [1], [0]],

  ["a difference", (gap) => assertClose([1 + gap], [1], { rtol: 0, atol: 0.5 }), [0.5, -0.5], [
    0.5 + TINY,
    -0.5 - TINY,
  ]],
  ["a band", (value) => shouldSee("it", value, null, { band: [1, 2] }), [1, 2], [
    1 - TINY,
    2 + TINY,
  ]],
];

for (const [what, call, inside, outside] of limits) {
  Deno.test(`limit of ${what}: takes ${inside.join(", ")}, refuses ${outside.join(", ")}`, () => {
    for (const value of inside) call(value);
    for (const value of outside) {
      let message = "nothing is thrown";
      try {
        call(value);
      } catch (error) {
        message = (error as Error).message;
      }
      // ours begin with the call; "Invalid array length" would be the engine's
      assertTrue(/^[\w.]+: /.test(message), `${what} of ${value}: ${message}`);
    }
  });
}

Deno.test("broadcast of a length of 1 with 0 is 0, not 1", () => {
  assertEquals(ones([1]).add(zeros([0])).shape, [0]);
  assertEquals(zeros([2, 0]).add(ones([2, 1])).shape, [2, 0]);
  assertEquals(zeros([0]).mul(2).shape, [0]);
});

Deno.test("where() chooses a for everything but 0", () => {
  const mask = tensor([-1, -0.5, 0, -0, 0.5, NaN]);
  assertEquals(where(mask, 1, 2).toArray(), [1, 1, 2, 2, 1, 1]);
});

Deno.test("GradientCheck agrees up to a relative difference of 1e-4", () => {
  const of = (relative: number) => new GradientCheck({ W: { largest: 1, mean: 1, relative } });
  assertEquals([1e-4, 1.0001e-4, NaN].map((relative) => of(relative).agrees), [true, false, false]);
});

Deno.test("BatchNormalization with momentum 1 keeps its statistics, with 0 forgets them", () => {
  const statistics = (momentum: number) => {
    const layer = new BatchNormalization(ones(1), zeros(1), {
      momentum,
      runningMean: tensor([8]),
      runningVar: tensor([16]),
    });
    layer.forward(tensor([[1], [3]]), true);
    return [layer.runningMean.item(), layer.runningVar.item()];
  };
  assertEquals(statistics(1), [8, 16]);
  assertEquals(statistics(0), [2, 1]);
});
