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
};
