// Chapter 5.

import type { Solution } from "../exercise.ts";

export const ch05 = {
  recomputed: {
    answer: "BCD",
    mistakes: [
      ["ABCD", "the node of the apples gets what it got before"],
      ["BD", "the oranges pass through the sum as well"],
      ["B", "what comes out of it flows on"],
      ["D", "what lies between the orange and the total?"],
    ],
  },
  taxi: {
    answer: [1.1, 3.3, 110, 800],
    mistakes: [
      [[1, 3, 100, 800], "all but the tip pass the × of 1.1, too"],
      [[1.1, 110, 3.3, 800], "the × of 100 and 3 swaps: each gets the other’s number"],
    ],
  },
  division: {
    answer: [0.5, -0.75],
    mistakes: [
      [[0.5, 0.75], "a larger divisor makes the result smaller"],
      [[0.5, 3], "that is how a × swaps; what is the slope of 1/y?"],
    ],
  },
  square: {
    answer: 6,
    mistakes: [[3, "x goes two ways, and both bring something back"], [
      9,
      "ways add up, they do not multiply",
    ]],
  },
  where: {
    answer: "B",
    mistakes: [
      ["A", "then W2 would be wrong, and W1 and b1 right"],
      ["C", "then W2 and b2 would be wrong, too"],
      ["D", "no parameter lies before Affine 1, so nothing would turn wrong"],
    ],
  },
  timesAsFast: {
    answer: 2 * 39_760 / 3,
    tolerance: 1,
    mistakes: [
      [39_760 / 3, "each number is nudged up and down"],
      [2 * 39_760, "a gradient takes more than one pass"],
      [39_760, "backward costs something, too: as much as two passes forward"],
    ],
  },
} satisfies Record<string, Solution>;
