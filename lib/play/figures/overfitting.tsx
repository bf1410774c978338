// §6.4: a network that knows a few digits by heart, and what helps.

import { useEffect, useState } from "preact/hooks";
import { colors, muted } from "../../display/style.ts";
import { figure } from "../figure.ts";
import { Chart, names, percentTicks } from "../parts/chart.tsx";
import { Button, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { Say } from "../parts/words.tsx";
import { Stage } from "../parts/stage.tsx";
import { useTraining } from "../parts/training.ts";
import type { Accuracies, TrainingSetup } from "../training.ts";

const title = {
  en: "Known by heart is not learned",
  ja: "丸暗記は学習ではない",
};
const task = {
  en: "Train once as it is. Then find a λ or a dropout that reads 10 more test digits in 100.",
  ja:
    "まず、このまま学習させます。次に λ か Dropout を選んで、テストで 100 枚あたり 10 枚多く読めるようにしてみましょう。",
};

const STEPS = 300;
const SAMPLES = 100;
export const pace = { lr: 0.1, batchSize: 50, steps: 3, milliseconds: 25 };
export const setupOf = (samples: number, lambda: number, dropout: number): TrainingSetup => ({
  net: ["MultiLayerNetExtend", {
    hiddenSizeList: [50],
    weightInitStd: 0.5, // far too large, as in the chapter: random features to learn by heart with
    weightDecayLambda: lambda,
    useDropout: dropout > 0,
    dropoutRatio: dropout,
    seed: 0,
  }],
  samples,
  accuracyEvery: 10,
  end: STEPS,
});

/** How it goes without a remedy, in percent, every 10 steps: drawn until the reader trains, and where nobody can. */
export const recorded = {
  // deno-fmt-ignore
  train: [
    11, 69, 94, 99, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100,
    100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100,
  ],
  // deno-fmt-ignore
  test: [
    6, 57, 68, 72, 75, 76, 76, 76, 77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 77, 78, 78, 78,
    78, 77, 78, 78, 78, 77, 77,
  ],
};
const example: Accuracies[] = recorded.train.map((train, i) => (
  { step: 10 * i, train: train / 100, test: recorded.test[i]! / 100 }
));

const percent = (share: number) => `${Math.round(100 * share)} %`;

function OverfittingFigure() {
  const [samples, setSamples] = useState(SAMPLES);
  const [lambda, setLambda] = useState(0);
  const [dropout, setDropout] = useState(0);
  const [isRunning, setRunning] = useState(false);
  /** the last whole training without a remedy */
  const [plain, setPlain] = useState<{ samples: number; accuracies: Accuracies[] }>();
  const { history: { losses, accuracies }, place, restart } = useTraining(
    setupOf(samples, lambda, dropout),
    pace,
    isRunning,
  );
  const isWhole = losses.length >= STEPS;
  const isPlain = lambda === 0 && dropout === 0;
  useEffect(() => {
    if (!isWhole) return;
    setRunning(false);
    if (isPlain) setPlain({ samples, accuracies });
  }, [isWhole]);
  const change = (set: (value: number) => void) => (value: number) => {
    set(value);
    if (losses.length > 0) setRunning(true); // the reader has started one, and another begins
  };

  const isUntouched = losses.length === 0 && !isRunning && isPlain && samples === SAMPLES;
  const shown = isUntouched ? example : accuracies;
  const latest = shown.at(-1);
  const before = plain?.samples === samples && !isPlain ? plain.accuracies : [];
  const gap = latest && Math.round(100 * (latest.train - latest.test));
  const points = (list: Accuracies[], of: "train" | "test") =>
    list.map((point) => [point.step, point[of]] as const);
  return (
    <Frame
      title={title}
      task={task}
      isDone={isWhole && before.length > 0 && latest!.test >= before.at(-1)!.test + 0.1}
    >
      <div ref={place}>
        <Stage
          width={420}
          height={230}
          label={latest === undefined
            ? `a network before it learns from ${samples} digits`
            : `after ${latest.step} steps on ${samples} digits: training ` +
              `${percent(latest.train)}, test ${percent(latest.test)}`}
        >
          <Chart
            {...{ x: 44, y: 28, width: 358, height: 176, steps: STEPS, top: 1 }}
            title={{ en: `Accuracy, ${samples} digits`, ja: `認識精度（${samples} 枚）` }}
            ticks={percentTicks}
            lines={[
              { name: names.train, color: colors.train, points: points(shown, "train") },
              {
                name: names.test,
                color: colors.test,
                points: points(shown, "test"),
                dashes: "7 4",
              },
              {
                name: { en: "before", ja: "対策前" },
                color: muted,
                points: points(before, "test"),
                dashes: "2 3",
              },
            ]}
          />
        </Stage>
      </div>
      <Controls>
        <Button
          label={isRunning
            ? { en: "Pause", ja: "一時停止" }
            : isWhole
            ? { en: "Again", ja: "もう一度" }
            : { en: "Start", ja: "開始" }}
          onClick={() => {
            if (isWhole) restart();
            setRunning(!isRunning);
          }}
        />
        <output>
          {latest && (
            <Say
              name={{
                en: `train ${percent(latest.train)} − test ${percent(latest.test)} = ${gap}`,
                ja: `訓練 ${percent(latest.train)} − テスト ${percent(latest.test)} = ${gap}`,
              }}
            />
          )}
        </output>
      </Controls>
      <Controls>
        <Slider
          label={{ en: "digits to learn from", ja: "訓練データの枚数" }}
          min={20}
          max={300}
          step={20}
          value={samples}
          onInput={change(setSamples)}
        />
        <Slider
          label={{ en: "weight decay λ", ja: "Weight decay λ" }}
          min={0}
          max={0.1}
          step={0.01}
          value={lambda}
          onInput={change(setLambda)}
        />
        <Slider
          label={{ en: "dropout", ja: "Dropout" }}
          min={0}
          max={0.8}
          step={0.1}
          value={dropout}
          onInput={change(setDropout)}
        />
      </Controls>
    </Frame>
  );
}

export const overfitting = figure<Record<never, never>>({
  title,
  options: [],
  component: OverfittingFigure,
});
