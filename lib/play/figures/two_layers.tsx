// §2.5: three gates in two layers. The hidden layer moves the points of the plane; fold it, and a line is enough.

import { useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { sigmoid } from "../../functions/activations.ts";
import { tensor } from "../../tensor/from_values.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Choice, Slider } from "../parts/controls.tsx";
import { Controls, Frame, Row } from "../parts/frame.tsx";
import { Stage } from "../parts/stage.tsx";

const title = { en: "Two layers fold the plane", ja: "2 層にすると平面が折れる" };
const task = {
  en: "Choose three gates that make XOR, then fold: which points fall onto each other?",
  ja: "XOR になる 3 つのゲートを選び、折ってみましょう。どの点が重なるでしょうか。",
};

/** The chapter's weights and biases. */
const gates = {
  AND: { w: [0.5, 0.5], b: -0.7 },
  OR: { w: [0.5, 0.5], b: -0.2 },
  NAND: { w: [-0.5, -0.5], b: 0.7 },
};
type Gate = keyof typeof gates;

const corners = tensor([[0, 0], [1, 0], [0, 1], [1, 1]]);
const XOR = [0, 1, 1, 0];

/** Sums of a gate for points (N, 2), before they are compared with 0. */
const sums = (points: Tensor, gate: Gate) => points.dot(tensor(gates[gate].w)).add(gates[gate].b);

/** What three gates answer for the four inputs. */
export function answersOf(first: Gate, second: Gate, last: Gate): number[] {
  const s1 = sums(corners, first).greater(0);
  const s2 = sums(corners, second).greater(0);
  const { w, b } = gates[last];
  return Array.from(s1.mul(w[0]!).add(s2.mul(w[1]!)).add(b).greater(0).data);
}

const STEEP = 12; // of the soft gates that show the way of a point
const LINES = 13;
const ticks = Array.from({ length: LINES }, (_, i) => -0.5 + 2 * i / (LINES - 1));
const net = tensor(ticks.flatMap((x1) => ticks.map((x2) => [x1, x2])));

const SIDE = 250;
const toX = (x: number) => 35 + (x + 0.5) / 2 * SIDE;
const toY = (y: number) => 15 + (1.5 - y) / 2 * SIDE;
const round = (value: number) => Math.round(value * 10) / 10;

/** Where points (N, 2) are when the plane is folded by a share: in the plane of x, or of what the hidden gates say. */
function moved(points: Tensor, hidden: [Gate, Gate], share: number): [number, number][] {
  const [s1, s2] = hidden.map((gate) => sigmoid(sums(points, gate).mul(STEEP)).data);
  return Array.from({ length: points.shape[0]! }, (_, i) => [
    toX((1 - share) * points.data[2 * i]! + share * s1![i]!),
    toY((1 - share) * points.data[2 * i + 1]! + share * s2![i]!),
  ]);
}

function TwoLayers() {
  const [first, setFirst] = useState<Gate>("AND");
  const [second, setSecond] = useState<Gate>("OR");
  const [last, setLast] = useState<Gate>("AND");
  const [share, setShare] = useState(0);
  const answers = answersOf(first, second, last);
  const isXor = answers.every((answer, i) => answer === XOR[i]);
  const places = moved(net, [first, second], share);
  const { w, b } = gates[last];
  const [s1, s2] = [first, second].map((gate) => sigmoid(sums(net, gate).mul(STEEP)).data);
  const fires = (i: number) => w[0]! * s1![i]! + w[1]! * s2![i]! + b > 0;
  const dots = (fired: boolean) =>
    places.filter((_, i) => fires(i) === fired)
      .map(([x, y]) => `M${round(x)},${round(y)}h0`).join("");
  const names = ["AND", "OR", "NAND"] as const;
  return (
    <Frame title={title} task={task} isDone={isXor && share > 0.95}>
      <Row>
        <Stage
          width={320}
          height={300}
          label={`y = ${last}(${first}, ${second}) answers ${answers.join(", ")}`}
        >
          <g fill="none" stroke-width={7} stroke-linecap="round" opacity={0.35}>
            <path stroke={colors.zero} d={dots(false)} />
            <path stroke={colors.one} d={dots(true)} />
          </g>
          <g fill="none" stroke={grid}>
            {[0, LINES - 1].map((row) => (
              <polyline
                key={row}
                points={places.slice(row * LINES, (row + 1) * LINES).map(([x, y]) =>
                  `${round(x)},${round(y)}`
                ).join(" ")}
              />
            ))}
          </g>
          {moved(corners, [first, second], share).map(([x, y], i) => (
            <g key={i} transform={`translate(${round(x)}, ${round(y)})`}>
              {XOR[i]
                ? <rect x={-8} y={-8} width={16} height={16} fill={colors.one} />
                : <circle r={9} fill={colors.zero} />}
              {answers[i] !== XOR[i] && (
                <circle
                  r={17}
                  fill="none"
                  stroke="currentColor"
                  stroke-dasharray="4 3"
                  stroke-width={2}
                />
              )}
            </g>
          ))}
          <text x={toX(0.5)} y={290} text-anchor="middle" fill={muted}>
            {share > 0.5 ? `s₁ = ${first}(x₁, x₂)` : "x₁"}
          </text>
          <text
            transform={`translate(16, ${toY(0.5)}) rotate(-90)`}
            text-anchor="middle"
            fill={muted}
          >
            {share > 0.5 ? `s₂ = ${second}(x₁, x₂)` : "x₂"}
          </text>
        </Stage>
        <table>
          <thead>
            <tr>{["x₁", "x₂", "y", "XOR"].map((name) => <th key={name}>{name}</th>)}</tr>
          </thead>
          <tbody>
            {answers.map((answer, i) => (
              <tr key={i}>
                <td>{corners.data[2 * i]}</td>
                <td>{corners.data[2 * i + 1]}</td>
                <td class={answer === XOR[i] ? "right" : "wrong"}>
                  {answer} {answer === XOR[i] ? "✓" : "✗"}
                </td>
                <td class="quiet">{XOR[i]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Row>
      <Controls>
        <Choice label="s₁" value={first} options={names} onInput={setFirst} />
        <Choice label="s₂" value={second} options={names} onInput={setSecond} />
        <Choice label="y" value={last} options={names} onInput={setLast} />
        <Slider
          label={{ en: "fold", ja: "折る" }}
          min={0}
          max={1}
          value={share}
          onInput={setShare}
        />
      </Controls>
    </Frame>
  );
}

export const twoLayers = figure<Record<never, never>>({
  title,
  options: [],
  component: TwoLayers,
});
