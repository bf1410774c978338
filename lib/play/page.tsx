// The script of a page: brings a figure to life in its place. In a worker the same script trains.

import { render } from "preact";
import { Tensor } from "../tensor/tensor.ts";
import type { Packed, Weights, WeightsName } from "./figure.ts";
import { figureNamed } from "./figures/all.ts";
import { OwnFigure } from "./parts/own.tsx";
import { OwnNetwork } from "./parts/own_network.tsx";
import { answerRequests } from "./training.ts";

if (typeof document === "undefined") answerRequests(); // this is the worker that parts/training.ts has started

/** Puts the living figure into its place; where something is missing, the still picture stays. */
export function mount(place: HTMLElement): void {
  const { figure: name, options = "{}" } = place.dataset;
  const props = JSON.parse(options);
  const living = document.createElement("div"); // not yet in the page: an old browser may fail to draw it
  if (name === "own") render(<OwnFigure {...props} />, living);
  else if (name === "own network") {
    render(<OwnNetwork {...props} params={paramsOf("own")} />, living);
  } else {
    const { component: Component, weights = [] } = figureNamed(name!)!;
    render(<Component {...props} weights={weightsOf(weights)} />, living);
  }
  place.replaceChildren(living);
}

const weightsOf = (names: readonly WeightsName[]) =>
  Object.fromEntries(names.map((name) => [name, paramsOf(name)])) as Weights;

const unpacked = new Map<string, Record<string, Tensor>>();

/** Weights that the page carries, unpacked once. */
function paramsOf(name: string): Record<string, Tensor> {
  if (!unpacked.has(name)) {
    const text = document.querySelector(`[data-play-weights=${name}]`)!.textContent;
    const entries = Object.entries<Packed[string]>(JSON.parse(text)).map(
      ([key, { shape, data }]) => {
        const halves = new Float16Array(Uint8Array.fromBase64(data).buffer);
        return [key, new Tensor(Float32Array.from(halves), shape)] as const;
      },
    );
    unpacked.set(name, Object.fromEntries(entries));
  }
  return unpacked.get(name)!;
}
