// Medians, spreads and ratios.

import { summarize, timesAsFast } from "../../bench/statistics.ts";
import { assertEquals, assertThrowsWith } from "../assert.ts";

Deno.test("summarize() gives the median and the quartiles, whatever the order", () => {
  assertEquals(summarize([5, 1, 4, 2, 3]), { median: 3, low: 2, high: 4 });
});

Deno.test("summarize() goes half-way where no value is in the middle", () => {
  assertEquals(summarize([4, 1]), { median: 2.5, low: 1.75, high: 3.25 });
  assertEquals(summarize([7]), { median: 7, low: 7, high: 7 });
});

Deno.test("summarize() leaves the values in their order, and rejects none", () => {
  const values = [3, 1, 2];
  summarize(values);
  assertEquals(values, [3, 1, 2]);
  assertThrowsWith(
    () => summarize([]),
    RangeError,
    "summarize: needs at least 1 value, got none",
  );
});

Deno.test("timesAsFast() compares the times of a round, so that a slow moment of the machine cancels out", () => {
  const ours = [1, 10, 2];
  const peer = [3, 30, 6];
  assertEquals(timesAsFast(ours, peer), { median: 3, low: 3, high: 3 });
});

Deno.test("timesAsFast() takes the rounds in which both took part", () => {
  assertEquals(timesAsFast([1, 1, 1, 1], [2, 4]).median, 3);
  assertEquals(timesAsFast([4], [1, 9, 9]).median, 0.25);
});
