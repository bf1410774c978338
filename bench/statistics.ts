// Medians and ratios of times that were measured in turns.

/** Median, and the quartiles as its spread. */
export interface Summary {
  median: number;
  low: number;
  high: number;
}

/** @throws RangeError without values */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError("summarize: needs at least 1 value, got none");
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  };
}

/**
 * How many times as fast as `peer` we are. The two times of a turn are compared, since they were measured one right after
 * the other: what slows the whole machine for a while slows both.
 */
export function timesAsFast(ours: readonly number[], peer: readonly number[]): Summary {
  const turns = Math.min(ours.length, peer.length);
  return summarize(Array.from({ length: turns }, (_, turn) => peer[turn] / ours[turn]));
}

/** Between two neighbours the straight line, as NumPy's `quantile`. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
