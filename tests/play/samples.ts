// Options for the figures that cannot do without.

import type { PlayFigures } from "../../lib/play/figures/all.ts";
import { buy, start } from "../../lib/play/figures/computational_graph.tsx";
import { syntheticDigits } from "../../lib/datasets/digits.ts";
import { Tensor } from "../../lib/mod.ts";

const COUNT = 30;
const { images, labels } = syntheticDigits(COUNT, 5);

/** The options of a figure in the tests. */
export function sampleOf(name: keyof PlayFigures): object {
  if (name === "walk a graph") return { graph: buy(start).graph };
  if (name !== "misread digits") return {};
  const x = new Tensor(Float32Array.from(images, (value) => value / 255), [COUNT, 784]);
  return { images: x, labels: Array.from(labels, (label) => (label + 1) % 10) }; // all are wrong
}
