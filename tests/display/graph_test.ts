import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { drawGraph, type Graph, tensor } from "../../lib/mod.ts";
import { layOut } from "../../lib/display/graph_layout.ts";

const apples: Graph = {
  nodes: {
    apple: { at: [0, 0] },
    number: { at: [0, 1] },
    tax: { at: [0, 2] },
    times: { at: [1, 0], label: "×" },
    taxed: { at: [2, 0], label: "×" },
    price: { at: [3, 0] },
  },
  edges: [
    { from: "apple", to: "times", forward: 100, backward: 2.2 },
    { from: "number", to: "times", forward: 2, backward: 110.00000000000001 },
    { from: "tax", to: "taxed", forward: 1.1, backward: 200 },
    { from: "times", to: "taxed", forward: 200, backward: 1.1 },
    { from: "taxed", to: "price", forward: 220.00000000000003, backward: 1 },
  ],
};

const textsOf = (svg: string) => Array.from(svg.matchAll(/>([^<>]+)<\/text>/g), ([, text]) => text);

Deno.test("drawGraph() writes values above edges, derivatives beneath, and says all of it in words", () => {
  const { svg, alt } = drawGraph(apples);
  const texts = textsOf(svg);
  for (const text of ["apple", "price", "100", "2.2", "110", "200", "1.1", "220", "1"]) {
    assertTrue(texts.includes(text), `no "${text}"`);
  }
  const { edges } = layOut("", apples);
  const first = edges[0];
  assertTrue(svg.includes(`x="${first.x}" y="${first.y - 7}" fill="var(--figure-1, #0072b2)"`));
  assertTrue(svg.includes(`x="${first.x}" y="${first.y + 20}" fill="var(--figure-2, #d55e00)"`));
  assertTrue(alt.startsWith("apple → times: 100, back 2.2; number → times: 2, back 110;"));
});

Deno.test("drawGraph() explains its two colours once there is a derivative", () => {
  const forward = apples.edges.map(({ backward: _, ...edge }) => edge);
  assertTrue(textsOf(drawGraph(apples).svg).includes("derivative, backward ←"));
  assertEquals(
    textsOf(drawGraph({ ...apples, edges: forward }).svg).includes("derivative, backward ←"),
    false,
  );
});

Deno.test("drawGraph() writes four digits of a number", () => {
  const { svg } = drawGraph({
    nodes: { x: { at: [0, 0] }, exp: { at: [1, 0] }, y: { at: [2, 0] } },
    edges: [
      { from: "x", to: "exp", forward: -1 / 3, backward: 1e-9 },
      { from: "exp", to: "y", forward: 12345.6, backward: 0 },
    ],
  });
  for (const text of ["−0.3333", "1e−9", "12350", "0"]) {
    assertTrue(textsOf(svg).includes(text), `no "${text}"`);
  }
});

Deno.test("drawGraph() writes the shape of a tensor, and a long label as a layer of several lines", () => {
  const { svg } = drawGraph({
    nodes: {
      x: { at: [0, 0] },
      layer: { at: [1, 0], label: "Softmax\nwith Loss" },
      L: { at: [2, 0] },
    },
    edges: [
      { from: "x", to: "layer", forward: tensor([[1, 2]]) },
      { from: "layer", to: "L", forward: "a < b" },
    ],
  });
  const texts = textsOf(svg);
  assertEquals(texts, ["(1, 2)", "a &lt; b", "x", "Softmax", "with Loss", "L"]);
  assertTrue(svg.includes(`rx="8"`));
});

Deno.test("layOut() keeps columns apart by their labels, and edges of one node in the same row straight", () => {
  const { nodes, edges, width } = layOut("", apples);
  const [apple, number, , times, taxed, price] = nodes;
  assertEquals(nodes.map(({ kind }) => kind), [
    "input",
    "input",
    "input",
    "operation",
    "operation",
    "output",
  ]);
  assertEquals(apple.x + apple.width / 2, number.x + number.width / 2);
  assertTrue(apple.x < times.x && times.x < taxed.x && taxed.x < price.x);
  assertTrue(price.x + price.width / 2 <= width);
  assertEquals(edges[0].points.map(([, y]) => y), [apple.y, apple.y]);
  assertEquals(edges[2].points.length, 3); // along the row of tax, then up to the node
});

Deno.test("layOut() leads a branch along the row of its goal, or along the row that is asked for", () => {
  const graph: Graph = {
    nodes: {
      x: { at: [0, 0] },
      exp: { at: [1, 0] },
      a: { at: [3, 0] },
      b: { at: [3, 1] },
    },
    edges: [
      { from: "x", to: "exp" },
      { from: "exp", to: "a", row: -1 },
      { from: "exp", to: "b" },
    ],
  };
  const { nodes: [, exp, , b], edges: [, toA, toB] } = layOut("", graph);
  assertTrue(toA.y < exp.y);
  assertEquals(toA.points.length, 4);
  assertEquals(toB.y, b.y);
});

Deno.test("drawGraph() rejects an edge without its node, and one that does not lead to the right", () => {
  const edge = (from: string, to: string) => ({ ...apples, edges: [{ from, to }] });
  assertThrowsWith(
    () => drawGraph(edge("pear", "times")),
    RangeError,
    `drawGraph: no node "pear"`,
  );
  assertThrowsWith(
    () => drawGraph(edge("times", "apple")),
    RangeError,
    `drawGraph: the edge from "times" to "apple" does not lead to the right`,
  );
});
