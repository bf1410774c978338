// Chapter 8.

import type { Solution } from "../exercise.ts";

export const ch08 = {
  floor: {
    answer: 0.185,
    tolerance: 1e-3,
    mistakes: [[0.8312323415534513, "that is with half of the scores dropped"]],
  },
  majority: {
    answer: [3 * 0.0065 ** 2 * 0.9935 + 0.0065 ** 3, 0.5],
    tolerance: 1e-6,
    mistakes: [
      [[0.0065 ** 3, 0.125], "two of three are enough to be wrong together"],
      [[3 * 0.0065 ** 2 * 0.9935, 0.375], "all three may be wrong, too"],
    ],
  },
  stackWeights: {
    answer: 442_368,
    mistakes: [[3456, "each filter sees all C channels, and there are C filters"], [
      49_152,
      "a filter has 3 × 3 weights for each channel",
    ]],
  },
  fields: {
    answer: [11, 19, 51],
    mistakes: [[[11, 13, 17], "behind a stride, neighbours lie further apart"]],
  },
  hits: {
    answer: [0, 1, 1, 0],
    mistakes: [
      [[0, 0, 1, 0], "that is a hit of the best answer only"],
      [[1, 1, 1, 1], "not every answer is a hit"],
      [[1, 1, 1, 0], "the third place is no longer among the best two"],
    ],
  },
  vgg: {
    answer: 15_227_688,
    mistakes: [
      [14_714_688 + 512_000, "the 1,000 biases are missing"],
      [14_714_688 + 7 * 7 * 512 * 1000 + 1000, "the mean leaves one number of each map of 7 × 7"],
      [513_000, "that is the affine layer; the convolutions stay"],
    ],
  },
  bottleneck: {
    answer: 154,
    mistakes: [[155, "there it costs a little more than at once"], [
      16,
      "16 saves nine tenths: more would still save something",
    ]],
  },
  ways: {
    answer: [2, 8, 1024],
    mistakes: [[[2, 6, 20], "each block doubles the ways that arrive"]],
  },
  work: {
    answer: [105_415_200, 37_748_736],
    mistakes: [[[34_848, 37_748_736], "a convolution uses each weight at every place"], [[
      1_916_640,
      37_748_736,
    ], "a map has 55 × 55 places, not 55"]],
  },
  speedUp: {
    answer: [1 / (0.1 + 0.9 / 50), 10],
    tolerance: 1e-6,
    mistakes: [[[45, Infinity], "what is not on the card takes as long as before"], [
      [50, Infinity],
      "only a part becomes faster",
    ]],
  },
  combined: {
    answer: [2.5, 2],
    mistakes: [[[2, 7 / 3], "60 images count as much as 10 there"]],
  },
  integers: {
    answer: [0.5, -1.27, 0, 0.31],
    tolerance: 1e-6,
    mistakes: [
      [[0.5, -1.27, 0.004, 0.306], "nothing is rounded yet"],
      [[1, -1, 0, 0], "that rounds to whole numbers; divide by the step first"],
      [[50, -127, 0, 31], "those are the integers; multiply by the step again"],
    ],
  },
  overlaps: {
    answer: [1, 1 / 7, 0],
    mistakes: [
      [[1, 4 / 32, 0], "what both cover is counted twice in the union"],
      [[16, 4, 0], "those are the areas that both cover: divide by the union"],
    ],
  },
  attention: {
    answer: [[1.1116, 2.2232]],
    tolerance: 1e-3,
    mistakes: [[[[4, 8]], "the scores are no shares yet"], [
      [[1.03597, 2.07194]],
      "the root of d is missing",
    ]],
  },
  smaller: {
    answer: "small, good",
    mistakes: [
      ["small, not good", "it does not read 95 of 100 yet; let convolutions do more of the work"],
      ["not small, good", "it has 10,000 parameters or more; is an affine layer too wide?"],
      ["not small, not good", "fewer parameters, and more convolutions"],
    ],
  },
} satisfies Record<string, Solution>;
