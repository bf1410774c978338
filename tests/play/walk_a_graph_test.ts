// The steps of a walk: what each says, and what is to be seen at each.

import type { Graph } from "../../lib/mod.ts";
import { graphAt, stepsOf } from "../../lib/play/figures/walk_a_graph.tsx";
import { assertEquals } from "../assert.ts";

const twoOutputs: Graph = {
  nodes: {
    x: { at: [0, 0] },
    exp: { at: [1, 0] },
    sum: { at: [2, 1], label: "+" },
    a: { at: [3, 0] },
    b: { at: [3, 1] },
  },
  edges: [
    { from: "x", to: "exp", forward: 0, backward: 3 },
    { from: "exp", to: "a", forward: 1, backward: 2 },
    { from: "exp", to: "sum", forward: 1, backward: 1 },
    { from: "sum", to: "b", forward: 1, backward: 1 },
  ],
};

Deno.test("stepsOf() speaks of each node forward and back, and of an output only if there is one", () => {
  const { order, captions } = stepsOf(twoOutputs);
  assertEquals(order, ["exp", "sum"]);
  assertEquals(captions.map(({ en }) => en), [
    "the inputs",
    "→ exp gives 1",
    "→ + gives 1",
    "← what comes back from the right",
    "← + hands back 1",
    "← exp hands back 3",
  ]);
});

Deno.test("stepsOf() names no derivative of an input that wants none", () => {
  const edges = [...twoOutputs.edges, { from: "t", to: "sum", forward: 5 }];
  const { captions } = stepsOf({ nodes: { ...twoOutputs.nodes, t: { at: [0, 2] } }, edges });
  assertEquals(captions.map(({ en }) => en)[4], "← + hands back 1");
});

Deno.test("graphAt() shows values and derivatives once their step has come", () => {
  const shownAt = (step: number) =>
    graphAt(twoOutputs, ["exp", "sum"], step).edges.map(({ forward, backward }) =>
      `${forward} ${backward}`.replaceAll("\u00a0", "_")
    );
  assertEquals(shownAt(0), ["0 _", "_ _", "_ _", "_ _"]);
  assertEquals(shownAt(1), ["0 _", "1 _", "1 _", "_ _"]);
  assertEquals(shownAt(3), ["0 _", "1 2", "1 _", "1 1"]);
  assertEquals(shownAt(4), ["0 _", "1 2", "1 1", "1 1"]);
  assertEquals(shownAt(5), ["0 3", "1 2", "1 1", "1 1"]);
});
