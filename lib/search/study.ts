// What a search comes to: its trials, the best of them, and the picture of both.

import { display, type Displayable, type MimeBundle } from "../display/kernel.ts";
import { plot } from "../display/plot.ts";
import { colors, palette } from "../display/style.ts";
import { table } from "../display/table.ts";
import { figureLibraries, loadFigures } from "../display/libraries.ts";
import type { Settings, Space } from "./space.ts";

/** One trial of a search. */
export interface Trial<S extends Space = Space> {
  /** what was drawn for it */
  readonly settings: Settings<S>;
  /** of its own random numbers */
  readonly seed: number;
  /** `"stopped"`: successive halving went on without it */
  status: "waiting" | "running" | "done" | "stopped" | "failed";
  /** the scores that it has yielded */
  curve: readonly number[];
  /** the message of what it has thrown */
  error?: string;
}

/** The last score of a trial; one without scores, or with NaN, comes last. */
export function scoreOf({ curve }: Trial): number {
  const score = curve.at(-1) ?? NaN;
  return Number.isNaN(score) ? -Infinity : score;
}

/**
 * All trials of a search; as the last value of a cell it is drawn: a curve for each, and the five best as a table.
 *
 * @example
 * ```ts
 * import { Study } from "../mod.ts";
 * const trials = [0.2, 0.9].map((score, seed) => ({
 *   settings: { lr: score },
 *   seed,
 *   status: "done" as const,
 *   curve: [score],
 * }));
 * new Study(trials).best.settings; // { lr: 0.9 }
 * ```
 */
export class Study<S extends Space = Space> implements Displayable {
  /** What {@linkcode search} does. */
  constructor(
    /** in the order in which their settings were drawn */
    readonly trials: readonly Trial<S>[],
  ) {}

  /** Trials that have scores, the best first: those that were stopped after those that were not. */
  get ranking(): Trial<S>[] {
    const rank = ({ status }: Trial<S>) => status === "stopped" ? 1 : 0;
    return this.trials.filter(({ curve }) => curve.length > 0)
      .toSorted((a, b) => rank(a) - rank(b) || scoreOf(b) - scoreOf(a));
  }

  /** The best trial. @throws Error if no trial has a score */
  get best(): Trial<S> {
    const [best] = this.ranking;
    if (best) return best;
    const reason = this.trials.find(({ error }) => error !== undefined)?.error;
    throw new Error(`search: no trial has a score${reason ? `; one has failed: ${reason}` : ""}`);
  }

  /** How many trials have each status, such as `{ done: 198, failed: 2 }`. */
  get counts(): Partial<Record<Trial["status"], number>> {
    const groups = Object.entries(Object.groupBy(this.trials, ({ status }) => status));
    return Object.fromEntries(groups.map(([status, trials]) => [status, trials.length]));
  }

  /** its picture, and the settings of the five best as a table */
  async [display](): Promise<MimeBundle> {
    await loadFigures();
    const rows = this.ranking.slice(0, 5).map((trial, i) => ({
      place: i + 1,
      score: scoreOf(trial),
      ...Object.fromEntries(
        Object.entries(trial.settings).map(([name, value]) => [name, shown(value)]),
      ),
      seed: trial.seed,
    }));
    const failed = this.trials.find(({ error }) => error !== undefined);
    if (rows.length === 0) {
      return { "text/plain": `no scores yet${failed ? `; ${failed.error}` : ""}` };
    }
    const best = await table(rows)[display]();
    return {
      "text/html": this.#figure().svg + best["text/html"],
      "text/plain": `${this.#summary()}\n${best["text/plain"]}`,
    };
  }

  #summary(): string {
    const counts = Object.entries(this.counts).map(([status, count]) => `${count} ${status}`);
    return `${this.trials.length} trials: ${counts.join(", ")}`;
  }

  #figure() {
    const { Plot } = figureLibraries("search");
    const best = this.ranking[0];
    const points = this.trials.flatMap((trial, i) =>
      trial.curve.map((score, x) => ({ x: x + 1, score, trial, i }))
    );
    const ofBest = points.filter(({ trial }) => trial === best);
    return plot({
      title: `The best of ${this.trials.length} trials reaches ${scoreOf(best!).toPrecision(3)}`,
      subtitle: this.#summary(),
      legend: { "the best": palette[0], "the others": colors.muted },
      x: { label: "scores of a trial, in their order", ticks: 5, tickFormat: "d" },
      y: { label: "score" },
      marks: [
        Plot.line(points, { x: "x", y: "score", z: "i", stroke: colors.muted, strokeWidth: 0.7 }),
        Plot.dot(points.filter(({ trial, x }) => trial.curve.length === x), {
          x: "x",
          y: "score",
          r: 2,
          fill: colors.muted,
        }),
        Plot.line(ofBest, { x: "x", y: "score", stroke: palette[0], strokeWidth: 2.5 }),
        Plot.dot(ofBest.slice(-1), { x: "x", y: "score", r: 4, fill: palette[0] }),
      ],
    });
  }
}

/** A number in as many digits as one compares by. */
function shown(value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(3)) : value;
}
