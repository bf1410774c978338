// Results as lines of text.

import type { Result } from "./measure.ts";
import { summarize, timesAsFast } from "./statistics.ts";

/** The one of `names` with the shortest median. */
export function fastestOf(names: readonly string[], { samples }: Result): string | undefined {
  const medians = names.filter((name) => samples[name]?.length)
    .map((name) => [name, summarize(samples[name]).median] as const);
  return medians.sort(([, a], [, b]) => a - b)[0]?.[0];
}

/** A case: a line for each contestant with median, spread, and how many times as fast as it `base` is. */
export function resultLines(result: Result, base: string): string[] {
  const { samples, missing } = result;
  const { group, name, extrapolated, flops } = result.case;
  const lines = [`${group}: ${name}${extrapolated ? ` (${extrapolated.note})` : ""}`];
  for (const [name, times] of Object.entries(samples)) {
    const { median, low, high } = summarize(times);
    const spread = `(${formatTime(low)} – ${formatTime(high)})`;
    const speed = flops ? `${Math.round(flops / median / 1e9)} GFLOP/s`.padStart(13) : "";
    const ratio = ratioOf(result, name, base).padStart(8);
    const time = formatTime(median).padStart(8);
    lines.push(`  ${name.padEnd(34)} ${time} ${spread.padEnd(22)}${ratio}${speed}`);
  }
  for (const [name, reason] of Object.entries(missing)) {
    lines.push(`  ${name.padEnd(34)} – ${reason}`);
  }
  return lines;
}

/** `× 1.9` if `base` is 1.9 times as fast as `name`; empty where there is nothing to compare. */
export function ratioOf({ samples }: Result, name: string, base: string): string {
  if (name === base || !samples[base]) return "";
  return `× ${short(timesAsFast(samples[base], samples[name]).median, 2)}`;
}

/** `12.3 µs`, `4.56 ms`, `1.2 s` */
export function formatTime(seconds: number): string {
  if (seconds < 1e-3) return `${short(seconds * 1e6, 3)} µs`;
  return seconds < 1 ? `${short(seconds * 1e3, 3)} ms` : `${short(seconds, 3)} s`;
}

/** Without exponents, which toPrecision would write for 123 in two digits. */
export function short(value: number, digits: number): string {
  return `${Number(value.toPrecision(digits))}`;
}
