// Every figure by the name that a cell calls it.

import type { PlayFigure } from "../figure.ts";
import { perceptron } from "./perceptron.tsx";

/** The figures that {@linkcode play} knows, and the options of each. */
export interface PlayFigures {
  /** §2.3: drag the line of a gate */
  perceptron: { gate?: "AND" | "OR" | "NAND" | "XOR" };
}

/** By their names. */
export const figures: { [Name in keyof PlayFigures]: PlayFigure<PlayFigures[Name]> } = {
  perceptron,
};
