import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { progress, Stopped } from "../../lib/mod.ts";
import { requestStop, stopSignal } from "../../lib/host/progress.ts";
import { recordedBars } from "../bars.ts";

Deno.test("progress(n) counts from 0 to n − 1 and draws a bar", async () => {
  using bars = recordedBars();
  const seen: number[] = [];
  for await (const i of progress(2, "steps")) seen.push(i);
  assertEquals(seen, [0, 1]);
  assertEquals(bars.lines, ["steps 0/2", "steps 1/2", "steps ended at 2"]);
});

Deno.test("progress(items) goes through the items; of nothing, through nothing", async () => {
  const seen: string[] = [];
  for await (const item of progress(["a", "b"])) seen.push(item);
  for await (const item of progress([])) seen.push(item);
  assertEquals(seen, ["a", "b"]);
});

Deno.test("progress() ends at Stop within a step, and what starts later goes on", async () => {
  using bars = recordedBars();
  let last = -1;
  await assertRejectsWith(
    async () => {
      for await (const i of progress(10, "long")) {
        last = i;
        if (i === 3) requestStop();
      }
    },
    Stopped,
    "stopped at step 4 of 10",
  );
  assertEquals([last, bars.lines.at(-1)], [3, "long ended at 4"]);
  assertEquals(stopSignal().aborted, false);
});

Deno.test("progress() lets timers run during work without any other await", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  for await (const _ of progress(20)) {
    for (const start = performance.now(); performance.now() - start < 20;);
  }
  clearInterval(timer);
  assertTrue(ticks > 2);
});

Deno.test("progress() draws the end of a bar when the loop is left", async () => {
  using bars = recordedBars();
  for await (const i of progress(10, "left")) if (i === 2) break;
  assertEquals(bars.lines.at(-1), "left ended at 2");
});

Deno.test("progress() rejects a number of steps that cannot be counted", async () => {
  for (const steps of [-1, 1.5, NaN]) {
    await assertRejectsWith(
      () => progress(steps).next(),
      RangeError,
      `progress: needs an integer of at least 0, got ${steps}`,
    );
  }
});
