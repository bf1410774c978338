// §2.3: a perceptron is a line in the plane. Drag it; weights, bias and truth table follow.

import { useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { tensor } from "../../tensor/from_values.ts";
import { figure } from "../figure.ts";
import { Choice, Slider } from "../parts/controls.tsx";
import { Controls, Frame, Row } from "../parts/frame.tsx";
import { fixed } from "../parts/numbers.ts";
import { type Point, Stage } from "../parts/stage.tsx";
import type { Words } from "../parts/words.tsx";

const title = { en: "A perceptron is a line", ja: "パーセプトロンは直線" };

/** The four inputs, and what each gate answers. */
const inputs = tensor([[0, 0], [1, 0], [0, 1], [1, 1]]);
const targets = {
  AND: [0, 0, 0, 1],
  OR: [0, 1, 1, 1],
  NAND: [1, 1, 1, 0],
  XOR: [0, 1, 1, 0],
};
type Gate = keyof typeof targets;

const tasks: Record<Gate, Words> = {
  AND: {
    en: "Drag the line until only (1, 1) fires.",
    ja: "(1, 1) だけが発火するように、直線を動かしてみましょう。",
  },
  OR: {
    en: "Drag the line until all but (0, 0) fire.",
    ja: "(0, 0) 以外が発火するように、直線を動かしてみましょう。",
  },
  NAND: {
    en: "Make it the opposite of AND: which signs do the weights need?",
    ja: "AND の逆にしてみましょう。重みの符号はどうなるでしょうか。",
  },
  XOR: {
    en: "Try as long as you like: three of the four is the most that a line gets right.",
    ja: "好きなだけ試してみましょう。直線では、4 つのうち 3 つまでしか正しくできません。",
  },
};

/** A perceptron of two inputs: it fires where b + w · x > 0. */
export interface Perceptron {
  w: [number, number];
  b: number;
}

/** What it answers for the four inputs, as the chapter computes it. */
export const answersOf = ({ w, b }: Perceptron): number[] =>
  Array.from(inputs.dot(tensor(w)).add(b).greater(0).data);

const SIDE = 260; // px of the square from −0.5 to 1.5
const [LOW, HIGH] = [-0.5, 1.5];
const toX = (x1: number) => 40 + (x1 - LOW) / (HIGH - LOW) * SIDE;
const toY = (x2: number) => 20 + (HIGH - x2) / (HIGH - LOW) * SIDE;

/** The perceptron whose line goes through a place of the stage, with the weights that it has. */
function throughPoint({ w }: Perceptron, { x, y }: Point): Perceptron {
  const x1 = LOW + (x - 40) / SIDE * (HIGH - LOW);
  const x2 = HIGH - (y - 20) / SIDE * (HIGH - LOW);
  return { w, b: -(w[0] * x1 + w[1] * x2) };
}

/** The part of the square in which it fires: the corners of a polygon. */
function firingRegion({ w, b }: Perceptron): string {
  const corners: [number, number][] = [[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]];
  const at = ([x1, x2]: [number, number]) => b + w[0] * x1 + w[1] * x2;
  return corners.flatMap((corner, i) => {
    const next = corners[(i + 1) % 4]!;
    const [here, there] = [at(corner), at(next)];
    const points = here > 0 ? [corner] : [];
    if (here > 0 !== there > 0) {
      const share = here / (here - there);
      points.push([
        corner[0] + share * (next[0] - corner[0]),
        corner[1] + share * (next[1] - corner[1]),
      ]);
    }
    return points.map(([x1, x2]) => `${toX(x1)},${toY(x2)}`);
  }).join(" ");
}

const short = (value: number) => fixed(value, 2);
const signed = (value: number) => `${value < 0 ? "−" : "+"} ${Math.abs(value).toFixed(2)}`;

function PerceptronFigure({ gate: start = "AND" }: { gate?: Gate }) {
  const [gate, setGate] = useState<Gate>(start);
  const [perceptron, set] = useState<Perceptron>({ w: [0.5, 0.5], b: -0.2 });
  const answers = answersOf(perceptron);
  const isRight = answers.map((answer, i) => answer === targets[gate][i]);
  const { w, b } = perceptron;
  return (
    <Frame
      title={title}
      task={tasks[gate]}
      isDone={isRight.every(Boolean)}
    >
      <Row>
        <Stage
          width={320}
          height={310}
          label={`fires where ${short(b)} ${signed(w[0])} x₁ ${signed(w[1])} x₂ > 0: ` +
            `${isRight.filter(Boolean).length} of 4 as ${gate} wants`}
          onDrag={(point) => set(throughPoint(perceptron, point))}
        >
          <rect x={toX(LOW)} y={toY(HIGH)} width={SIDE} height={SIDE} fill={grid} opacity={0.35} />
          <polygon points={firingRegion(perceptron)} fill={colors.one} opacity={0.25} />
          {[0, 1].map((tick) => (
            <g key={tick}>
              <text x={toX(tick)} y={toY(LOW) + 18} text-anchor="middle" fill={muted}>{tick}</text>
              <text x={toX(LOW) - 10} y={toY(tick) + 4} text-anchor="end" fill={muted}>{tick}</text>
            </g>
          ))}
          <text x={toX(0.5)} y={toY(LOW) + 18} text-anchor="middle">x₁</text>
          <text x={toX(LOW) - 10} y={toY(0.5) + 4} text-anchor="end">x₂</text>
          {isRight.map((right, i) => {
            const [x, y] = [toX(inputs.data[2 * i]!), toY(inputs.data[2 * i + 1]!)];
            const fill = targets[gate][i] ? colors.one : colors.zero;
            return (
              <g key={i}>
                {targets[gate][i]
                  ? <rect x={x - 9} y={y - 9} width={18} height={18} fill={fill} />
                  : <circle cx={x} cy={y} r={10} fill={fill} />}
                {!right && (
                  <circle
                    cx={x}
                    cy={y}
                    r={19}
                    fill="none"
                    stroke="currentColor"
                    stroke-dasharray="4 3"
                    stroke-width={2}
                  />
                )}
              </g>
            );
          })}
        </Stage>
        <div>
          <table>
            <thead>
              <tr>
                {["x₁", "x₂", "y", gate].map((name) => <th key={name}>{name}</th>)}
              </tr>
            </thead>
            <tbody>
              {answers.map((answer, i) => (
                <tr key={i}>
                  <td>{inputs.data[2 * i]}</td>
                  <td>{inputs.data[2 * i + 1]}</td>
                  <td class={isRight[i] ? "right" : "wrong"}>
                    {answer} {isRight[i] ? "✓" : "✗"}
                  </td>
                  <td class="quiet">{targets[gate][i]}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            {`${short(b)} ${signed(w[0])} x₁ ${signed(w[1])} x₂ > 0`}
          </p>
        </div>
      </Row>
      <Controls>
        <Choice
          label={{ en: "Gate", ja: "ゲート" }}
          value={gate}
          options={Object.keys(targets) as Gate[]}
          onInput={setGate}
        />
        <Slider
          label="w₁"
          min={-1}
          max={1}
          value={w[0]}
          onInput={(value) => set({ w: [value, w[1]], b })}
        />
        <Slider
          label="w₂"
          min={-1}
          max={1}
          value={w[1]}
          onInput={(value) => set({ w: [w[0], value], b })}
        />
        <Slider
          label="b"
          min={-1.5}
          max={1.5}
          value={b}
          onInput={(value) => set({ w, b: value })}
        />
      </Controls>
    </Frame>
  );
}

export const perceptron = figure<{ gate?: Gate }>({
  title,
  options: ["gate"],
  needs: {
    gate: {
      isRight: (value) => Object.hasOwn(targets, String(value)),
      words: `one of ${Object.keys(targets).join(", ")}`,
    },
  },
  component: PerceptronFigure,
});
