// §4.5: a network learns to read digits while you watch, in the page itself.

import { useState } from "preact/hooks";
import { syntheticDigits } from "../../datasets/digits.ts";
import { colors, muted } from "../../display/style.ts";
import { figure } from "../figure.ts";
import { Chart, names, percentTicks } from "../parts/chart.tsx";
import { Button, Slider, Toggle } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { Pixels } from "../parts/pixels.tsx";
import { Stage } from "../parts/stage.tsx";
import { Label, Say } from "../parts/words.tsx";
import { type TrainingHistory, useTraining } from "../parts/training.ts";
import type { TrainingSetup } from "../training.ts";

const title = { en: "Train it here", ja: "ここで学習させる" };
const task = {
  en: "Make it read 95 of 100 test digits within 200 steps. At 0.1 it does not.",
  ja:
    "200 ステップ以内に、テストの数字を 100 枚中 95 枚読めるようにしてみましょう。0.1 では足りません。",
};

const hiddenSize = 50;
const setup: TrainingSetup = {
  net: ["TwoLayerNet", { hiddenSize, activation: "sigmoid", seed: 0 }],
  samples: 1000,
  accuracyEvery: 10,
};
const SHOWN = 8; // neurons
const PIXELS = 784;

let digits: Uint8Array | undefined;
/** The pictures below the curves: what hidden neurons look for; before they have learned, digits. */
function picturesOf({ weights }: TrainingHistory): ArrayLike<number>[] {
  digits ??= syntheticDigits(SHOWN, 1).images;
  return Array.from(
    { length: SHOWN },
    (_, i) =>
      weights
        ? Float32Array.from({ length: PIXELS }, (_, pixel) => weights[pixel * hiddenSize + i]!)
        : digits!.subarray(i * PIXELS, (i + 1) * PIXELS).map((ink) => 255 - ink),
  );
}

/** A power of two times 200 steps, so that the lines do not shrink with every step. */
const endOf = (steps: number) => 200 * 2 ** Math.max(0, Math.ceil(Math.log2(steps / 200)));

/** At most 200 points: the means of equally many losses each. */
export function pointsOf(losses: readonly number[], end: number): [step: number, loss: number][] {
  const size = end / 200;
  return Array.from({ length: Math.floor(losses.length / size) }, (_, i) => {
    const part = losses.slice(i * size, (i + 1) * size);
    return [(i + 0.5) * size, part.reduce((sum, loss) => sum + loss) / size];
  });
}

function TrainHereFigure() {
  const [lr, setLr] = useState(0.1);
  const [batchSize, setBatchSize] = useState(100);
  const [isFast, setFast] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const pace = { lr, batchSize, steps: isFast ? Infinity : 1, milliseconds: 25 };
  const { history, place, restart, step } = useTraining(setup, pace, isRunning);
  const { losses, accuracies } = history;
  const steps = losses.length;
  const end = endOf(steps);
  const pictures = picturesOf(history);
  const latest = accuracies.at(-1);
  const [loss, read] = [losses.at(-1)?.toFixed(3) ?? "–", latest && Math.round(100 * latest.test)];
  const line = (of: "train" | "test") => ({
    name: names[of],
    color: colors[of],
    points: accuracies.map((point) => [point.step, point[of]] as const),
  });
  return (
    <Frame
      title={title}
      task={task}
      isDone={accuracies.some(({ step, test }) => step <= 200 && test >= 0.95)}
    >
      <div ref={place}>
        <Stage
          width={340}
          height={400}
          label={read === undefined
            ? "a network 784-50-10 before its first step, and digits to learn from"
            : `after ${steps} steps: loss ${loss}, ${read} of 100 test digits are read`}
        >
          <Chart
            {...{ x: 52, y: 26, width: 284, height: 110, steps: end, top: 2.5 }}
            title={{ en: "Loss of mini-batches", ja: "ミニバッチの損失" }}
            ticks={{ "0": 0, "1": 1, "2": 2 }}
            lines={[{
              name: { en: "loss", ja: "損失" },
              color: colors.train,
              points: pointsOf(losses, end),
            }]}
          />
          <Chart
            {...{ x: 52, y: 186, width: 284, height: 110, steps: end, top: 1 }}
            title={{ en: "Accuracy", ja: "認識精度" }}
            ticks={percentTicks}
            lines={[line("train"), { ...line("test"), dashes: "6 4" }]}
          />
          <text x={4} y={340} fill={muted}>
            {history.weights
              ? <Label en="weights of 8 hidden neurons" ja="隠れ層のニューロン 8 個の重み" />
              : <Label en="digits to learn from" ja="学習に使う数字" />}
          </text>
          {pictures.map((values, i) => (
            <Pixels
              key={i}
              values={values}
              x={4 + i * 42}
              y={352}
              width={40}
            />
          ))}
        </Stage>
      </div>
      <Controls>
        <Button
          label={isRunning ? { en: "Pause", ja: "一時停止" } : { en: "Start", ja: "開始" }}
          onClick={() => setRunning(!isRunning)}
        />
        <Button
          label={{ en: "One step", ja: "1 ステップ" }}
          onClick={step}
          disabled={isRunning}
        />
        <Button
          label={{ en: "Anew", ja: "最初から" }}
          onClick={() => {
            setRunning(false);
            restart();
          }}
        />
        <Toggle label={{ en: "full speed", ja: "全速" }} value={isFast} onInput={setFast} />
      </Controls>
      <Controls>
        <Slider
          label={{ en: "learning rate", ja: "学習率" }}
          min={0.01}
          max={10}
          isLog
          value={lr}
          onInput={setLr}
        />
        <Slider
          label={{ en: "batch size", ja: "バッチサイズ" }}
          min={1}
          max={200}
          step={1}
          value={batchSize}
          onInput={setBatchSize}
        />
        <output>
          <Say
            name={{
              en: `${steps} steps, loss ${loss}, test ${read ?? "–"} %`,
              ja: `${steps} ステップ、損失 ${loss}、テスト ${read ?? "–"} %`,
            }}
          />
        </output>
      </Controls>
    </Frame>
  );
}

export const trainHere = figure<Record<never, never>>({
  title,
  options: [],
  component: TrainHereFigure,
});
