// The race of the figure "optimizer race": six optimizers of the library on four surfaces.

import type { Optimizer } from "../../optimizers/optimizer.ts";
import { AdaGrad, Adam, Momentum, Nesterov, RMSprop, SGD } from "../../optimizers/optimizers.ts";
import { tensor } from "../../tensor/from_values.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** A place on a surface. */
export type Place = [x: number, y: number];

/** A surface, and how fast each optimizer runs on it unless the reader says otherwise. */
export interface RaceSurface {
  f: (x: number, y: number) => number;
  slope: (x: number, y: number) => Place;
  /** heights to draw */
  levels: number[];
  /** the figure shows places from −reach to reach */
  reach: number;
  /** the lowest places */
  goals: Place[];
  start: Place;
  rates: Record<Runner, number>;
}

const optimizers = { SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam };
export type Runner = keyof typeof optimizers;
export const runners = Object.keys(optimizers) as Runner[];

const rates = (...values: [number, number, number, number, number, number]) =>
  Object.fromEntries(runners.map((name, i) => [name, values[i]!])) as Record<Runner, number>;

/** By their formulas. */
export const raceSurfaces = {
  "x² / 20 + y²": { // the book's, with its start and its rates
    f: (x, y) => x ** 2 / 20 + y ** 2,
    slope: (x, y) => [x / 10, 2 * y],
    levels: [0.1, 0.5, 1, 2, 4, 9, 16, 30, 50],
    reach: 8,
    goals: [[0, 0]],
    start: [-7, 2],
    rates: rates(0.95, 0.1, 0.1, 1.5, 0.1, 0.3),
  },
  "x² + y²": {
    f: (x, y) => x ** 2 + y ** 2,
    slope: (x, y) => [2 * x, 2 * y],
    levels: [1, 4, 9, 16, 25, 36, 49, 64, 81],
    reach: 10,
    goals: [[0, 0]],
    start: [-7, 5],
    rates: rates(0.2, 0.02, 0.02, 1.5, 0.1, 0.3),
  },
  "(1 − x)² + 5(y − x²)²": { // after Rosenbrock
    f: (x, y) => (1 - x) ** 2 + 5 * (y - x ** 2) ** 2,
    slope: (x, y) => [-2 * (1 - x) - 20 * x * (y - x ** 2), 10 * (y - x ** 2)],
    levels: [0.3, 1, 2, 4, 8, 16, 32, 64, 128],
    reach: 2,
    goals: [[1, 1]],
    start: [-1.5, 1.5],
    rates: rates(0.04, 0.01, 0.01, 1.5, 0.04, 0.2),
  },
  "(x² − 4)² / 32 + y² / 2": { // two hollows, and a saddle between them
    f: (x, y) => (x ** 2 - 4) ** 2 / 32 + y ** 2 / 2,
    slope: (x, y) => [x * (x ** 2 - 4) / 8, y],
    levels: [0.05, 0.2, 0.5, 1, 2, 4, 7],
    reach: 4,
    goals: [[-2, 0], [2, 0]],
    start: [-0.05, 3],
    rates: rates(0.3, 0.05, 0.05, 0.5, 0.05, 0.1),
  },
} satisfies Record<string, RaceSurface>;
export type SurfaceName = keyof typeof raceSurfaces;

/** How many steps each may do. */
export const STEPS = 200;

/** How one of them ran. */
export interface Run {
  name: Runner;
  lr: number;
  /** where it was after each step; the start is the first */
  path: Place[];
  /** after how many steps it was at a goal and stayed there; undefined if it never did */
  arrived: number | undefined;
  /** whether it has flown off */
  isAway: boolean;
}

const f64 = { dtype: "float64" } as const;
const placeOf = ({ data }: Tensor): Place => [data[0]!, data[1]!];

/** How all run from `start`, each with `factor` times its rate. */
export function race(surface: RaceSurface, start: Place, factor: number): Run[] {
  const { slope, reach, goals } = surface;
  const isAtGoal = ([x, y]: Place) => goals.some(([a, b]) => Math.hypot(x - a, y - b) < reach / 25);
  return runners.map((name) => {
    const lr = surface.rates[name] * factor;
    const optimizer: Optimizer = new optimizers[name]({ lr });
    const place = tensor(start, f64); // one parameter of two numbers
    const path = [start];
    const isAway = () => !(Math.hypot(...placeOf(place)) < 20 * reach);
    while (path.length <= STEPS && !isAway()) {
      optimizer.update({ place }, { place: tensor(slope(...placeOf(place)), f64) });
      path.push(placeOf(place));
    }
    const arrived = path.findLastIndex((place) => !isAtGoal(place)) + 1;
    return {
      name,
      lr,
      path,
      arrived: arrived < path.length ? arrived : undefined,
      isAway: isAway(),
    };
  });
}
