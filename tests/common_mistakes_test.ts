// docs/common-mistakes.md says what a reader sees: each line of code there is run, and compared with the comment below it.

import * as lib from "../lib/mod.ts";
import { assertEquals, assertTrue } from "./assert.ts";

const page = await Deno.readTextFile(new URL("../docs/common-mistakes.md", import.meta.url));
const cases = [...page.matchAll(/^```ts\n(.*?)^```/gms)]
  .flatMap(([, block]) => [...block.matchAll(/^(?!\/\/)(.+);\n\/\/ (.+)$/gm)])
  .map(([, code, seen]) => ({ code, seen }));

/** What the page says that there is, new for each line, since some change it. */
function names(): object {
  const { ones, tensor, Trainer, TwoLayerNet, zeros } = lib;
  const [x, t] = [ones([100, 3]), zeros(100, "int32")];
  const data = { xTrain: x, tTrain: t, xTest: x, tTest: t };
  const net = new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 2 });
  return {
    ...lib,
    x: tensor([1, 2, 3]),
    y: tensor([4, 5, 6]),
    X: tensor([[1, 2, 3], [4, 5, 6]]),
    net,
    data,
    trainer: new Trainer(net, data, { steps: 1, label: null }),
  };
}

/** What a cell with this code shows, in one line. */
async function shown(code: string): Promise<string> {
  const known = names();
  const body = /^(const|for) /.test(code) ? `{ ${code}; }` : `(${code})`;
  // as text, because most lines would not pass the type check
  const run = new Function(...Object.keys(known), `"use strict"; return async () => ${body}`);
  try {
    const value = await run(...Object.values(known))();
    return (typeof value === "string" ? value : Deno.inspect(value)).replace(/\n\s*/g, " ");
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

Deno.test("common-mistakes.md has lines to run", () => {
  assertTrue(cases.length >= 90, `${cases.length} lines`);
});

for (const { code, seen } of cases) {
  Deno.test(`common-mistakes.md tells what this gives: ${code}`, async () => {
    assertEquals(await shown(code), seen);
  });
}
