// Our own contestants in a real run, a call or two of each kind of case. The others are never started by a test.

import { type Case, cases, select } from "../../bench/cases.ts";
import { ours, startAll } from "../../bench/contestants.ts";
import { handOut } from "../../bench/digits.ts";
import { type Effort, measure } from "../../bench/measure.ts";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { assertEquals, assertTrue } from "../assert.ts";

const moment: Effort = {
  sampleSeconds: 0,
  settleSeconds: 0,
  rounds: { least: 1, most: 2 },
  seconds: 10,
};

Deno.test("select() finds cases by group or by a part of their name, whatever its case", () => {
  assertEquals(select(cases, []).length, cases.length);
  assertEquals(select(cases, ["STEP"]).map(({ name }) => name), [
    "TwoLayerNet, SGD",
    "SimpleConvNet, Adam",
    "DeepConvNet, Adam",
  ]);
  assertEquals(select(cases, ["512³", "gradient"]).length, 2);
  assertEquals(select(cases, ["nothing of the kind"]), []);
});

Deno.test("every case has a name of its own", () => {
  const names = cases.map(({ group, name }) => `${group} ${name}`);
  assertEquals(new Set(names).size, names.length);
});

/** A case of each kind, each layer and each operation; the plain loops get what takes them no second. */
function smoke(name: string): Case[] {
  const light = ["step TwoLayerNet", "256³", "gradient"];
  const isPlain = name === "ours, plain loops";
  return select(cases, isPlain ? light : [...light, "inference Two", "layer", "elementwise"]);
}

for (const command of ours) {
  Deno.test(`${command.name}: runs what the bench asks for`, async () => {
    using _file = handOut(syntheticDigits(10_000, 0));
    const [contestant] = await startAll([command]);
    for (const item of smoke(command.name)) {
      const { samples, missing } = await measure(item, [contestant], moment);
      if (command.tooSlowFor?.includes(item.group)) {
        assertEquals(missing, { [command.name]: "would take minutes" });
        continue;
      }
      const times = samples[command.name];
      assertEquals(times.length, 2);
      assertTrue(times.every((seconds) => seconds > 0), item.name);
    }
    await contestant[Symbol.asyncDispose]();
  });
}
