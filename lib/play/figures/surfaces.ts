// The surfaces of the figure "gradient descent", and how a ball rolls on them.

import { numericalGradient } from "../../gradient/numerical_gradient.ts";
import { SGD } from "../../optimizers/optimizers.ts";
import { tensor } from "../../tensor/from_values.ts";
import type { Words } from "../parts/words.tsx";

/** The figure shows places from −REACH to REACH. */
export const REACH = 6;

/** Where the ball is. */
export type Place = [x0: number, x1: number];
/** What has become of it. */
export type Fate = "arrived" | "hollow" | "away" | "underway";

/** A surface, and what a reader may try on it. */
export interface Surface {
  f: (x0: number, x1: number) => number;
  levels: number[];
  bottom: Place;
  /** a place that is lower than all around it, but not the lowest */
  hollow?: Place;
  start: Place;
  lr: number;
  task: Words;
  isDone: (fate: Fate, steps: number) => boolean;
}

/** By their formulas. */
export const surfaces = {
  "x₀² + x₁²": {
    f: (x0, x1) => x0 ** 2 + x1 ** 2,
    levels: [1, 4, 9, 16, 25, 36, 49],
    bottom: [0, 0],
    start: [-3, 4],
    lr: 0.1,
    task: {
      en: "Find a learning rate at which the ball arrives within ten steps.",
      ja: "10 歩以内に底へ着く学習率を見つけましょう。",
    },
    isDone: (fate, steps) => fate === "arrived" && steps <= 10,
  },
  "x₀² / 20 + x₁²": {
    f: (x0, x1) => x0 ** 2 / 20 + x1 ** 2,
    levels: [0.1, 0.5, 1, 2, 4, 9, 16, 25],
    bottom: [0, 0],
    start: [-5, 2],
    lr: 0.1,
    task: {
      en: "A long valley: cross it within a hundred steps, without flying off its sides.",
      ja: "細長い谷です。斜面で飛び去らずに、100 歩以内に底へ着けるでしょうか。",
    },
    isDone: (fate) => fate === "arrived",
  },
  "0.03x₀⁴ − 0.5x₀² + 0.4x₀ + x₁² / 2": {
    f: (x0, x1) => 0.03 * x0 ** 4 - 0.5 * x0 ** 2 + 0.4 * x0 + x1 ** 2 / 2,
    levels: [-3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1.5, 3, 6, 10, 15],
    bottom: [-3.0715, 0],
    hollow: [2.6602, 0],
    start: [5, 4],
    lr: 0.1,
    task: {
      en: "The ball sticks in the lesser hollow. Get it to the deeper one.",
      ja: "球が浅いほうのくぼみで止まります。深いほうへ着かせてみましょう。",
    },
    isDone: (fate) => fate === "arrived",
  },
} satisfies Record<string, Surface>;
/** Those that there are. */
export type SurfaceName = keyof typeof surfaces;

const STEPS = 100; // as the chapter's gradientDescent

/** The places of the ball from its start on, until it has arrived or there are no numbers for where it is. */
export function roll({ f, bottom }: Pick<Surface, "f" | "bottom">, start: Place, lr: number) {
  const optimizer = new SGD({ lr });
  const params = { x: tensor(start, { dtype: "float64" }) };
  const path: Place[] = [start];
  while (path.length <= STEPS && distance(path.at(-1)!, bottom) > NEAR) {
    const grad = numericalGradient((x) => f(x.data[0]!, x.data[1]!), params.x);
    if (!grad.data.every(Number.isFinite)) break;
    optimizer.update(params, { x: grad });
    path.push([params.x.data[0]!, params.x.data[1]!]);
  }
  return path;
}

const NEAR = 0.05;
const distance = (a: Place, b: Place) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** What has become of a ball that is here. */
export function fateOf({ bottom, hollow }: Surface, [x0, x1]: Place): Fate {
  if (distance([x0, x1], bottom) <= NEAR) return "arrived";
  if (hollow && distance([x0, x1], hollow) <= NEAR) return "hollow";
  return Math.max(Math.abs(x0), Math.abs(x1)) > REACH ? "away" : "underway";
}
