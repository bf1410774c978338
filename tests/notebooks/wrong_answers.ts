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
};
