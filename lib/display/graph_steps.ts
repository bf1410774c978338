// A computational graph with a slider: forward node by node, then back. It is a Vega-Lite chart, so it moves in
// JupyterLab and in a report; elsewhere it shows its last step, with every value and every derivative.

import { checkOptions } from "../errors/options.ts";
import { type Graph, type Layout, layOut, type PlacedEdge, SIZE } from "./graph_layout.ts";
import type { Displayable } from "./kernel.ts";
import { vegaLite } from "./vega.ts";

const CAPTION = 28; // px, for the words about a step
/** Names of the two series; their colours are the first two of the palette, as in {@linkcode drawGraph}. */
const [VALUE, DERIVATIVE] = ["value, forward →", "derivative, backward ←"];

/**
 * The graph of {@linkcode drawGraph} with a slider: step 0 has the inputs, each step forward computes one node, each
 * step back passes the derivative through one node.
 *
 * @param graph with `forward` and `backward` on its edges, and one output
 * @throws RangeError for an edge without its node, or one that does not lead to the right
 *
 * @example
 * ```ts
 * import { walkGraph } from "../mod.ts";
 * walkGraph({
 *   nodes: { x: { at: [0, 0] }, double: { at: [1, 0] }, y: { at: [2, 0] } },
 *   edges: [
 *     { from: "x", to: "double", forward: 3, backward: 2 },
 *     { from: "double", to: "y", forward: 6, backward: 1 },
 *   ],
 * });
 * ```
 * @see §5.1.3
 */
export function walkGraph(graph: Graph, options: { title?: string } = {}): Displayable {
  const { title = "" } = checkOptions("walkGraph", options, ["title"]);
  const layout = layOut("walkGraph", graph);
  const { nodes, edges, width } = layout;
  const height = layout.height + CAPTION;
  const order = nodes.filter(({ kind }) => kind === "operation" || kind === "layer")
    .sort((a, b) => a.x - b.x || a.y - b.y).map(({ key }) => key);
  const turn = order.length + 1; // the step at which the output gets its derivative, 1
  // inputs come at step 0, the output comes after the last node
  const stepOf = (key: string) => order.includes(key) ? order.indexOf(key) + 1 : 0;
  const stepBack = (key: string) => 2 * turn - (stepOf(key) || turn);

  const position = (field: string, domain: [number, number]) =>
    ({ field, type: "quantitative", scale: { domain }, axis: null }) as const;
  const [x, y] = [position("x", [0, width]), position("y", [height, 0])];
  const text = { field: "text" };
  return vegaLite({
    title,
    width,
    height,
    params: [{
      name: "step",
      value: 2 * turn - 1,
      bind: { input: "range", min: 0, max: 2 * turn - 1, step: 1 },
    }],
    layer: [
      {
        data: { values: linePoints(edges) },
        mark: { type: "line", color: "#5f6b76", strokeWidth: 1.5, aria: false },
        encoding: { x, y, detail: { field: "edge" }, order: { field: "i" } },
      },
      {
        data: { values: edges.map(arrowHead) },
        mark: {
          type: "point",
          shape: "triangle-right",
          size: 70,
          filled: true,
          color: "#5f6b76",
          opacity: 1,
          aria: false,
        },
        encoding: { x, y, angle: { field: "angle", type: "quantitative", scale: null } },
      },
      {
        data: {
          values: nodes.filter(({ key }) => order.includes(key)).map((node) => ({
            x: node.x - node.width / 2,
            y: node.y - node.height / 2,
            x2: node.x + node.width / 2,
            y2: node.y + node.height / 2,
            forward: stepOf(node.key),
            backward: stepBack(node.key),
          })),
        },
        mark: { type: "rect", stroke: "#5f6b76", strokeWidth: 1.5, cornerRadius: 19, aria: false },
        encoding: {
          x,
          y,
          x2: { field: "x2" },
          y2: { field: "y2" },
          fill: {
            condition: [
              { test: "datum.forward == step", value: "#0072b255" },
              { test: "datum.backward == step", value: "#d55e0055" },
            ],
            value: "transparent",
          },
        },
      },
      {
        data: { values: nodes.map(({ x, y, lines }) => ({ x, y, text: lines })) },
        mark: { type: "text", fontSize: SIZE, color: "#1f2933" },
        encoding: { x, y, text },
      },
      {
        data: {
          values: edges.flatMap(({ edge, x, y, forward, backward }) => [
            { x, y: y - 13, text: forward, series: VALUE, from: stepOf(edge.from) },
            { x, y: y + 15, text: backward, series: DERIVATIVE, from: stepBack(edge.to) },
          ]).filter(({ text }) => text !== undefined),
        },
        transform: [{ filter: "datum.from <= step" }],
        mark: { type: "text", fontSize: SIZE, fontWeight: 600 },
        encoding: {
          x,
          y,
          text,
          color: {
            field: "series",
            type: "nominal",
            scale: { domain: [VALUE, DERIVATIVE] },
            legend: { title: null, orient: "top", symbolType: "square", labelLimit: 300 },
          },
        },
      },
      {
        data: {
          values: captions(layout, order).map((text, step) => ({
            x: 4,
            y: height - CAPTION / 2,
            text,
            step,
          })),
        },
        transform: [{ filter: "datum.step == step" }],
        mark: {
          type: "text",
          align: "left",
          fontSize: SIZE,
          fontStyle: "italic",
          color: "#1f2933",
        },
        encoding: { x, y, text },
      },
    ],
  }, title);
}

/** What happens at each step, in words. */
function captions({ nodes, edges }: Layout, order: string[]): string[] {
  const label = (key: string) => nodes.find((node) => node.key === key)!.lines.join(" ");
  const list = (texts: (string | undefined)[]) => texts.filter(Boolean).join(" and ");
  const output = nodes.find(({ kind }) => kind === "output");
  const forward = order.map((key) =>
    `→ ${label(key)} gives ` +
    list(edges.filter(({ edge }) => edge.from === key).map((edge) => edge.forward))
  );
  const backward = order.toReversed().map((key) =>
    `← ${label(key)} hands back ` +
    list(edges.filter(({ edge }) => edge.to === key).map((edge) => edge.backward))
  );
  return [
    "the inputs",
    ...forward,
    `← ${output ? output.lines.join(" ") : "the output"} by itself has the derivative 1`,
    ...backward,
  ];
}

function linePoints(edges: PlacedEdge[]) {
  return edges.flatMap(({ points }, edge) => points.map(([x, y], i) => ({ x, y, i, edge })));
}

function arrowHead({ points }: PlacedEdge) {
  const [[fromX, fromY], [x, y]] = points.slice(-2);
  return { x, y, angle: Math.atan2(y - fromY, x - fromX) * 180 / Math.PI };
}
