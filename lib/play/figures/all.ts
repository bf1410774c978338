// Every figure by the name that a cell calls it.

import type { Graph } from "../../display/graph_layout.ts";
import type { PlayFigure } from "../figure.ts";
import { activationFunctions } from "./activation_functions.tsx";
import { activations } from "./activations.tsx";
import { buildAGraph } from "./build_a_graph.tsx";
import { computationalGraph } from "./computational_graph.tsx";
import { convolution, type ConvolutionOptions } from "./convolution.tsx";
import { drawADigit } from "./draw_a_digit.tsx";
import { featureMaps } from "./feature_maps.tsx";
import { fewerBits } from "./fewer_bits.tsx";
import { filterADrawing } from "./filter_a_drawing.tsx";
import { gradientDescent } from "./gradient_descent.tsx";
import { miniBatchLoss } from "./mini_batch_loss.tsx";
import { optimizerRace } from "./optimizer_race.tsx";
import { overfitting } from "./overfitting.tsx";
import { im2colFigure } from "./im2col.tsx";
import { type MisreadDigits, misreadDigits } from "./misread_digits.tsx";
import { outputSizeFigure } from "./output_size.tsx";
import { perceptron } from "./perceptron.tsx";
import { softmaxFigure } from "./softmax.tsx";
import { tangent } from "./tangent.tsx";
import { trainHere } from "./train_here.tsx";
import { twoLayers } from "./two_layers.tsx";
import { whatDecides } from "./what_decides.tsx";
import { walkAGraph } from "./walk_a_graph.tsx";

/** The figures that {@linkcode play} knows, and the options of each. */
export interface PlayFigures {
  /** §2.3: drag the line of a gate */
  perceptron: { gate?: "AND" | "OR" | "NAND" | "XOR" };
  /** §2.5: three gates, the plane that their hidden layer folds */
  "two layers": Record<never, never>;
  /** §3.2: value and slope under the pointer */
  "activation functions": Record<never, never>;
  /** §3.5: scores to pull, at first `scores` */
  softmax: { scores?: number[] };
  /** §3.6: your digit through the network of three layers; `digit` is written at first */
  "draw a digit": { digit?: number };
  /** §4.2.3: what mini-batches say of the loss of all the data */
  "mini-batch loss": Record<never, never>;
  /** §4.3: a tangent that follows the pointer, and how small h should be */
  tangent: Record<never, never>;
  /** §4.4.1: drop a ball on a surface, choose the learning rate */
  "gradient descent": Record<never, never>;
  /** §4.5: a network learns to read digits while you watch */
  "train here": Record<never, never>;
  /** §5.1.3: a graph node by node, forward and back */
  "walk a graph": { graph: Graph };
  /** §5.4: change the numbers of apples and oranges; values go forward, derivatives come back */
  "computational graph": Record<never, never>;
  /** §5.5.2: a graph of the reader's own, at first `expression` */
  "build a graph": { expression?: string };
  /** §6.1: six optimizers on four surfaces, from where the reader clicks */
  "optimizer race": Record<never, never>;
  /** §6.2: what five layers give, for weights of each size */
  activations: Record<never, never>;
  /** §6.4: a network that knows its digits by heart, weight decay and dropout */
  overfitting: Record<never, never>;
  /** §7.2, §7.3: a window over a picture, with a filter or for the largest number */
  convolution: ConvolutionOptions;
  /** §7.2.2: a filter of your own over your drawing, of `digit` at first */
  "filter a drawing": { digit?: number };
  /** §7.2.4: how many windows fit */
  "output size": Record<never, never>;
  /** §7.4.2: windows and rows */
  im2col: Record<never, never>;
  /** §7.6: your digit through SimpleConvNet, map by map */
  "feature maps": { digit?: number };
  /** §8.1: your digit through DeepConvNet, and what of it decided */
  "what decides": { digit?: number };
  /** §8.1.1: digits of the test data that are misread, filtered and sorted */
  "misread digits": MisreadDigits;
  /** §8.3.4: weights of fewer bits */
  "fewer bits": Record<never, never>;
}

/** By their names. */
export const figures: { [Name in keyof PlayFigures]: PlayFigure<PlayFigures[Name]> } = {
  perceptron,
  "two layers": twoLayers,
  "activation functions": activationFunctions,
  softmax: softmaxFigure,
  "draw a digit": drawADigit,
  "mini-batch loss": miniBatchLoss,
  tangent,
  "gradient descent": gradientDescent,
  "train here": trainHere,
  "walk a graph": walkAGraph,
  "computational graph": computationalGraph,
  "build a graph": buildAGraph,
  "optimizer race": optimizerRace,
  activations,
  overfitting,
  convolution,
  "filter a drawing": filterADrawing,
  "output size": outputSizeFigure,
  im2col: im2colFigure,
  "feature maps": featureMaps,
  "what decides": whatDecides,
  "misread digits": misreadDigits,
  "fewer bits": fewerBits,
};

/** The figure of a name, if there is one; its options are known only when it runs. */
export function figureNamed(name: string): PlayFigure<Record<string, unknown>> | undefined {
  if (!Object.hasOwn(figures, name)) return undefined;
  return figures[name as keyof PlayFigures] as unknown as PlayFigure<Record<string, unknown>>;
}
