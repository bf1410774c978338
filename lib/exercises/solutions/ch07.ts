// Chapter 7.

import type { Solution } from "../exercise.ts";

export const ch07 = {
  layersThatLearn: {
    answer: 3,
    mistakes: [[8, "ReLU and pooling have no weights"], [2, "count the Affine layers, too"]],
  },
  samePad: {
    answer: [0, 1, 2, 3],
    mistakes: [
      [[0, 2, 4, 6], "that is what a window takes in all; the border lies on both sides"],
      [[1, 2, 3, 4], "a window of 1 takes nothing away"],
    ],
  },
  numbersOut: {
    answer: 784,
    mistakes: [
      [49, "that is one of the 16 maps"],
      [1024, "the window of 3 does not fit 8 times without a border"],
      [392, "the last layer has 16 filters"],
    ],
  },
  sharpen: {
    answer: [17 / 9, -1 / 9],
    tolerance: 1e-6,
    mistakes: [[[1, 0], "that is the picture as it is"], [
      [2, 0],
      "doubled, but no mean is taken away",
    ], [[2, -1 / 9], "the middle belongs to the nine, too"]],
  },
  luma: {
    answer: [[[[0.299]], [[0.587]], [[0.114]]]],
    tolerance: 1e-6,
  },
  shapeOfW: {
    answer: [10, 3, 5, 5],
    mistakes: [[[3, 10, 5, 5], "the filters come first, then the channels that they see"], [[
      10,
      5,
      5,
    ], "a filter has a table for each channel"], [
      [10, 1, 5, 5],
      "a filter has a table for each channel",
    ]],
  },
  shapeOut: {
    answer: [1, 10, 28, 28],
    mistakes: [[[1, 10, 32, 32], "without a border a window of 5 takes 4 pixels"], [
      [1, 30, 28, 28],
      "the results of the three channels are added up",
    ], [[10, 28, 28], "the axis of the pictures is missing"]],
  },
  batchOut: {
    answer: [100, 30, 24, 24],
    mistakes: [[[100, 30, 28, 28], "without a border a window of 5 takes 4 pixels"], [[
      100,
      1,
      24,
      24,
    ], "each filter gives a map of its own"]],
  },
  batchBytes: {
    answer: 6_912_000,
    mistakes: [[1_728_000, "those are the numbers; each has 4 bytes"], [
      69_120,
      "that is one digit",
    ]],
  },
  average: {
    answer: [[[[1, 1.5], [2.25, 1]]]],
    mistakes: [[[[[[2, 3], [4, 2]]]], "that is max pooling"]],
  },
  unnoticed: {
    answer: [1 / 2, 3 / 4, 6 / 7, 1 / 4],
    tolerance: 1e-6,
    mistakes: [[
      [1 / 2, 3 / 4, 6 / 7, 1 / 2],
      "to the right and down, both have to stay unnoticed",
    ]],
  },
  colSize: {
    answer: [57_600, 25],
    mistakes: [[[576, 25], "that is one digit of 100"], [
      [78_400, 25],
      "without a border there are 24 × 24 places",
    ], [[25, 57_600], "each place is a row"]],
  },
  oneByOne: {
    answer: [1040, 25_616],
    mistakes: [[[1024, 25_600], "the biases are missing"], [
      [32, 416],
      "a filter sees all 64 channels",
    ]],
  },
  averageBackward: {
    answer: [[0.25, 0.25, 0.5, 0.5], [0.25, 0.25, 0.5, 0.5], [0.75, 0.75, 1, 1], [
      0.75,
      0.75,
      1,
      1,
    ]],
  },
  paddedW2: {
    answer: 588_000,
    mistakes: [[432_000, "that is without a pad"], [
      2_352_000,
      "pooling halves both sides of a map",
    ], [507_000, "with a pad of 2 a map keeps its 28 × 28"]],
  },
  cosines: {
    answer: [1, 1, -1, 0],
    tolerance: 1e-6,
    mistakes: [[[1, 3, -1, 0], "the length of the second still counts"]],
  },
  strongest: {
    answer: 3,
    mistakes: [[13, "that is the place among all 16 numbers"], [
      1,
      "that map has the largest sum; look for the largest single answer",
    ]],
  },
  finer: { answer: 150_999_040, mistakes: [[37_752_832, "that is with a stride of 4"]] },
} satisfies Record<string, Solution>;
