// A computational graph: operations in circles, layers in boxes, inputs and outputs bare; on each edge the value that
// went forward and, beneath it, the derivative that came back. The notebook says what its layers computed.

import { escapeHtml } from "../host/escape.ts";
import { Figure, type Heading } from "./figure.ts";
import {
  type Graph,
  layOut,
  LINE_HEIGHT,
  type PlacedEdge,
  type PlacedNode,
  SIZE,
} from "./graph_layout.ts";
import { colors, ink, muted, paper } from "./style.ts";

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
  const { nodes, edges, width, height } = layOut("drawGraph", graph);
  const hasBackward = edges.some(({ backward }) => backward !== undefined);
  const body = edges.map(edgeSvg).join("") + nodes.map(nodeSvg).join("");
  return new Figure(
    `<g font-size="${SIZE}" text-anchor="middle">${body}</g>`,
    Math.max(width, heading.title ? LEAST_WIDTH : 0),
    height,
    { ...(hasBackward && { legend }), alt: heading.title ?? altOf(edges), ...heading },
  );
}

function nodeSvg({ kind, lines, x, y, width, height }: PlacedNode): string {
  const shape = kind === "input" || kind === "output"
    ? ""
    : `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" ` +
      `rx="${
        kind === "operation" ? height / 2 : 8
      }" fill="${paper}" stroke="${ink}" stroke-width="1.5"/>`;
  const first = y - (lines.length - 1) * LINE_HEIGHT / 2 + SIZE * 0.35;
  const size = kind === "operation" && lines[0].length === 1 ? ` font-size="22"` : "";
  return shape +
    lines.map((line, i) =>
      `<text x="${x}" y="${first + i * LINE_HEIGHT + (size ? 2 : 0)}"${size}>${
        escapeHtml(line)
      }</text>`
    ).join("");
}

function edgeSvg({ points, x, y, forward, backward }: PlacedEdge): string {
  const [[fromX, fromY], [endX, endY]] = points.slice(-2);
  const angle = Math.atan2(endY - fromY, endX - fromX) * 180 / Math.PI;
  const text = (value: string, dy: number, color: string) =>
    `<text x="${x}" y="${y + dy}" fill="${color}" font-weight="600">${escapeHtml(value)}</text>`;
  return `<polyline points="${points.join(" ")}" fill="none" stroke="${muted}" ` +
    `stroke-width="1.5" stroke-linejoin="round"/>` +
    `<path d="M4,0l-9,-4.5v9z" fill="${muted}" transform="translate(${endX},${endY}) rotate(${angle})"/>` +
    (forward === undefined ? "" : text(forward, -7, colors.forward)) +
    (backward === undefined ? "" : text(backward, SIZE + 4, colors.backward));
}

/** `apple → times: 100, back 2.2` and so on: the graph for those who do not see it. */
function altOf(edges: PlacedEdge[]): string {
  return edges.map(({ edge, forward, backward }) =>
    `${edge.from} → ${edge.to}` + (forward === undefined ? "" : `: ${forward}`) +
    (backward === undefined ? "" : `, back ${backward}`)
  ).join("; ");
}
