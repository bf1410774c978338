// Every figure by the name that a cell calls it.

import type { PlayFigure } from "../figure.ts";
import { gradientDescent } from "./gradient_descent.tsx";
import { perceptron } from "./perceptron.tsx";
import { tangent } from "./tangent.tsx";

/** The figures that {@linkcode play} knows, and the options of each. */
export interface PlayFigures {
  /** §2.3: drag the line of a gate */
  perceptron: { gate?: "AND" | "OR" | "NAND" | "XOR" };
  /** §4.3: a tangent that follows the pointer, and how small h should be */
  tangent: Record<never, never>;
  /** §4.4.1: drop a ball on a surface, choose the learning rate */
  "gradient descent": Record<never, never>;
}

/** By their names. */
export const figures: { [Name in keyof PlayFigures]: PlayFigure<PlayFigures[Name]> } = {
  perceptron,
  tangent,
  "gradient descent": gradientDescent,
};
