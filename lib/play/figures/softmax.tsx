// §3.5: pull at the scores; softmax makes shares of them that are positive and add up to 1.

import { useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { softmax } from "../../functions/activations.ts";
import { tensor } from "../../tensor/from_values.ts";
import { figure } from "../figure.ts";
import { Button, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { fixed } from "../parts/numbers.ts";
import { type Point, Stage } from "../parts/stage.tsx";
import { Label } from "../parts/words.tsx";

const title = { en: "Scores become shares", ja: "スコアが割合になる" };
const task = {
  en: "Pull at the scores until one of them has more than nine tenths.",
  ja: "スコアを上下に引いて、どれか 1 つの割合を 0.9 より大きくしてみましょう。",
};

/** Shares of scores that were divided by the temperature. */
export const sharesOf = (scores: number[], temperature: number): number[] =>
  Array.from(softmax(tensor(scores, { dtype: "float64" }).div(temperature)).data);

const [LOW, HIGH] = [-5, 5];
const STEP = 86;
const ROOM = 150;
const MOST = 6; // scores
const toY = (score: number) => 24 + (HIGH - score) / (HIGH - LOW) * ROOM;
const middleOf = (i: number) => 50 + i * STEP;
const short = (value: number) => fixed(value, 1);

function Softmax({ scores: start = [0.3, 2.9, 4] }: { scores?: number[] }) {
  const [scores, set] = useState(start);
  const [offset, setOffset] = useState(0); // added to all: the shares do not see it
  const [temperature, setTemperature] = useState(1);
  const shares = sharesOf(scores.map((score) => score + offset), temperature);
  const change = (i: number, score: number) =>
    set(scores.with(i, Math.max(LOW, Math.min(HIGH, score))));
  const pull = ({ x, y }: Point) => {
    const i = Math.max(0, Math.min(scores.length - 1, Math.round((x - 50) / STEP)));
    if (y < 24 + ROOM + 20) change(i, HIGH - (y - 24) / ROOM * (HIGH - LOW));
  };
  const width = 20 + STEP * scores.length;
  return (
    <Frame title={title} task={task} isDone={Math.max(...shares) > 0.9}>
      <Stage
        width={Math.max(340, width)}
        height={330}
        label={scores.map((score, i) => `${short(score)} → ${shares[i]!.toFixed(3)}`).join(", ")}
        onDrag={pull}
      >
        <text y={12} fill={muted}>
          <Label en="scores a: pull them" ja="スコア a（引いて動かす）" />
        </text>
        <line x1={10} x2={width} y1={toY(0)} y2={toY(0)} stroke={muted} />
        <text y={216} fill={muted}>
          <Label en="shares y = softmax(a)" ja="割合 y = softmax(a)" />
        </text>
        <line x1={10} x2={width} y1={308} y2={308} stroke={grid} />
        <g text-anchor="middle">
          {scores.map((score, i) => (
            <g key={i}>
              <rect
                x={middleOf(i) - 18}
                width={36}
                y={Math.min(toY(0), toY(score))}
                height={Math.abs(toY(score) - toY(0))}
                fill={colors.zero}
                opacity={0.8}
              />
              <circle cx={middleOf(i)} cy={toY(score)} r={8} fill={colors.zero} />
              <text x={middleOf(i) + 22} y={toY(score) + 4} text-anchor="start">
                {short(score + offset)}
              </text>
              <rect
                x={middleOf(i) - 18}
                width={36}
                y={308 - 70 * shares[i]!}
                height={70 * shares[i]!}
                fill={colors.one}
              />
              <text x={middleOf(i)} y={303 - 70 * shares[i]!} class="share">
                {shares[i]!.toFixed(3)}
              </text>
              <text x={middleOf(i)} y={325} fill={muted}>y{"₁₂₃₄₅₆"[i]}</text>
            </g>
          ))}
        </g>
      </Stage>
      <Controls>
        {scores.map((score, i) => (
          <Slider
            key={i}
            label={`a${"₁₂₃₄₅₆"[i]}`}
            min={LOW}
            max={HIGH}
            value={score}
            onInput={(value) => change(i, value)}
          />
        ))}
        <Slider
          label={{ en: "temperature", ja: "温度" }}
          min={0.1}
          max={10}
          value={temperature}
          isLog
          onInput={setTemperature}
        />
        <Button
          label={offset === 0
            ? { en: "add 1000 to all", ja: "すべてに 1000 を足す" }
            : { en: "take 1000 away", ja: "1000 を引く" }}
          onClick={() => setOffset(offset === 0 ? 1000 : 0)}
        />
      </Controls>
    </Frame>
  );
}

export const softmaxFigure = figure<{ scores?: number[] }>({
  title,
  options: ["scores"],
  needs: {
    scores: {
      isRight: (value) =>
        Array.isArray(value) && value.length >= 1 && value.length <= MOST &&
        value.every(Number.isFinite),
      words: `an array of 1 to ${MOST} numbers`,
    },
  },
  component: Softmax,
});
