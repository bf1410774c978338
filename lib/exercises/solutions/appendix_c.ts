// Appendix C.

import type { Solution } from "../exercise.ts";

export const appendixC = {
  lengths: {
    answer: [50, 784, 50, 50, 784],
    mistakes: [
      [[784, 50, 50, 784, 50], "nn.Linear keeps a row for each output"],
      [[50, 784, 50, 784, 50], "a gradient has the shape of its tensor"],
    ],
  },
  used: {
    answer: 0.75,
    mistakes: [
      [0.25, "that would be it after zero_grad"],
      [0.375, "they are added, not averaged"],
    ],
  },
  variance: {
    answer: [3, 1.98],
    tolerance: 1e-9,
    mistakes: [
      [[4, 2], "that is still divided by N − 1"],
      [[16 / 3, 200 / 99], "the wrong way round: that is from the book to PyTorch"],
    ],
  },
} satisfies Record<string, Solution>;
