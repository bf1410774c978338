// Results as lines of text.

import type { Result } from "./measure.ts";
import { summarize, type Summary, timesAsFast } from "./statistics.ts";

/** Ours with the shortest median among `names`: what the others are compared with. */
export function fastestOf(names: readonly string[], { samples }: Result): string | undefined {
  const medians = names.filter((name) => samples[name]?.length)
    .map((name) => [name, summarize(samples[name]).median] as const);
  return medians.sort(([, a], [, b]) => a - b)[0]?.[0];
}

/** A case: a line for each contestant with median, spread and how many times as fast ours is. */
export function resultLines(result: Result, ours: readonly string[]): string[] {
  const { samples, missing } = result;
  const best = fastestOf(ours, result);
  const { group, name, extrapolated, flops } = result.case;
  const lines = [`${group}: ${name}${extrapolated ? ` (${extrapolated.note})` : ""}`];
  for (const [name, times] of Object.entries(samples)) {
    const { median, low, high } = summarize(times);
    const speed = flops ? `  ${(flops / median / 1e9).toFixed(1)} GFLOP/s` : "";
    const ratio = best !== undefined && name !== best
      ? `  ours is ${formatRatio(timesAsFast(samples[best], times))}`
      : "";
    const spread = `(${formatTime(low)} – ${formatTime(high)})`;
    lines.push(
      `  ${name.padEnd(34)} ${formatTime(median).padStart(8)} ${spread.padEnd(22)}${speed}${ratio}`,
    );
  }
  for (const [name, reason] of Object.entries(missing)) {
    lines.push(`  ${name.padEnd(34)} – ${reason}`);
  }
  return lines;
}

/** `1.9 × as fast` */
export function formatRatio({ median }: Pick<Summary, "median">): string {
  return `${short(median, 2)} × as fast`;
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
