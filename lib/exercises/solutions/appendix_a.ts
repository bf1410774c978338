// Appendix A.

import type { Solution } from "../exercise.ts";

export const appendixA = {
  equal: {
    answer: Math.log(3),
    tolerance: 0.01,
    mistakes: [[1 / 3, "that is the share of the right class; what is its −log?"], [
      5,
      "only differences of scores count",
    ]],
  },
  oneHot: {
    answer: "B",
    mistakes: [
      ["A", "the × multiplies by any t_k"],
      ["C", "with a t_k of 0 the exp gets a 0 from one side, and that is fine"],
      ["D", "try a t whose sum is 2"],
    ],
  },
} satisfies Record<string, Solution>;
