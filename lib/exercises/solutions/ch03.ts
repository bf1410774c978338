// Chapter 3.

import type { Solution } from "../exercise.ts";

export const ch03 = {
  neuron: {
    answer: [2, 1],
    mistakes: [[[2, 2], "the sum is right; the step knows 0 and 1 only"], [
      [3, 1],
      "where is the bias?",
    ]],
  },
  tanh: {
    answer: [-1, 0, 2].map(Math.tanh),
    tolerance: 1e-6,
    mistakes: [
      [[-1, 0, 2].map((x) => 2 / (1 + Math.exp(-x)) - 1), "the input is to be doubled, too"],
      [
        [-1, 0, 2].map((x) => 1 / (1 + Math.exp(-2 * x))),
        "it lies between 0 and 1, and tanh between −1 and 1",
      ],
    ],
  },
  sharp: {
    answer: 46,
    mistakes: [[45, "there it is 0.989, which is not above 0.99 yet"], [
      1,
      "look whether it is above 0.99, and go on",
    ]],
  },
  oneW: { answer: [[0.22, 0.49], [0.28, 0.64]] },
  oneB: {
    answer: [0.24, 0.52],
    mistakes: [
      [[0.14, 0.32], "the bias of layer 2 is missing"],
      [[0.1, 0.2], "the bias of layer 1 is missing, and it goes through W2"],
    ],
  },
  leaky: {
    answer: [-0.02, 0, 3],
    tolerance: 1e-6,
    mistakes: [
      [[0, 0, 3], "that is ReLU: below 0 a hundredth should pass"],
      [[-0.02, 0, 0.03], "above 0 all of it should pass"],
    ],
  },
  cost: {
    answer: [20_000_000, 200_000],
    mistakes: [[
      [1_010_000, 10_100],
      "each number of a product is a sum of several products: how many?",
    ]],
  },
  shapeOfW: {
    answer: [8, 3],
    mistakes: [[[3, 8], "transposed: its rows must be as many as the columns of X"], [
      [32, 3],
      "that is the shape of the result",
    ]],
  },
  parameters: {
    answer: [45_360, 23],
    mistakes: [[[45_200, 16], "those are the weights; the biases are missing"]],
  },
  twoClasses: {
    answer: [1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(3)), 1 / (1 + Math.exp(2))],
    tolerance: 1e-6,
    mistakes: [
      [[2 / 3, 0, 1000 / 2002], "those are shares of the scores, not of their powers of e"],
    ],
  },
  half: { answer: 0.5, tolerance: 0.02 },
  accuracy: {
    answer: 0.937,
    tolerance: 1e-9,
    mistakes: [[0.9375, "a digit of the last batch counts three times as much as the others"]],
  },
} satisfies Record<string, Solution>;
