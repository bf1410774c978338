import fc from "fast-check";
import { assertEquals, assertRejectsWith, assertThrowsWith } from "../assert.ts";
import { seeded } from "../arbitraries.ts";
import { BatchNormalization, loadMnist, MultiLayerNetExtend, ones } from "../../lib/mod.ts";
import { checkOptions } from "../../lib/errors/options.ts";

const known = ["lr", "hiddenSize", "batchSize", "optimizer", "useBatchnorm"] as const;
type Options = { [name in typeof known[number]]?: unknown };
const check = (options: unknown) => checkOptions("call", options as Options, known);

Deno.test("checkOptions() gives back options that are known", () => {
  const options = { lr: 0.1, optimizer: undefined };
  assertEquals(check(options), options);
  assertEquals(check({}), {});
  check(Object.assign(Object.create(null), { lr: 1 }));
});

Deno.test("checkOptions() names the option that was meant", () => {
  const cases: [name: string, meant: string][] = [
    ["learningRate", "lr"],
    ["learning_rate", "lr"],
    ["hidden_size", "hiddenSize"],
    ["batchsize", "batchSize"],
    ["use_batchnorm", "useBatchnorm"],
    ["optimiser", "optimizer"],
  ];
  for (const [name, meant] of cases) {
    assertThrowsWith(
      () => check({ [name]: 1 }),
      TypeError,
      `call: no option "${name}"; did you mean ${meant}?`,
    );
  }
});

Deno.test("checkOptions() finds the option that differs by one letter", () => {
  const typo = fc.record({
    name: fc.constantFrom(...known.filter(({ length }) => length > 2)),
    at: fc.nat(100),
    letter: fc.constantFrom("q", "w", ""),
  });
  fc.assert(
    fc.property(typo, ({ name, at, letter }) => {
      const place = at % name.length;
      const wrong = name.slice(0, place) + letter + name.slice(place + 1);
      assertThrowsWith(
        () => check({ [wrong]: 1 }),
        TypeError,
        `call: no option "${wrong}"; did you mean ${name}?`,
      );
    }),
    seeded,
  );
});

Deno.test("checkOptions() lists the options where none is near", () => {
  assertThrowsWith(
    () => check({ dropout: 1 }),
    TypeError,
    'call: no option "dropout"; there are lr, hiddenSize, batchSize, optimizer, useBatchnorm',
  );
});

Deno.test("checkOptions() takes plain objects only", () => {
  const cases: [unknown, string][] = [
    [0.1, "number"],
    [null, "null"],
    [[1], "Array"],
    ["x", 'the string "x"'],
    [new Date(0), "Date"],
  ];
  for (const [options, got] of cases) {
    assertThrowsWith(
      () => check(options),
      TypeError,
      `call: options need to be an object such as { lr: … }, got ${got}`,
    );
  }
});

Deno.test('an option that is true or false takes no text: "false" would count as true', async () => {
  const no = "false" as unknown as boolean;
  const sizes = { inputSize: 2, hiddenSizeList: [2], outputSize: 2 };
  const message = (call: string, name: string) =>
    `${call}: ${name} needs to be true or false, got the string "false"`;
  for (const name of ["useDropout", "useBatchnorm", "fuse"]) {
    assertThrowsWith(
      () => new MultiLayerNetExtend({ ...sizes, [name]: no }),
      TypeError,
      message("MultiLayerNetExtend", name),
    );
  }
  assertThrowsWith(
    () => new BatchNormalization(ones(2), ones(2), { perChannel: no }),
    TypeError,
    message("BatchNormalization", "perChannel"),
  );
  for (const name of ["normalize", "flatten", "oneHotLabel"]) {
    const load = async () => await loadMnist({ [name]: no });
    await assertRejectsWith(load, TypeError, message("loadMnist", name));
  }
});
