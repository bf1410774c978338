import { assertClose, assertEquals, assertThrowsWith } from "../assert.ts";
import { goldenTest, goldenTraining } from "../golden.ts";
import { random, type Tensor } from "../../lib/mod.ts";
import randomCases from "../vectors/random.json" with { type: "json" };

Deno.test("random(seed) draws NumPy's numbers, bit for bit", () => {
  for (const { seed, draws } of randomCases) {
    const rng = random(seed);
    for (const { call, args, values } of draws) {
      const [a, b, c] = args;
      const drawn: Record<string, () => Tensor | Int32Array> = {
        normal: () => rng.normal(a, b, c, "float64"),
        uniform: () => rng.uniform(a, b, c, "float64"),
        choice: () => rng.choice(a, b),
        permutation: () => rng.permutation(a),
        integers: () => rng.integers(a, b, c),
      };
      const result = drawn[call]();
      const list = Array.from(result instanceof Int32Array ? result : result.data);
      // NumPy's C library rounds log and sqrt as V8 does; the last bit is allowed for another C library
      assertClose(list, values, { rtol: 3e-16, atol: 0, what: `seed ${seed}: ${call}` });
    }
  }
});

goldenTest("random(0) draws the golden stream in its order", (folder) => {
  const { random: cases } = goldenTraining(folder) as {
    random: { call: string; values: number[] }[];
  };
  const rng = random(0);
  const calls: (() => Tensor | Int32Array)[] = [
    () => rng.normal([3, 4], 0, 1, "float64"),
    () => rng.uniform(5, 0, 1, "float64"),
    () => rng.choice(60000, 10),
    () => rng.normal(3, 0, 1, "float64"),
    () => rng.uniform(4, -6, -2, "float64"),
    () => rng.permutation(12),
    () => rng.normal(1, 0, 1, "float64"),
    () => rng.permutation(1000).slice(0, 10),
    () => rng.integers(0, 10, 8),
  ];
  assertEquals(calls.length, cases.length);
  calls.forEach((call, i) => {
    const drawn = call();
    const list = Array.from(drawn instanceof Int32Array ? drawn : drawn.data);
    assertClose(list, cases[i].values, { rtol: 3e-16, atol: 0, what: cases[i].call });
  });
});

Deno.test("state continues a generator where another was, in the middle of a pair of normals", () => {
  const rng = random(7);
  rng.normal(3);
  const saved = JSON.parse(JSON.stringify(rng.state));
  const next = rng.normal(1000).toArray();
  const other = random(0);
  other.state = saved;
  assertEquals(other.normal(1000).toArray(), next);
});

Deno.test("random() and its draws reject what NumPy rejects", () => {
  const rng = random(0);
  const cases: [() => unknown, string][] = [
    [() => random(-1), "random: the seed needs to be an integer from 0 to 4294967295, got -1"],
    [() => random(0.5), "random: the seed needs to be an integer from 0 to 4294967295, got 0.5"],
    [() => rng.normal(3, 0, -1), "Random.normal: std needs to be at least 0, got -1"],
    [() => rng.normal(3, NaN), "Random.normal: mean needs to be a finite number, got NaN"],
    [
      () => rng.uniform(3, 0, Infinity),
      "Random.uniform: hi needs to be a finite number, got Infinity",
    ],
    [
      () => rng.choice(0, 3),
      "Random.choice: needs 32-bit integers with at least one to choose from, got 0 up to but not including 0",
    ],
    [() => rng.choice(10, -1), "Random.choice: size needs to be an integer of at least 0, got -1"],
    [
      () => rng.permutation(2.5),
      "Random.permutation: n needs to be an integer of at least 0, got 2.5",
    ],
    [
      () => rng.uniform([2, -1]),
      "Random.uniform: a shape needs integers of at least 0, got (2, -1)",
    ],
  ];
  const before = JSON.stringify(rng.state);
  for (const [call, message] of cases) assertThrowsWith(call, RangeError, message);
  assertEquals(JSON.stringify(rng.state), before);
});

Deno.test("normal() and uniform() draw no int32, which would be 0 nearly always", () => {
  for (const call of ["normal", "uniform"] as const) {
    assertThrowsWith(
      () => random(0)[call]([2], 0, 1, "int32"),
      TypeError,
      `Random.${call}: int32 would cut the fractions off; use astype("int32")`,
    );
  }
});
