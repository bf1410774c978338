// Chapter 2.

import type { Solution } from "../exercise.ts";

export const ch02 = {
  predicted: {
    answer: [0, 1, 0, 1],
    mistakes: [[[0, 1, 0, 0], "for (1, 1) the sum 3 − 2 is 1, above 0.5"]],
  },
  words: { answer: "OR AND XOR NAND" },
  band: {
    answer: [3, 5],
    mistakes: [
      [[2, 5], "with a threshold of 2.5 a signal of weight 3 alone is enough"],
      [[0.5, 1], "those are the ends for 0.5 and 0.5; the weights are 2 and 3"],
    ],
  },
  butNot: {
    answer: [0, 1, 0, 0],
    mistakes: [
      [[0, 1, 1, 1], "that is OR: the negative weight is missing"],
      [[0, 0, 1, 0], "that is x2 but not x1"],
      [[1, 1, 0, 1], "it fires for (0, 0), so the bias is too large"],
    ],
  },
  majority: {
    answer: [0, 0, 0, 1, 0, 1, 1, 1],
    mistakes: [
      [[0, 1, 1, 1, 1, 1, 1, 1], "one vote is enough for it"],
      [[0, 0, 0, 0, 0, 0, 0, 1], "it needs all three votes"],
    ],
  },
  which: {
    answer: "AC",
    mistakes: [
      ["ABC", "from 0 votes to 3, the answer of B changes twice"],
      ["ACD", "D is the opposite of XOR"],
      ["C", "for A, is there a line between (0, 1) and the other three?"],
      ["A", "C you have met: it is the majority"],
    ],
  },
  bent: {
    answer: [0, 1, 1, 0],
    mistakes: [
      [[0, 1, 1, 1], "that is OR: both together have to weigh against it"],
      [[0, 0, 0, 1], "that is AND"],
    ],
  },
  otherWay: {
    answer: [0, 1, 1, 0],
    mistakes: [
      [[0, 1, 1, 1], "it says 1 to 1 and 1, too"],
      [[1, 1, 1, 0], "it says 1 to 0 and 0, too"],
    ],
  },
  same: { answer: [1, 0, 0, 1] },
  nands: {
    answer: 576,
    mistakes: [
      [64, "there is a full adder for each place, and it has more than one NAND"],
      [9, "that is one place of 64"],
      [36, "that is the adder above, with 4 places"],
      [512, "the carry needs a NAND, too: count again"],
    ],
  },
} satisfies Record<string, Solution>;
