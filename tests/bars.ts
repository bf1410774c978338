// Progress bars, for tests to read.

import { drawProgressWith } from "../lib/host/progress.ts";

/** Draws bars as lines of text until disposed of. */
export function recordedBars(): Disposable & { lines: string[] } {
  const lines: string[] = [];
  drawProgressWith((label, total) => ({
    update: (done, note = "") => lines.push(`${label} ${done}/${total} ${note}`.trim()),
    end: (done) => lines.push(`${label} ended at ${done}`),
  }));
  return {
    lines,
    [Symbol.dispose]: () => drawProgressWith(() => ({ update() {}, end() {} })),
  };
}
