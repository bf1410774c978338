// Chapter 1.

import type { Solution } from "../exercise.ts";

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

export const ch01 = {
  counted: {
    answer: 46,
    mistakes: [[42, "the cell was run three times"], [
      6,
      "counted was 40 before, and cells share it",
    ]],
  },
  modulo: {
    answer: [2, 3, 4],
    mistakes: [
      [[2, -2, -1], "below zero, % keeps the sign of the left side"],
      [[2, 2, 1], "below zero, it is the way from the next multiple of 5 below that counts"],
    ],
  },
  stuck: {
    answer: 2 ** 53,
    mistakes: [
      [2, "it was doubled once; go on while n + 1 is not n"],
      [2 ** 31, "that is where int32 ends; these are floats of 64 bits"],
      [2 ** 52, "one step more: 2 ** 52 + 1 can still be told from it"],
    ],
  },
  rotated: {
    answer: [[4, 5, 1, 2, 3], [1, 2, 3, 4, 5]],
    mistakes: [[[[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]], "nothing has moved"]],
  },
  tally: { answer: [3, 1, 1], mistakes: [[[1, 1, 1], "each vote begins at 1 again"]] },
  rim: {
    answer: [1, 1, 1, 0, 0, 0],
    mistakes: [[[1, 1, 1, 0, 1, 1], "(0, 28) and (−1, 27) lie outside of the picture"]],
  },
  sumOver: {
    answer: [385, Math.sqrt(6 * range(1000).reduce((sum, i) => sum + 1 / (i + 1) ** 2, 0))],
    tolerance: 1e-6,
    mistakes: [
      [[81, Math.sqrt(6 / 999 ** 2)], "look at what happens to sum, and at where the loop ends"],
      [[100, Math.sqrt(6 / 1000 ** 2)], "each round forgets the sum before it"],
      [
        [285, Math.sqrt(6 * range(999).reduce((sum, i) => sum + 1 / (i + 1) ** 2, 0))],
        "the last of them, f(n), is left out",
      ],
    ],
  },
  fare: {
    answer: [500, 580, 740],
    mistakes: [[[80, 580, 1580], "slope and height have changed places"]],
  },
  board: { answer: range(8).map((row) => range(8).map((column) => (row + column) % 2)) },
  standardized: {
    answer: [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2],
    mistakes: [
      [[-3, -1, -1, -1, 0, 0, 2, 4], "the mean is 0, but the standard deviation is not 1 yet"],
      [
        [1, 2, 2, 2, 2.5, 2.5, 3.5, 4.5],
        "divided by the standard deviation, but the mean is still there",
      ],
    ],
  },
  pictures: {
    answer: [4, 307_200, 1_228_800],
    mistakes: [
      [[4, 307_200, 307_200], "a number in float32 takes more than one byte"],
      [[4, 307_200, 2_457_600], "8 bytes are float64's"],
    ],
  },
  stretched: {
    answer: [2, 4, 3],
    mistakes: [[[4, 1, 3], "aligned at their left ends, not at their right"]],
  },
  highest: {
    answer: 0.5,
    tolerance: 1e-6,
    mistakes: [
      [5, "that is its place in the list, not the x there"],
      [Math.exp(-0.25) * Math.sin(1.5), "that is how high it is, not where"],
      [1.6, "that is where sin x itself is highest"],
    ],
  },
  quarterTurn: {
    answer: Math.PI / 2,
    tolerance: 1e-3,
    mistakes: [[Math.PI, "that is half a turn"], [
      0.25,
      "a quarter of a turn, but how long is a turn?",
    ]],
  },
} satisfies Record<string, Solution>;
