// Chapter 4.

import type { Solution } from "../exercise.ts";

export const ch04 = {
  marks: {
    answer: 0.6,
    mistakes: [[3, "that many are right: of how many?"], [0.4, "that is the share of wrong ones"]],
  },
  squares: {
    answer: [0.45, 1],
    tolerance: 1e-6,
    mistakes: [
      [[0.405, 0.5], "the right digit only was counted; the nine others are wrong, too"],
      [[0.9, 2], "the factor ½ is missing"],
    ],
  },
  guess: {
    answer: [Math.log(10), Math.log(1000)],
    mistakes: [
      [[1, 3], "that is the logarithm to the base 10; log stands for the natural one"],
      [[0.1, 0.001], "that is the probability; what is its −log?"],
    ],
  },
  neverDrawn: {
    answer: Math.exp(-1),
    tolerance: 0.01,
    mistakes: [
      [1, "that is a single batch; 600 make an epoch"],
      [0, "as many are drawn as there are, but some of them twice"],
    ],
  },
  smooth: {
    answer: [0.01, 0.01, 0.91, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01],
    mistakes: [
      [[0, 0, 1, 0, 0, 0, 0, 0, 0, 0], "nothing is smoothed yet"],
      [[0.1, 0.1, 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], "all ten of them share the 0.1"],
      [[0, 0, 0.9, 0, 0, 0, 0, 0, 0, 0], "0.1 is taken away, and given to nobody"],
    ],
  },
  slopes: (ofLoss: number) => ({
    answer: [0, ofLoss],
    tolerance: 1e-6 * Math.abs(ofLoss),
    mistakes: [[[0, ofLoss * 2], "the two places lie 2h apart"]],
  }),
  second: {
    answer: 0.02,
    tolerance: 1e-9,
    mistakes: [[0.2, "that is the first derivative"], [0.0002, "divide by h once more"]],
  },
  partials: {
    answer: [10, 3],
    tolerance: 1e-6,
    mistakes: [
      [[6, 3], "with x1 held at 4, the product x0 · x1 is 4 · x0: it moves with x0"],
      [[3, 10], "the two have changed places"],
    ],
  },
  oneStep: {
    answer: [0, 0],
    tolerance: 1e-6,
    mistakes: [
      [[3, -4], "it flew over the bottom, as far up the other side"],
      [[-2.94, 3.92], "that is a fiftieth of the way"],
    ],
  },
  oneStepOfNet: {
    answer: 0.420410016328412,
    tolerance: 1e-6,
    mistakes: [
      [0.9280682857864075, "W has not moved yet"],
      [1.7048535794917963, "that is uphill: the step goes against the gradient"],
      [0.8643775477841948, "that is a step of 0.1; the learning rate is 1 here"],
    ],
  },
  days: {
    answer: [0.0122 * 10_000 / 864, 1.5902 * 10_000 / 864],
    tolerance: 1e-3,
    mistakes: [
      [[0.0061 * 10_000 / 864, 0.7951 * 10_000 / 864], "each number is nudged up and down"],
      [[0.0118 * 10_000 / 864, 1.588 * 10_000 / 864], "the biases learn, too"],
    ],
  },
  wobble: {
    answer: [0.04, 0.008],
    tolerance: 0.0015,
    mistakes: [
      [[0.4, 0.4], "the mean of many answers wobbles less than one answer"],
      [[0.0016, 0.000064], "that is the variance; take its root"],
    ],
  },
} satisfies Record<string, Solution | ((ofLoss: number) => Solution)>;
