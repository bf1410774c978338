// Appendix B.

import type { Solution } from "../exercise.ts";

export const appendixB = {
  square: {
    answer: [6, 2],
    tolerance: 1e-9,
    mistakes: [
      [[1, 1], "what comes back is handed on as it is"],
      [[6, 6], "the first derivative is right; in the way back, 2x is a number and not made of x"],
      [[3, 1], "x goes into the product twice"],
    ],
  },
  division: {
    answer: [1.5, 1 / 4, -6 / 16],
    tolerance: 1e-9,
    mistakes: [[[24, 4, 6], "that is the product"], [[2 / 3, -4 / 36, 1 / 6], "that is y / x"]],
  },
  newton: {
    answer: [0, 0],
    tolerance: 1e-9,
    mistakes: [[[-6.93, -6], "x goes a tenth of its slope: divide by the bend, do not multiply"]],
  },
  withoutZeroGrad: {
    answer: [1, 6, 55],
    mistakes: [
      [[1, 3, 10], "that is with zero_grad; without it, each step is longer than the one before"],
      [[1, 4, 512], "a gradient is added each time, nothing doubles"],
    ],
  },
} satisfies Record<string, Solution>;
