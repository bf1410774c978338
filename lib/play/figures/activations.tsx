// §6.2, §6.3: what the layers of a network give, for weights of each size.

import { useMemo, useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { relu, sigmoid } from "../../functions/activations.ts";
import { BatchNormalization } from "../../layers/batch_normalization.ts";
import { ones, zeros } from "../../tensor/creation.ts";
import { random } from "../../tensor/random.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Button, Choice, Slider, Toggle } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { Stage } from "../parts/stage.tsx";
import { Label } from "../parts/words.tsx";

const title = {
  en: "How large should the first weights be?",
  ja: "重みの初期値はどのくらいがよい？",
};

/** `low`: the least value that is drawn; `top`: the share of all values at which a bar is cut off. */
const functions = {
  sigmoid: { f: sigmoid, low: 0, top: 0.15 },
  tanh: { f: (x: Tensor) => x.tanh(), low: -1, top: 0.1 },
  ReLU: { f: relu, low: 0, top: 0.03 },
};
export type ActivationName = keyof typeof functions;

const tasks = {
  sigmoid: {
    en: "Spread the fifth layer out, but not into 0 and 1: a std from 0.2 to 0.4.",
    ja: "5 層目を、0 と 1 に偏らせずに広げましょう。標準偏差を 0.2 から 0.4 にします。",
  },
  tanh: {
    en: "Keep a bell in all layers: not 0 everywhere, not −1 and 1 only.",
    ja: "すべての層を釣鐘型に保ちましょう。すべて 0 でも、−1 と 1 だけでもいけません。",
  },
  ReLU: {
    en: "Keep the std within a quarter, from the first of five layers or more to the last.",
    ja: "5 層以上で、最初の層から最後の層まで、標準偏差の変化を 4 分の 1 以内に保ちましょう。",
  },
};

const NODES = 100;
const BINS = 30;
const MOST_LAYERS = 10;

/** What does not depend on the controls: inputs, and weights of std 1, drawn as the chapter draws them. */
let drawn: { x: Tensor; weights: Tensor[] } | undefined;
function draw() {
  const rng = random(0);
  const x = rng.normal([1000, NODES]);
  const weights = Array.from({ length: MOST_LAYERS }, () => rng.normal([NODES, NODES]));
  return { x, weights };
}

export interface ActivationSettings {
  name: ActivationName;
  std: number;
  layers: number;
  batchNorm: boolean;
}

/** What each layer gives for 1,000 inputs: (1000, 100). */
export function activationsOf({ name, std, layers, batchNorm }: ActivationSettings): Tensor[] {
  const { x, weights } = drawn ??= draw();
  let z = x;
  return weights.slice(0, layers).map((W) => {
    z = z.dot(W.mul(std));
    if (batchNorm) z = new BatchNormalization(ones(NODES), zeros(NODES)).forward(z);
    return z = functions[name].f(z);
  });
}

/** Shares of the values in equal bins from `low` to 1; what lies outside is in none. */
function sharesOf({ data, size }: Tensor, low: number): number[] {
  const counts = Array<number>(BINS).fill(0);
  for (let i = 0; i < size; i++) {
    const value = data[i]!;
    if (value < low || value > 1) continue;
    counts[Math.min(Math.floor((value - low) / (1 - low) * BINS), BINS - 1)]!++;
  }
  return counts.map((count) => count / size);
}

const WIDTH = 480;
const HEIGHT = 120; // px of the tallest bar

const short = (value: number) => {
  if (value < 0.0005) return "0";
  return value < 1e5 ? String(Number(value.toPrecision(2))) : value.toExponential(0);
};

/** Whether the reader has done what the task says, with layers of these standard deviations. */
function isSpread(name: ActivationName, stds: readonly number[]): boolean {
  const [first, last] = [stds[0]!, stds.at(-1)!];
  if (stds.length < 5) return false;
  if (name === "sigmoid") return last > 0.2 && last < 0.4;
  if (name === "tanh") return stds.every((std) => std > 0.25 && std < 0.75);
  return Math.abs(last / first - 1) < 0.25;
}

function ActivationsFigure() {
  const [name, setName] = useState<ActivationName>("sigmoid");
  const [std, setStd] = useState(1);
  const [layers, setLayers] = useState(5);
  const [batchNorm, setBatchNorm] = useState(false);
  const { low, top } = functions[name];
  const shown = useMemo(
    () =>
      activationsOf({ name, std, layers, batchNorm }).map((z) => ({
        std: z.std(),
        shares: sharesOf(z, low),
      })),
    [name, std, layers, batchNorm],
  );
  const step = WIDTH / layers;
  const width = step - 10;
  const bar = width / BINS;
  return (
    <Frame
      title={title}
      task={tasks[name]}
      isDone={isSpread(name, shown.map(({ std }) => std))}
    >
      <Stage
        width={WIDTH}
        height={HEIGHT + 62}
        label={`${name}, weights of std ${short(std)}: the layers' activations have std ` +
          shown.map(({ std }) => short(std)).join(", ")}
      >
        {shown.map(({ std, shares }, i) => (
          <g key={i} transform={`translate(${(i * step + 5).toFixed(1)}, 26)`}>
            <text x={width / 2} y={-10} text-anchor="middle">{i + 1}</text>
            <rect width={width} height={HEIGHT} fill={grid} opacity={0.35} />
            <path
              d={shares.map((share, bin) => {
                const tall = (Math.min(share / top, 1) * HEIGHT).toFixed(1);
                return `M${((bin + 0.5) * bar).toFixed(1)} ${HEIGHT}v-${tall}`;
              }).join("")}
              stroke={colors.forward}
              stroke-width={bar * 0.9}
            />
            {shares.map((share, bin) =>
              share > top && (
                <path
                  key={bin}
                  d={`M${(bin + 0.5) * bar - 5} 6l5 -6l5 6z`}
                  fill={colors.backward}
                />
              )
            )}
            <text x={0} y={HEIGHT + 16} fill={muted} font-size={11}>
              {String(low).replace("-", "−")}
            </text>
            <text x={width} y={HEIGHT + 16} text-anchor="end" fill={muted} font-size={11}>1</text>
            <text x={width / 2} y={HEIGHT + 32} text-anchor="middle" font-size={12}>
              {layers <= 6 && <Label en="std " ja="σ = " />}
              {short(std)}
            </text>
          </g>
        ))}
      </Stage>
      <Controls>
        <Choice
          label={{ en: "activation", ja: "活性化関数" }}
          value={name}
          options={Object.keys(functions) as ActivationName[]}
          onInput={setName}
        />
        <Slider
          label={{ en: "std of the weights", ja: "重みの標準偏差" }}
          min={0.001}
          max={5} // from 10 on, ten layers of ReLU leave the range of float32
          isLog
          value={std}
          format={short}
          onInput={setStd}
        />
        <Button label="Xavier √(1/100)" onClick={() => setStd(Math.sqrt(1 / NODES))} />
        <Button label="He √(2/100)" onClick={() => setStd(Math.sqrt(2 / NODES))} />
        <Slider
          label={{ en: "layers", ja: "層の数" }}
          min={1}
          max={MOST_LAYERS}
          step={1}
          value={layers}
          onInput={setLayers}
        />
        <Toggle
          label={{ en: "batch normalization", ja: "Batch Normalization" }}
          value={batchNorm}
          onInput={setBatchNorm}
        />
      </Controls>
    </Frame>
  );
}

export const activations = figure<Record<never, never>>({
  title,
  options: [],
  component: ActivationsFigure,
});
