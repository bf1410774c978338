import fc from "fast-check";
import { assertEquals, assertTrue } from "../assert.ts";
import { seeded } from "../arbitraries.ts";
import { full, random, type Tensor, tensor, zeros } from "../../lib/mod.ts";
import { likelyMistake } from "../../lib/exercises/likely_mistake.ts";

const float64 = { dtype: "float64" } as const;

Deno.test("likelyMistake() is null for a right answer", () => {
  assertEquals(likelyMistake(tensor([1, 2]), [1, 2]), null);
  assertEquals(likelyMistake(1.0000001, tensor([1]).slice(0)), null);
  assertEquals(likelyMistake("a", "a"), null);
});

Deno.test("likelyMistake() names the kind, the shape and the dtype first", () => {
  const cases: [unknown, Parameters<typeof likelyMistake>[1], string][] = [
    [undefined, 1, "nothing comes back: is a return missing?"],
    [Promise.resolve(1), 1, "it is a Promise: write await before it"],
    [() => 1, 1, "it is a function: call it"],
    [1, "one", "it is number, text is needed"],
    ["Relu", "relu", "only capitals, spaces or signs differ"],
    ["tanh", "relu", ""],
    ["1", 1, 'the value is the string "1", not a number'],
    [true, 1, "the value is boolean, not a number"],
    [[true, 1], [1, 1], "the value at [0] is boolean, not a number"],
    [
      3,
      [1, 2],
      "it is a single number, shape (2,) is needed: it is the sum of all, an axis is missing",
    ],
    [4, [1, 2], "it is a single number, shape (2,) is needed"],
    [[4, 4], 1, "its shape is (2,), a single number is needed"],
    [
      zeros([10, 50]),
      zeros([50, 10]),
      "its shape is (10, 50), (50, 10) is needed: transposed?",
    ],
    [zeros([10, 50]), full([50, 10], 1), "its shape is (10, 50), (50, 10) is needed"],
    [
      [[1, 2]],
      [1, 2],
      "its shape is (1, 2), (2,) is needed: the numbers are right, reshape it",
    ],
    [
      [[1, 2], [3, 5]],
      [4, 7],
      "its shape is (2, 2), (2,) is needed: sum it along axis 0",
    ],
    [
      [[1, 2], [3, 5]],
      [1.5, 4],
      "its shape is (2, 2), (2,) is needed: average it along axis 1",
    ],
    [tensor([1, 2]), tensor([1, 2], float64), "it is float32, float64 is needed"],
    [[1.5], tensor([1], { dtype: "int32" }), "it is too large"],
    ["", "relu", "nothing is written yet"],
    ["y", "y a x", "3 words are needed, with spaces between"],
    ["y x a", "y a x", "1 of 3 words are right"],
    [90, Math.PI / 2, "it is in degrees, radians are needed"],
    [Math.PI, 180, "it is in radians, degrees are needed"],
    [[3, 4], [0, 0], "it is farthest off at (1,): 4 too large"],
    [[1, 8, 2], [2, 3, 4], "it is farthest off at (1,): 5 too large"],
  ];
  for (const [yours, expected, mistake] of cases) {
    assertEquals(likelyMistake(yours, expected), mistake);
  }
});

/** Answers of `size` numbers without a pattern that a recogniser could take for another. */
const answer = (...shape: number[]) =>
  fc.integer({ min: 0, max: 1e6 }).map((seed) => random(seed).normal(shape, 0.3, 2, "float64"));

