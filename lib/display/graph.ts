// Computational graphs as figures; graph_layout.ts says where their parts go, graph_svg.ts draws them.

import { Figure, type Heading } from "./figure.ts";
import type { Graph } from "./graph_layout.ts";
import { graphSvg } from "./graph_svg.ts";
import { colors } from "./style.ts";

const LEAST_WIDTH = 400; // px, for the heading

/** What a graph's colours mean. */
const legend = { "value, forward →": colors.forward, "derivative, backward ←": colors.backward };

/**
 * A computational graph from left to right.
 *
 * @param graph nodes by key, each with column and row; a label of up to 3 letters is an operation, a longer one a
 *   layer. Edges without `forward` or `backward` carry nothing yet
 * @param heading by default with a legend of the two colours, once there is a derivative
 * @throws RangeError for an edge without its node, or one that does not lead to the right
 *
 * @example
 * ```ts
 * import { drawGraph, MulLayer } from "../mod.ts";
 * const times = new MulLayer();
 * const price = times.forward(100, 2);
 * const [dApple, dNumber] = times.backward(1);
 * drawGraph({
 *   nodes: {
 *     apple: { at: [0, 0] },
 *     number: { at: [0, 1] },
 *     times: { at: [1, 0], label: "×" },
 *     price: { at: [2, 0] },
 *   },
 *   edges: [
 *     { from: "apple", to: "times", forward: 100, backward: dApple },
 *     { from: "number", to: "times", forward: 2, backward: dNumber },
 *     { from: "times", to: "price", forward: price, backward: 1 },
 *   ],
 * });
 * ```
 * @see §5.1
 */
export function drawGraph(graph: Graph, heading: Heading = {}): Figure {
  const hasBackward = graph.edges.some(({ backward }) => backward !== undefined);
  const { body, width, height, alt } = graphSvg("drawGraph", graph);
  return new Figure(body, Math.max(width, heading.title ? LEAST_WIDTH : 0), height, {
    ...(hasBackward && { legend }),
    alt: heading.title ?? alt,
    ...heading,
  });
}
