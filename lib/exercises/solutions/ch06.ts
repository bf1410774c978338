// Chapter 6.

import type { Solution } from "../exercise.ts";

export const ch06 = {
  factors: {
    answer: [0.905, -0.9, 0.95, 0],
    tolerance: 1e-9,
    mistakes: [
      [[0.095, 1.9, 0.05, 1], "that is what is taken away; what is left of 1?"],
      [[0.905, 0.9, 0.95, 0], "at 0.95, y changes its side"],
    ],
  },
  velocity: {
    answer: [-2, -10],
    tolerance: 1e-9,
    mistakes: [[[-0.2, -0.1], "that is SGD, without the velocity that remains"]],
  },
  stepsOfAdaGrad: {
    answer: [1.5, 0.15],
    tolerance: 1e-9,
    mistakes: [
      [[1.5, 1.5], "h grows with every step, and divides"],
      [[1.5, 0.015], "h is n times as large, and the step is divided by its root"],
    ],
  },
  firstSteps: {
    answer: [1, Math.sqrt(10)],
    tolerance: 0.01,
    mistakes: [
      [[1, 0.1], "v is too small at first as well, and the step is divided by its root"],
      [[1, 100], "the step is divided by the root of v"],
    ],
  },
  nearBottom: { answer: 0, tolerance: 0.1 },
  memory: {
    answer: [109_810, 0, 1, 1, 2],
    mistakes: [[[109_400, 0, 1, 1, 2], "the biases learn, too"], [
      [109_810, 0, 1, 1, 1],
      "Adam keeps m and v",
    ]],
  },
  spread: {
    answer: 1,
    tolerance: 0.05,
    mistakes: [[2, "that is Xavier’s, which keeps the spread of 2 as it is"], [
      0.1,
      "that is much too small: where has the 400 gone?",
    ]],
  },
  shrinking: {
    answer: [Math.SQRT1_2, Math.SQRT1_2 ** 5, Math.SQRT1_2 ** 10],
    tolerance: 1e-6,
    mistakes: [[[1 / 2, 1 / 32, 1 / 1024], "that is the mean square; take its root"]],
  },
  layerFactor: {
    answer: [0.01 * Math.sqrt(50), 1, 0.01 * Math.sqrt(392)],
    tolerance: 1e-6,
    mistakes: [
      [[0.1, Math.SQRT2, 0.28], "ReLU lets only half of the mean square through"],
      [[0.5, 50 * Math.sqrt(0.02), 3.92], "a sum of n grows with the root of n"],
    ],
  },
  scaled: {
    answer: [1, 0.1],
    mistakes: [
      [[10, 10], "normalizing divides by a σ that is ten times as large, too"],
      [[1, 1], "ten times as large a weight hardly feels the same step"],
      [[1, 10], "the same loss over a way ten times as long is less steep"],
    ],
  },
  byChance: { answer: 0.1, tolerance: 0.09, mistakes: [[1, "these are the true labels still"]] },
  decayed: {
    answer: [-6.58, 1.5],
    tolerance: 1e-9,
    mistakes: [[[-6.93, 1.6], "nothing shrinks yet: where is λ?"], [
      [-7.28, 1.7],
      "it grows; the sign of λ W is wrong",
    ]],
  },
  inverted: {
    answer: [4, 0, 0, 16],
    mistakes: [[[1, 0, 0, 4], "a quarter speaks, as loud as before"], [
      [4 / 3, 0, 0, 16 / 3],
      "divide by the share that remains, not by the ratio",
    ]],
  },
  bestOfTwenty: {
    answer: 0.87,
    tolerance: 0.01,
    mistakes: [[0.8, "that is the mean of all; how does the best of each twenty look?"], [
      0.95,
      "that is the best of all 20,000",
    ]],
  },
  exponents: {
    answer: [1e-6, 1e-4, 1e-2, 1],
    tolerance: 1e-9,
    mistakes: [
      [[1e-6, 0.0050005, 1e-2, 5.05], "that is the middle of the numbers, not of their exponents"],
      [[-6, -4, -2, 0], "those are the exponents: 10 to the power of them"],
    ],
  },
  search: { answer: 0.65, tolerance: 1e-9 },
} satisfies Record<string, Solution>;