const mistakes: [name: string, make: (right: Tensor) => Tensor, sentence: string | RegExp][] = [
  [
    "NaN",
    (e) => e.sub(1e9).log(),
    "it has NaN: 0 divided by 0, the log of a negative number, or undefined in a sum?",
  ],
  ["infinite", (e) => e.div(0), "it is infinite: divided by 0, or exp of a large number?"],
  ["zeros", (e) => e.mul(0), "nothing is computed yet"],
  ["sign", (e) => e.neg(), "the sign is the wrong way round"],
  ["reciprocal", (e) => e.pow(-1), "it is upside down, 1 divided by the answer"],
  ["N times", (e) => e.mul(100), "it is 100 times too large: is a 1/100 missing?"],
  ["1/N", (e) => e.div(7), "it is 7 times too small: is a factor missing, or one 1/7 too many?"],
  [
    "sign and factor",
    (e) => e.mul(-2),
    "the sign is the wrong way round, and it is 2 times too large: is a 1/2 missing?",
  ],
  ["any factor", (e) => e.mul(1.25), "it is 1.25 times what it should be: is a factor wrong?"],
  ["transposed", (e) => e.T, "it is transposed"],
  ["rows reversed", (e) => e.take([-1, -2, -3]), "axis 0 is in reversed order"],
  ["mirrored", (e) => e.take([-1, -2, -3], 1), "axis 1 is in reversed order"],
  [
    "shifted",
    (e) => e.take([2, 0, 1]).add(tensor([[5], [0], [0]], float64)),
    "it is shifted by one place",
  ],
  ["permuted", (e) => e.take([1, 0, 2]), "the numbers are right, but in another order"],
  ["1 more", (e) => e.add(1), "it is 1 too large: off by one?"],
  ["1 less", (e) => e.sub(1), "it is 1 too small: off by one?"],
  ["1 − y", (e) => e.neg().add(1), "it is 1 minus the answer"],
  ["a constant", (e) => e.add(-0.25), "it is 0.25 too small everywhere"],
  [
    "rounded",
    (e) => e.add(e.mul(0.0005).mul(e)),
    /^it is close, but up to .* off: rounded too early\?$/,
  ],
  [
    "one wrong",
    (e) => e.add(tensor([[0, 0, 0], [0, 9, 9], [0, 0, 0]], float64)),
    "7 of 9 are right, the first that is not is at (1, 1)",
  ],
];

for (const [name, make, sentence] of mistakes) {
  Deno.test(`likelyMistake() recognises this mistake: ${name}`, () => {
    fc.assert(
      fc.property(answer(3, 3), (right) => {
        const said = likelyMistake(make(right.add(0)), right) ?? "right";
        if (typeof sentence === "string") assertEquals(said, sentence);
        else assertTrue(sentence.test(said), said);
      }),
      seeded,
    );
  });
}

const positive: typeof mistakes = [
  ["a root", (e) => e.sqrt(), "it is the square root of the answer"],
  ["a square", (e) => e.mul(e), "it is the square of the answer"],
  ["a log", (e) => e.log(), "it is the log of the answer: is an exp missing?"],
  ["an exp", (e) => e.exp(), "it is the exp of the answer: is a log missing?"],
];

for (const [name, make, sentence] of positive) {
  Deno.test(`likelyMistake() recognises this mistake in positive numbers: ${name}`, () => {
    fc.assert(
      fc.property(answer(4), (right) => {
        assertEquals(likelyMistake(make(right.abs()), right.abs()), sentence);
      }),
      seeded,
    );
  });
}

Deno.test("likelyMistake() says little of numbers that are related by chance", () => {
  assertEquals(likelyMistake(1, 784), "it is too small");
  assertEquals(likelyMistake(2, 784), "it is too small");
  assertEquals(
    likelyMistake(28, 784),
    "it is 28 times too small: is a factor missing, or one 1/28 too many?",
  );
  assertEquals(likelyMistake(783, 784), "it is 1 too small: off by one?");
  assertEquals(
    likelyMistake([0, 0, 0, 1], [0, 1, 1, 1]),
    "2 of 4 are right, the first that is not is at (1,)",
  );
  assertEquals(
    likelyMistake([1, 0, 0, 0], [0, 0, 0, 1]),
    "2 of 4 are right, the first that is not is at (0,)",
  );
  assertEquals(likelyMistake([1, 1, 1, 0], [0, 0, 0, 1]), "0 and 1 are the wrong way round");
});
