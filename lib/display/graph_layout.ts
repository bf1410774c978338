// Where the parts of a computational graph go. A column is as wide as its nodes and the labels before it; rows have one
// height. Every edge has a horizontal part, for its numbers.

import { formatShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { textWidth } from "./style.ts";

/** A node of a computational graph. */
export interface GraphNode {
  /** column from the left, an integer, and row from the top; rows may be fractions */
  at: readonly [column: number, row: number];
  /** what is written in it, by default its key; "\n" begins a new line */
  label?: string;
}

/** What an edge carries: a number, a tensor, of which the shape is shown, or text. */
export type GraphValue = number | string | Tensor;

/** An edge from one node to another, further right. */
export interface GraphEdge {
  /** key of a node */
  from: string;
  /** key of a node */
  to: string;
  /** what flows from left to right, written above the edge */
  forward?: GraphValue | undefined;
  /** the derivative that flows back, written beneath */
  backward?: GraphValue | undefined;
  /** the row of its horizontal part; by default that of `from`, or that of `to` if `from` has more than one edge */
  row?: number;
}

/** A computational graph. An input is a node that no edge leads to, an output one that none leaves. */
export interface Graph {
  /** nodes by key */
  nodes: Readonly<Record<string, GraphNode>>;
  /** in the order in which they are drawn */
  edges: readonly GraphEdge[];
}

export const SIZE = 16; // px, of letters: a figure of 640 px is shown at half its size on a phone
export const LINE_HEIGHT = 19; // px
const ROW = 72; // px between two rows
const RADIUS = 19; // px, of an operation
const BEND = 22; // px before or after a node on which edges change their row
const MARGIN = 18; // px around the label of an edge
const LEAST_GAP = 48; // px between two columns

/** A node with its place, in px. */
export interface PlacedNode {
  key: string;
  kind: "input" | "output" | "operation" | "layer";
  lines: string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An edge with its line, in px, and the place of its labels, on its horizontal part. */
export interface PlacedEdge {
  edge: GraphEdge;
  points: Point[];
  x: number;
  y: number;
  forward: string | undefined;
  backward: string | undefined;
}

export type Point = [x: number, y: number];

/** All of it. */
export interface Layout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

/** @throws RangeError for an edge without its node, or one that does not lead to the right */
export function layOut(call: string, { nodes, edges }: Graph): Layout {
  for (const { from, to } of edges) {
    for (const key of [from, to]) {
      if (!(key in nodes)) throw new RangeError(`${call}: no node "${key}"`);
    }
    if (!(nodes[from].at[0] < nodes[to].at[0])) {
      throw new RangeError(
        `${call}: the edge from "${from}" to "${to}" does not lead to the right`,
      );
    }
  }
  const rowOf = ({ from, to, row }: GraphEdge): number => {
    const branches = edges.filter((other) => other.from === from).length > 1;
    return row ?? nodes[branches ? to : from].at[1];
  };
  const bends = (end: "from" | "to", key: string) =>
    edges.some((edge) => edge[end] === key && rowOf(edge) !== nodes[key].at[1]) ? BEND : 0;
  const labelled = edges.map((edge) => {
    const [forward, backward] = [edge.forward, edge.backward].map(valueText);
    const [after, before] = [bends("from", edge.from), bends("to", edge.to)];
    const text = Math.max(...[forward, backward].map((text) => textWidth(text ?? "", SIZE)));
    return { edge, forward, backward, after, before, gap: after + text + MARGIN + before };
  });

  // columns: each as wide as its widest node, with the labels of the edges that end there before it
  const sized = Object.entries(nodes).map(([key, node]) => measure(key, node, edges));
  const columns: { center: number; inputs: number }[] = [];
  let width = 0;
  for (let column = 0; column <= Math.max(...sized.map(({ at }) => at[0])); column++) {
    const here = sized.filter(({ at }) => at[0] === column);
    const before = labelled.filter(({ edge }) =>
      nodes[edge.to].at[0] === column && nodes[edge.from].at[0] === column - 1
    );
    const gap = column === 0 ? 0 : Math.max(LEAST_GAP, ...before.map(({ gap }) => gap));
    const widest = widthOf(here);
    const inputs = widthOf(here.filter(({ kind }) => kind === "input"));
    columns.push({ center: width + gap + widest / 2, inputs });
    width += gap + widest;
  }

  const rows = [...sized.map(({ at }) => at[1]), ...edges.map(rowOf)];
  const top = Math.min(...rows);
  const yOf = (row: number) => (row - top + 0.5) * ROW;
  const placed = sized.map(({ at, ...node }) => {
    const { center, inputs } = columns[at[0]];
    // the inputs of a column end at one line
    const x = node.kind === "input" ? center + (inputs - node.width) / 2 : center;
    return { ...node, x, y: yOf(at[1]) };
  });
  const byKey = Object.fromEntries(placed.map((node) => [node.key, node]));
  return {
    nodes: placed,
    edges: labelled.map(({ edge, forward, backward, after, before }) => {
      const [from, to, y] = [byKey[edge.from], byKey[edge.to], yOf(rowOf(edge))];
      const left = from.x + from.width / 2 + after;
      const right = to.x - to.width / 2 - before;
      const points: Point[] = [
        [from.x + from.width / 2 + 3, from.y],
        ...(y === from.y ? [] : [[left, y] satisfies Point]),
        ...(y === to.y ? [] : [[right, y] satisfies Point]),
        rim(to, [right, y], 6),
      ];
      return { edge, points, x: (left + right) / 2, y, forward, backward };
    }),
    width,
    height: (Math.max(...rows) - top + 1) * ROW,
  };
}

const widthOf = (nodes: { width: number }[]) => Math.max(0, ...nodes.map(({ width }) => width));

function measure(key: string, { label = key, at }: GraphNode, edges: readonly GraphEdge[]) {
  const lines = label.split("\n");
  const textWide = Math.max(...lines.map((line) => textWidth(line, SIZE)));
  const node = { key, at, lines, width: textWide + 8, height: lines.length * LINE_HEIGHT };
  if (!edges.some(({ to }) => to === key)) return { ...node, kind: "input" as const };
  if (!edges.some(({ from }) => from === key)) return { ...node, kind: "output" as const };
  if (label.length <= 3) {
    return { ...node, kind: "operation" as const, width: 2 * RADIUS, height: 2 * RADIUS };
  }
  const height = Math.max(2 * RADIUS, node.height + 12);
  return { ...node, kind: "layer" as const, width: textWide + 20, height };
}

/** The point `space` px outside of a node on the line from its center to a place. */
function rim({ kind, x, y, width, height }: PlacedNode, [toX, toY]: Point, space: number): Point {
  const [dx, dy] = [toX - x, toY - y];
  const length = Math.hypot(dx, dy);
  const inside = kind === "operation"
    ? RADIUS
    : length * Math.min(width / 2 / Math.abs(dx), height / 2 / Math.abs(dy));
  const share = (inside + space) / length;
  return [x + share * dx, y + share * dy];
}

/** Four digits of a number, the shape of a tensor, text as it is. */
export function valueText(value: GraphValue | undefined): string | undefined {
  if (value instanceof Tensor) return formatShape(value.shape);
  return typeof value === "number" ? `${Number(value.toPrecision(4))}`.replaceAll("-", "−") : value;
}
