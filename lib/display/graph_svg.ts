// A computational graph: operations in circles, layers in boxes, inputs and outputs bare; on each edge the value that
// went forward and, beneath it, the derivative that came back. The notebook says what its layers computed.

import { escapeHtml } from "../host/escape.ts";
import {
  type Graph,
  layOut,
  LINE_HEIGHT,
  type PlacedEdge,
  type PlacedNode,
  SIZE,
} from "./graph_layout.ts";
import { colors, ink, muted, paper } from "./style.ts";

/** What is inside of the picture, its size in px, and its numbers in words. */
export function graphSvg(call: string, graph: Graph) {
  const { nodes, edges, width, height } = layOut(call, graph);
  const drawn = edges.map(edgeSvg).join("") + nodes.map(nodeSvg).join("");
  const body = `<g font-size="${SIZE}" text-anchor="middle">${drawn}</g>`;
  return { body, width, height, alt: altOf(edges) };
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
