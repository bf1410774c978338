// The script of a page: brings a figure to life in its place.

import { type ComponentType, render } from "preact";
import { parseSafetensors } from "../formats/safetensors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { PlayFigure, Weights, WeightsName } from "./figure.ts";
import { figures } from "./figures/all.ts";
import { OwnFigure } from "./parts/own.tsx";

/** Puts the living figure into its place; where something is missing, the still picture stays. */
export function mount(place: HTMLElement): void {
  const { figure: name, options = "{}" } = place.dataset;
  const props = JSON.parse(options);
  if (name === "own") {
    render(<OwnFigure {...props} />, place);
    return;
  }
  const { component, weights = [] }: PlayFigure<object> = figures[name as keyof typeof figures];
  const Component = component as ComponentType<object>;
  const living = <Component {...props} weights={weightsOf(weights)} />;
  place.replaceChildren();
  render(living, place);
}

const read = new Map<WeightsName, Record<string, Tensor>>();

/** Weights that the page carries, each read once. */
function weightsOf(names: readonly WeightsName[]): Weights {
  const entries = names.map((name) => {
    if (!read.has(name)) {
      const text = document.querySelector(`[data-play-weights=${name}]`)!.textContent;
      read.set(name, parseSafetensors(Uint8Array.fromBase64(text)).tensors);
    }
    return [name, read.get(name)!];
  });
  return Object.fromEntries(entries);
}
