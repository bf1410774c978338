// A sample of a part of `deno task torture`, as a test.

import { assertEquals, assertTrue } from "../assert.ts";
import type { TorturePart } from "../../tools/torture.ts";

/** A test that runs this share of the cases and expects all of them to survive; what cannot be tried is told. */
export function sampleTest(name: string, run: TorturePart, scale: number): void {
  Deno.test(name, async () => {
    for await (const { name: fault, cases, failures, omitted } of run({ seed: 1, scale })) {
      if (omitted) console.log(`omitted: ${name}, ${fault}: ${omitted}`);
      assertEquals(failures, [], fault);
      assertTrue(cases > 0 || omitted !== undefined, `${fault}: nothing was tried`);
    }
  });
}
