// Answers to the exercises that readers give on their way, and what the verdict then has to say.

import type { WrongAnswers } from "../../tools/check/answers.ts";

export const wrongAnswers: Record<string, WrongAnswers> = {
  ch01: {
    "solve-counted": [["const countedAtLast = 42;", "three times"]],
    "solve-modulo": [[
      "function modulo(a: number, b: number): number {\n  return Math.abs(a % b);\n}",
      "the next multiple of 5 below",
    ]],
    "solve-stuck": [[
      "function firstStuck(): number {\n  return 2 ** 31;\n}",
      "that is where int32 ends",
    ]],
    "solve-rotate": [[
      "function rotate(values: number[], k: number): number[] {\n" +
      "  return [...values.slice(-k), ...values.slice(0, values.length - k)];\n}",
      "ragged rows: the value at [1] has the length 10",
    ]],
    "solve-tally": [[
      "function tallyOf(votes: string[]): Record<string, number> {\n" +
      "  const tally: Record<string, number> = {};\n  for (const vote of votes) tally[vote] += 1;\n  return tally;\n}",
      "undefined in a sum",
    ]],
    "solve-rim": [[
      "function isOnRim(row: number, column: number): boolean {\n" +
      "  return row === 0 || row === 27 || column === 0 || column === 27;\n}",
      "outside of the picture",
    ]],
    "solve-sum-over": [[
      "function sumOver(f: (x: number) => number, n: number): number {\n" +
      "  let sum = 0;\n  for (let k = 1; k < n; k++) sum += f(k);\n  return sum;\n}",
      "f(n), is left out",
    ]],
    "solve-line": [[
      "const fare = new class {\n  at(x: number) {\n    return 500 * x + 80;\n  }\n}();",
      "slope and height have changed places",
    ]],
    "solve-board": [["const board = zeros([8, 8]).add(1);", "32 of 64 are right"]],
    "solve-standardize": [
      ["const standardized = v.sub(v.mean());", "the standard deviation is not 1"],
      ["const standardized = v.div(v.std());", "the mean is still there"],
    ],
    "solve-pictures": [[
      "const [axes, numbers, bytes] = [4, 307200, 307200];",
      "more than one byte",
    ]],
    "solve-shape": [["const predictedShape = [4, 1, 3];", "at their left ends"]],
    "solve-mirror": [[
      "const mirrored = five.take([7, 6, 5, 4, 3, 2, 1, 0]);",
      "48 of 64 are right",
    ]],
    "solve-highest": [["const highestAt = 5;", "its place in the list"]],
    "solve-quarter-turn": [["const shift = Math.PI;", "half a turn"]],
    "solve-grey": [[
      "const grey = lighthouse.mean(0);",
      "its shape is (240, 3), (160, 240) is needed",
    ], ["const grey = lighthouse.sum(2);", "3 times too large"]],
  },
  ch02: {
    "solve-predict": [["const predicted = [0, 1, 0, 0];", "3 − 2 is 1, above"]],
    "solve-words": [['const gates = ["AND", "AND", "XOR", "NAND"];', "3 of 4 words are right"]],
    "solve-band": [
      ["const [lowest, highest] = [2, 5];", "3 alone"],
      ["const [lowest, highest] = [0.5, 1];", "weights are 2 and 3"],
    ],
    "solve-but-not": [[
      "const [myW1, myW2, myB] = [1, 1, -0.5];",
      "the negative weight is missing",
    ]],
    "solve-majority": [[
      "const [myWeights, myBias] = [tensor([1, 1, 1]), -0.5];",
      "one vote is enough for it",
    ]],
    "solve-which": [['const makeable = "ABC";', "B changes"], ['const makeable = "ACD";', "D is"]],
    "solve-bent": [["const [bentWeights, bentBias] = [tensor([1, 1, 0]), -0.5];", "that is OR"]],
    "solve-other-way": [[
      "function xorOtherWay(x1: number, x2: number): number {\n  return NAND(x1, x2);\n}",
      "0 and 0",
    ]],
    "solve-same": [[
      "function same(x1: number, x2: number): number {\n  return XOR(x1, x2);\n}",
      "0 and 1 are the wrong way round",
    ]],
    "solve-count": [["const nands = 64;", "has more than one NAND"]],
  },
  ch03: {
    "solve-neuron": [["const sumAndOutput = [2, 2];", "knows 0 and 1 only"]],
    "solve-tanh": [["const myTanh = (x: Tensor) => sigmoid(x).mul(2).sub(1);", "doubled, too"]],
    "solve-sharp": [["function firstSharp(): number {\n  return 45;\n}", "not above 0.99 yet"]],
    "solve-one-layer": [["const oneW = twoLayers.W1.T;", "its shape is (3, 2), (2, 2) is needed"], [
      "const oneB = twoLayers.b1.dot(twoLayers.W2);",
      "the bias of layer 2 is missing",
    ]],
    "solve-leaky": [["const leakyRelu = (x: Tensor) => x.mul(0.01);", "above 0 all of it"]],
    "solve-cost": [[
      "const cost = (rows: number, inner: number, columns: number) => 2 * rows * inner * columns;",
      "2 times too large",
    ]],
    "solve-shape": [["const shapeOfW = [3, 8];", "transposed"]],
    "solve-count": [[
      "function countParameters(sizes: number[]): number {\n" +
      "  return sizes.slice(1).reduce((sum, n, i) => sum + n * sizes[i], 0);\n}",
      "the biases are missing",
    ]],
    "solve-rows": [[
      "function softmaxOfRows(x: Tensor): Tensor {\n  const powers = x.sub(x.max()).exp();\n" +
      "  return powers.div(powers.sum(1, { keepdims: true }));\n}",
      "it has NaN",
    ]],
    "solve-two-classes": [[
      "const shareOfFirst = (a: number, b: number) => sigmoid(tensor(b - a)).item();",
      "1 minus the answer",
    ]],
    "solve-noise": [["const noise = 9;", "less noise"]],
    "solve-accuracy": [["const accuracyOfAll = 0.9375;", "three times as much"]],
  },
  ch04: {
    "exercise-marks-cell": [[
      "const markOf = (answers: Tensor, labels: Tensor) => answers.equal(labels).sum();",
      "of how many?",
    ]],
    "solve-squares": [["const [ofGuessing, ofSureAndWrong] = [0.9, 2];", "½ is missing"]],
    "exercise-guess-cell": [[
      "const lossOfGuess = (classes: number) => Math.log10(classes);",
      "to the base 10",
    ]],
    "solve-never-drawn": [[
      "const everDrawn = new Set(epochDraws.choice(60_000, 100));",
      "a single batch",
    ]],
    "solve-smooth": [[
      "const smooth = (t: Tensor) => t.mul(0.9).add(0.1);",
      "share the 0.1",
    ]],
    "solve-slopes": [[
      "const slopeOf = (f: (x: number) => number, x: number, h = 1e-5) => (f(x + h) - f(x - h)) / h;",
      "2h apart",
    ]],
    "exercise-second-cell": [[
      "const secondDerivative = (f: (x: number) => number, x: number, h = 1e-2) =>\n" +
      "  (f(x + h) - 2 * f(x) + f(x - h)) / h;",
      "once more",
    ]],
    "solve-partials": [["const [byX0, byX1] = [6, 3];", "4 · x0"]],
    "exercise-one-step-cell": [["const bestRate = 1;", "over the bottom"]],
    "solve-step-of-net": [["const stepped = new SimpleNet(W.add(dW));", "uphill"]],
    "solve-days": [[
      "function daysOf([I, H, O]: number[]): number {\n" +
      "  return 2 * (I * H + H * O) * 10 / 86_400;\n}",
      "the biases learn",
    ]],
    "solve-wobble": [[
      "const wobble = (p: number, n: number) => p * (1 - p) / n;",
      "take its root",
    ]],
  },
  ch05: {
    "solve-recomputed": [['const computedAnew = "BD";', "through the sum"]],
    "exercise-taxi-cell": [[
      "const [dBase, dPerKilometre, dKilometres, dTip] = [1, 3, 100, 800];",
      "pass the × of 1.1",
    ]],
    "exercise-chain-cell": [[
      "function slopeOfChain(x: number) {\n  return Math.exp(9 * x * x) * 6 * x;\n}",
      "3 times too small",
    ]],
    "exercise-div-cell": [[
      "const divBackward = (dout: number, x: number, y: number) => [dout / y, dout * x / y ** 2];",
      "a larger divisor",
    ]],
    "solve-leaky-layer": [[
      "class LeakyRelu extends MyRelu {\n  override forward(x: Tensor) {\n" +
      "    super.forward(x);\n    return x.maximum(x.mul(0.01));\n  }\n}",
      "farthest off",
    ]],
    "exercise-tanh-cell": [[
      "class Tanh extends MySigmoid {\n  override forward(x: Tensor) {\n    return this.y = x.tanh();\n  }\n}",
      "farthest off",
    ]],
    "solve-square-affine": [[
      "const backwardOf = (x: Tensor, W: Tensor, dout: Tensor) => ({\n  dx: dout.dot(W.T),\n" +
      "  dW: dout.T.dot(x),\n  db: dout.sum(0),\n});",
      "dW: not yet: it is transposed",
    ]],
    "exercise-branch-cell": [["const dSquare = dLeft;", "both bring something back"]],
    "solve-labels-backward": [[
      "function backwardOfLabels(y: Tensor, labels: number[]): Tensor {\n  const dx = y.clone();\n" +
      "  labels.forEach((label, n) => dx.data[n * y.shape[1] + label] -= 1);\n  return dx;\n}",
      "4 times too large",
    ]],
    "exercise-walk-cell": [[
      "function walkBack(layers: { backward(dout: Tensor): Tensor }[], dout: Tensor): Tensor {\n" +
      "  return layers.reduce((dout, layer) => layer.backward(dout), dout);\n}",
      "farthest off",
    ]],
    "solve-where": [['const mistakeIn = "A";', "W1 and b1 right"]],
    "solve-times-as-fast": [["const timesAsFast = 39_760 / 3;", "up and down"]],
  },
  ch06: {
    "solve-factors": [["const factorsOf = (lr: number) => [lr / 10, 2 * lr];", "taken away"]],
    "exercise-speed-cell": [[
      "const finalVelocity = (lr: number, momentum: number, g: number) => -lr * g + 0 * momentum;",
      "that is SGD",
    ]],
    "solve-steps-of-adagrad": [[
      "const lengthOfStep = (n: number, lr: number) => lr / n;",
      "its root",
    ]],
    "solve-first-steps": [["const [asItIs, withoutFactor] = [1, 0.1];", "v is too small"]],
    "solve-near-bottom": [["const [ballsRate, ballsMomentum] = [0.5, 0.9];", "too large"]],
    "solve-memory": [[
      "const learned = 109_400;\nconst [ofSGD, ofMomentum, ofAdaGrad, ofAdam] = [0, 1, 1, 2];",
      "the biases learn",
    ]],
    "exercise-init-cell": [["const stdOfWeights = 1 / 400;", "where has the 400 gone"]],
    "solve-shrinking": [["const leftBehind = (layers: number) => 0.5 ** layers;", "take its root"]],
    "solve-layer-factor": [[
      "const factorOfLayer = (n: number, std: number) => std * Math.sqrt(n);",
      "half of the mean square",
    ]],
    "exercise-centre-cell": [[
      "const centreBackward = (dout: Tensor) => dout.sub(dout.mean(1, { keepdims: true }));",
      "farthest off",
    ]],
    "solve-scaled": [["const [lossTimes, gradientTimes] = [10, 10];", "ten times as large, too"]],
    "solve-by-chance": [["const labelsByChance = t100.add(0);", "the true labels"]],
    "exercise-decay-cell": [[
      "function decayedUpdate(params: Numbers, grads: Numbers, lr: number, lambda: number) {\n" +
      "  for (const key in params) params[key] -= lr * (grads[key] - lambda * params[key]);\n}",
      "the sign of λ W",
    ]],
    "exercise-inverted-cell": [[
      "const inverted = (x: Tensor, mask: Tensor, ratio: number) => x.mul(mask).div(ratio);",
      "not by the ratio",
    ]],
    "solve-best-of-twenty": [["const bestOfTwenty = marks.max();", "best of all 20,000"]],
    "solve-exponents": [[
      "const byPowers = (u: number, low: number, high: number) =>\n" +
      "  Math.log10(low) + u * Math.log10(high / low);",
      "those are the exponents",
    ]],
  },
  ch07: {
    "exercise-layers-cell": [["const layersThatLearn = 2;", "count the Affine layers"]],
    "solve-unshuffle": [[
      "function inverseOf(order: number[]): number[] {\n  return order.toReversed();\n}",
      "in another order",
    ]],
    "exercise-filter-cell": [[
      "const sharpen = tensor([[-1, -1, -1], [-1, 18, -1], [-1, -1, -1]]).div(9);",
      "the middle belongs",
    ]],
    "solve-same-pad": [["const samePad = (F: number) => F - 1;", "both sides"]],
    "exercise-size-cell": [["const numbersOut = 49;", "one of the 16 maps"]],
    "solve-luma": [[
      "const luma = tensor([0.299, 0.587, 0.114]);",
      "the numbers are right, reshape it",
    ]],
    "solve-blocks": [
      ["const weightsShape = [3, 10, 5, 5];", "the filters come first"],
      ["const outputShape = [1, 30, 28, 28];", "are added up"],
    ],
    "solve-batch-out": [["const mapsBytes = 1_728_000;", "each has 4 bytes"]],
    "exercise-average-cell": [[
      "const averagePool = (x: Tensor) => new Pooling(2, 2, 2).forward(x);",
      "max pooling",
    ]],
    "solve-unnoticed": [["const unnoticed = (size: number) => 1 / size;", "not yet"]],
    "solve-channels-last": [[
      "const channelsSecond = channelsLast.transpose(0, 3, 2, 1);",
      "in another order",
    ]],
    "solve-col-size": [["const [colRows, colColumns] = [576, 25];", "one digit of 100"]],
    "exercise-one-by-one-cell": [["const [oneByOne, fiveByFive] = [1024, 25600];", "the biases"]],
    "solve-average-backward": [[
      "const averageBackward = (dout: Tensor) =>\n" +
      "  col2im(dout.reshape(4, 1).mul(full([1, 4], 1)), [1, 1, 4, 4], 2, 2, 2);",
      "4 times too large",
    ]],
    "exercise-padded-net-cell": [["const weightsOfW2 = 30 * 28 * 28 * 100;", "pooling halves"]],
    "solve-cosine": [[
      "const cosine = (a: Tensor, b: Tensor) => a.mul(b).sum() / a.mul(a).sum();",
      "the length of the second",
    ]],
    "exercise-strongest-cell": [[
      "const strongest = (maps: Tensor) => maps.flatten().argmax();",
      "among all 16",
    ]],
    "exercise-finer-alexnet-cell": [["const finer = alexnet.slice();", "a stride of 4"]],
  },
  ch08: {
    "exercise-floor-cell": [[
      "function floorOf(_ratio: number): number {\n  return lossFloor;\n}",
      "half of the scores dropped",
    ]],
    "solve-majority": [["const majorityWrong = (p: number) => p ** 3;", "two of three"]],
    "exercise-parameters-cell": [[
      "const stackWeights = (n: number, C: number) => n * 9 * C;",
      "all C channels",
    ]],
    "exercise-receptive-cell": [[
      "function fieldOf(layers: { size: number; stride: number }[]): number {\n" +
      "  return layers.reduce((sees, { size }) => sees + size - 1, 1);\n}",
      "further apart",
    ]],
    "solve-hits": [[
      "const isHit = (scores: Tensor, label: number, k: number) =>\n" +
      "  scores.greater(scores.at(label)).sum() <= k;",
      "not every answer",
    ]],
    "solve-global-average": [["const vggWithMean = inConvolutions + 512 * 1000;", "biases"]],
    "solve-bottleneck": [["const widest = 155;", "a little more"]],
    "exercise-ways-cell": [[
      "const waysThrough = (blocks: number) => 2 ** (blocks + 1);",
      "2 times too large",
    ]],
    "solve-work": [[
      "const multiplications = (C: number, F: number, FN: number, OH: number) => FN * C * F ** 2 * OH;",
      "not 55",
    ]],
    "solve-speed-up": [[
      "const speedUp = (_share: number, times: number) => times;",
      "only a part",
    ]],
    "exercise-shares-cell": [[
      "function combine(gradients: Tensor[], images: number[]): Tensor {\n" +
      "  return gradients.map((g, i) => g.mul(images[i])).reduce((a, b) => a.add(b));\n}",
      "100 times too large",
    ]],
    "solve-integers": [[
      "function in8Bits(x: Tensor): Tensor {\n" +
      "  return new Tensor(x.div(x.abs().max() / 127).data.map(Math.round), x.shape);\n}",
      "those are the integers",
    ]],
    "exercise-attention-cell": [[
      "const attend = (Q: Tensor, K: Tensor, V: Tensor) => softmax(Q.dot(K.T)).dot(V);",
      "the root of d",
    ]],
  },
  "appendix-a": {
    "solve-equal": [["const lossOfEqualScores = 1 / 3;", "what is its −log"]],
    "solve-one-hot": [['const condition = "D";', "a t whose sum is 2"]],
    "solve-labels": [["const toLabels = logY;", "the sign is the wrong way round"]],
    "solve-temperature": [["const dWarm = warm.sub(truth).mul(T);", "4 times too large"]],
    "solve-sigmoid": [[
      "const sigmoidLossBackward = (x: number, t: number) => t - 1 / (1 + Math.exp(-x));",
      "the sign is the wrong way round",
    ]],
  },
  "appendix-b": {
    "exercise-square-cell": [[
      "function square(x: Variable): Variable {\n" +
      '  return new Variable(x.value.mul(x.value), "**2", [[x, (dout) => mul(dout, x.value.mul(2))]]);\n}',
      "the first derivative is right",
    ]],
    "exercise-order-cell": [['const order = "y a s x";', "2 of 4 words are right"]],
    "exercise-div-cell": [[
      "const div = (x: Variable, y: Variable) => mul(y, pow(x, -1));",
      "that is y / x",
    ]],
    "exercise-decay-cell": [[
      "const decayed = add(tiny.loss(x5, t5), mul(lambda, sum(mul(W1, W1))));",
      "farthest off",
    ]],
    "exercise-newton-cell": [[
      "const newton = (x: number, slope: number, bend: number) => x - slope * bend;",
      "do not multiply",
    ]],
    "solve-zero-grad": [[
      "const distanceAfter = (steps: number) => 2 ** (steps - 1);",
      "nothing doubles",
    ]],
  },
  "appendix-c": {
    "solve-linear": [["const lengths = [50, 784, 50, 784, 50];", "the shape of its tensor"]],
    "solve-zero-grad": [["const used = (first + second) / 2;", "not averaged"]],
    "solve-rows": [[
      "function rowsForNhwc(W: Tensor, [C, H, width]: number[]): Tensor {\n  const M = W.shape[1];\n" +
      "  return W.reshape(C, H, width, M).transpose(2, 1, 0, 3).reshape(-1, M);\n}",
      "farthest off",
    ]],
    "solve-variance": [[
      "const asTheBook = (runningVar: number, N: number) => runningVar * N / (N - 1);",
      "from the book to PyTorch",
    ]],
  },
};
