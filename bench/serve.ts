// The far end of contestant.ts, for contestants in TypeScript: a line of JSON asks for calls, a line of JSON answers how
// long they took. peers/serve.py is the same in Python.

import process from "node:process";
import { createInterface } from "node:readline";
import type { Work } from "./cases.ts";

/** Thrown for work that a contestant cannot do; the reader sees why. */
export class Missing extends Error {}

/** `calls` calls of what was made of `work`. */
interface Request {
  work: Work;
  calls: number;
}

/**
 * Answers until its standard input ends.
 *
 * @param about names and versions of what computes
 * @param make makes of a case what is then called; what it prepares is not timed
 */
export async function serve(about: string, make: (work: Work) => () => void): Promise<void> {
  console.log(JSON.stringify({ about }));
  let made = { key: "", run: () => {} };
  for await (const line of createInterface({ input: process.stdin })) {
    const { work, calls }: Request = JSON.parse(line);
    const key = JSON.stringify(work);
    try {
      if (made.key !== key) made = { key, run: make(work) };
      const started = performance.now();
      for (let call = 0; call < calls; call++) made.run();
      console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      console.log(JSON.stringify({ missing: error.message }));
    }
  }
}
