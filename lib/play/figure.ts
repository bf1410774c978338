// What a figure to play with is.

import type { JSX } from "preact";
import { escapeHtml } from "../host/escape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Words } from "./parts/words.tsx";

/** Weights that come with this project, in data/weights/. */
export type WeightsName = "three_layer_net" | "simple_conv_net" | "deep_conv_net";

/** Parameters by their names, of each of the weights that a figure wants. */
export type Weights = Record<WeightsName, Record<string, Tensor>>;

/** Parameters in a page: float16, as base64. */
export type Packed = Record<string, { shape: number[]; data: string }>;

/** What a value needs to be: a test, and words for an error. */
export interface Need {
  isRight: (value: unknown) => boolean;
  words: string;
}

/** A figure: a component that draws itself from its options and its state. */
export interface PlayFigure<Options extends object> {
  title: Words;
  /** names of the options that a cell may give */
  options: readonly (keyof Options & string)[];
  /** what the values of options need to be, where drawing them does not say it */
  needs?: { [Name in keyof Options]?: Need };
  /** its options as a page carries them, where JSON would be too long */
  pack?: (options: Options) => Options;
  /** what has to be there before it is drawn */
  weights?: readonly WeightsName[];
  component: (props: Options & { weights: Weights }) => JSX.Element;
}

/** A figure, with the types of its options checked. */
export const figure = <Options extends object>(parts: PlayFigure<Options>) => parts;

/** What a page has to know of the figure in it. */
export interface Shown {
  figure: string;
  options: Record<string, unknown>;
}

/** What a notebook keeps of a figure, for the report's page. */
export const PLAY = "application/vnd.dlfs.play+json";

/** The place of a figure, with what is to be seen until it lives. */
export function playPlace({ figure, options }: Shown, still: string): string {
  return `<div class="play" data-figure="${escapeHtml(figure)}" data-options="${
    escapeHtml(JSON.stringify(options))
  }">${still}</div>`;
}
