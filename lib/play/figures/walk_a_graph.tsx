// §5.1.3: a computational graph node by node, forward and then back.

import { useState } from "preact/hooks";
import { type Graph, type GraphValue, layOut, valueText } from "../../display/graph_layout.ts";
import { colors } from "../../display/style.ts";
import { figure } from "../figure.ts";
import { Button, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { GraphStage } from "../parts/graph_stage.tsx";
import { Say, type Words } from "../parts/words.tsx";

const title = { en: "Walk the graph: forward, then back", ja: "グラフをたどる: 行って、戻る" };
const task = {
  en: "Go back to step 0, and say before each step what it will give.",
  ja: "ステップ 0 に戻り、次に現れる数を予想しながら進みましょう。",
};

/** The nodes that compute, in the order in which they do, and what happens at each step in words. */
export function stepsOf(graph: Graph): { order: string[]; captions: Words[] } {
  const { nodes, edges } = layOut('play("walk a graph")', graph);
  const order = nodes.filter(({ kind }) => kind === "operation" || kind === "layer")
    .sort((a, b) => a.x - b.x || a.y - b.y);
  const outputs = nodes.filter(({ kind }) => kind === "output");
  const [output] = outputs.map(({ lines }) => lines.join(" "));
  const forward = order.map(({ key, lines: [label] }): Words => {
    const given = edges.find(({ edge }) => edge.from === key)!.forward; // the same for all that want it
    return { en: `→ ${label} gives ${given}`, ja: `→ ${label} の出力は ${given}` };
  });
  const turn = outputs.length === 1
    ? {
      en: `← ${output} by itself has the derivative 1`,
      ja: `← ${output} を自分自身で微分すると 1`,
    }
    : { en: "← what comes back from the right", ja: "← 右から戻ってくる微分" };
  const backward = order.toReversed().map(({ key, lines: [label] }): Words => {
    const handed = edges.filter(({ edge, backward }) => edge.to === key && backward !== undefined)
      .map(({ backward }) => backward);
    return {
      en: `← ${label} hands back ${handed.join(" and ")}`,
      ja: `← ${label} が返すのは ${handed.join(" と ")}`,
    };
  });
  return {
    order: order.map(({ key }) => key),
    captions: [{ en: "the inputs", ja: "入力" }, ...forward, turn, ...backward],
  };
}

/** The graph at a step: what has not come yet is blank, and as wide as it will be. */
export function graphAt({ nodes, edges }: Graph, order: string[], step: number): Graph {
  const turn = order.length + 1; // when the output gets its derivative
  const stepOf = (key: string) => order.indexOf(key) + 1; // inputs: 0
  const show = (value: GraphValue | undefined, isThere: boolean) => {
    const text = valueText(value);
    return isThere ? text : text?.replace(/./gu, "\u00a0");
  };
  return {
    nodes,
    edges: edges.map((edge) => ({
      ...edge,
      forward: show(edge.forward, stepOf(edge.from) <= step),
      backward: show(edge.backward, 2 * turn - (stepOf(edge.to) || turn) <= step),
    })),
  };
}

function WalkAGraph({ graph }: { graph: Graph }) {
  const { order, captions } = stepsOf(graph);
  const last = captions.length - 1;
  const [step, set] = useState(last);
  const [begun, setBegun] = useState(false);
  const go = (step: number) => {
    set(step);
    if (step === 0) setBegun(true);
  };
  const turn = order.length + 1;
  const active = step < turn ? order[step - 1] : order[2 * turn - 1 - step];
  const { x, y, width, height } = layOut("play", graph).nodes.find(({ key }) => key === active) ??
    { x: 0, y: 0, width: 0, height: 0 };
  const caption = captions[step]!;
  return (
    <Frame title={title} task={task} isDone={begun && step === last}>
      <GraphStage
        graph={graphAt(graph, order, step)}
        label={step === last ? undefined : caption.en}
      >
        <rect
          x={x - width / 2}
          y={y - height / 2}
          width={width}
          height={height}
          rx={height / 2}
          fill={step < turn ? colors.forward : colors.backward}
          opacity={step === last && !begun ? 0 : 0.3}
        />
      </GraphStage>
      <p>
        <Say name={caption} />
      </p>
      <Controls>
        <Slider
          label={{ en: "step", ja: "ステップ" }}
          min={0}
          max={last}
          step={1}
          value={step}
          onInput={go}
        />
        <Button
          label={{ en: "Back", ja: "戻る" }}
          disabled={step === 0}
          onClick={() => go(step - 1)}
        />
        <Button
          label={{ en: "Next", ja: "進む" }}
          disabled={step === last}
          onClick={() => go(step + 1)}
        />
      </Controls>
    </Frame>
  );
}

/** With tensors as their shapes. */
function pack({ graph }: { graph: Graph }): { graph: Graph } {
  if (!graph?.nodes || !Array.isArray(graph.edges)) {
    throw new TypeError('play("walk a graph"): needs a graph { nodes, edges }');
  }
  return { graph: graphAt(graph, [], Infinity) };
}

export const walkAGraph = figure<{ graph: Graph }>({
  title,
  options: ["graph"],
  pack,
  component: WalkAGraph,
});
