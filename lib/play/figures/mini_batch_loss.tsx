// §4.2.3: what mini-batches of different sizes say of the loss of all the data.

import { useMemo, useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { softmaxLoss } from "../../functions/losses.ts";
import { TwoLayerNet } from "../../networks/two_layer_net.ts";
import { SGD } from "../../optimizers/optimizers.ts";
import { tensor } from "../../tensor/from_values.ts";
import { random } from "../../tensor/random.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Button, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { type Point, Stage } from "../parts/stage.tsx";
import { Label, Say } from "../parts/words.tsx";

const title = { en: "A batch is a poll", ja: "ミニバッチは世論調査" };
const task = {
  en: "Make the band half as wide as the dashed one of 10 points. How many points does that take?",
  ja: "帯の幅を、10 点のとき（破線）の半分にしてみましょう。何点必要でしょうか。",
};

const POINTS = 600;
const BATCHES = 100;

/** Two clouds of points that overlap, and the loss of each point in a network that has learned a little about them. */
function makeData() {
  const rng = random(0);
  const t = tensor(Array.from({ length: POINTS }, (_, i) => i % 2), { dtype: "int32" });
  const sides = t.astype("float32").sub(0.5).reshape(POINTS, 1); // of the two classes
  const x = rng.normal([POINTS, 2]).add(sides.mul(1.2));
  const net = new TwoLayerNet({
    inputSize: 2,
    hiddenSize: 8,
    outputSize: 2,
    weightInitStd: 0.3,
    seed: 1,
  });
  const optimizer = new SGD({ lr: 0.5 });
  for (let i = 0; i < 20; i++) optimizer.update(net.params, net.gradient(x, t));
  const scores = net.predict(x);
  const losses = Array.from(t.data, (label, i) => softmaxLoss(scores.slice(i), tensor(label)));
  return { x, t, losses: tensor(losses, { dtype: "float64" }) };
}

/** Batches drawn by chance, and the loss of each: the mean over its points. */
export function poll(lossOfPoints: Tensor, size: number, seed: number) {
  const rng = random(seed);
  const batches = Array.from({ length: BATCHES }, () => rng.choice(POINTS, size));
  const losses = batches.map((chosen) => lossOfPoints.take(chosen).mean());
  const all = lossOfPoints.mean();
  const spread = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - all) ** 2, 0) / BATCHES);
  return { batches, losses, all, spread };
}

const SIDE = 180; // px, of each of the two pictures
const TOP = 24;
const RIGHT = 230; // where the second begins
const MOST = 1.2; // the largest loss that is drawn
const placeOf = (x: Tensor, i: number) => {
  const [x0, x1] = [x.data[2 * i]!, x.data[2 * i + 1]!];
  const inside = (value: number) => Math.max(3, Math.min(SIDE - 3, value)).toFixed(0);
  return `${inside((x0 + 4.5) / 9 * SIDE)} ${inside((4.5 - x1) / 9 * SIDE)}`;
};
const dots = (x: Tensor, points: ArrayLike<number>) =>
  Array.from(points, (i) => `M${placeOf(x, i)}h0`).join("");
const toY = (loss: number) => SIDE * (1 - Math.max(0, Math.min(loss, MOST)) / MOST);
const toX = (batch: number) => (batch + 0.5) / BATCHES * SIDE;

function MiniBatchLoss() {
  const [data] = useState(makeData);
  const [size, setSize] = useState(10);
  const [seed, setSeed] = useState(0);
  const [shown, setShown] = useState(0);
  const { batches, losses, all, spread } = useMemo(() => poll(data.losses, size, seed), [
    size,
    seed,
  ]);
  const ofTen = useMemo(() => poll(data.losses, 10, seed).spread, [seed]);
  const ratio = spread / ofTen;
  const choose = ({ x }: Point) => {
    if (x >= RIGHT) setShown(Math.min(BATCHES - 1, Math.floor((x - RIGHT) / SIDE * BATCHES)));
  };
  const loss = losses[shown]!;
  const { x, t } = data;
  const classOf = (label: number) => Array.from(t.data.keys()).filter((i) => t.data[i] === label);
  const clouds = useMemo(() => [dots(x, classOf(0)), dots(x, classOf(1))], [data]);
  return (
    <Frame title={title} task={task} isDone={Math.abs(ratio - 0.5) < 0.06}>
      <Stage
        width={RIGHT + SIDE + 4}
        height={TOP + SIDE + 22}
        label={`the loss of all points is ${all.toFixed(3)}; ${BATCHES} batches of ${size} ` +
          `lie around it, at a distance of ${spread.toFixed(3)}`}
        onHover={choose}
        onDrag={choose}
      >
        <text y={14} fill={muted}>
          <Label en="a batch among 600 points" ja="600 点とミニバッチ" />
        </text>
        <text x={RIGHT} y={14} fill={muted}>
          <Label en="loss of 100 batches" ja="100 個のバッチの損失" />
        </text>
        <g transform={`translate(0 ${TOP})`} fill="none">
          <rect width={SIDE} height={SIDE} fill={grid} opacity={0.35} />
          <path
            d={clouds[0]}
            stroke={colors.zero}
            stroke-width={4}
            stroke-linecap="round"
            opacity={0.5}
          />
          <path
            d={clouds[1]}
            stroke={colors.one}
            stroke-width={4}
            stroke-linecap="square"
            opacity={0.5}
          />
          <path
            d={dots(x, batches[shown]!)}
            stroke={colors.ink}
            stroke-width={6}
            stroke-linecap="round"
          />
        </g>
        <g transform={`translate(${RIGHT} ${TOP})`} fill="none">
          <rect width={SIDE} height={SIDE} fill={grid} opacity={0.35} />
          <rect
            y={toY(all + spread)}
            width={SIDE}
            height={toY(all - spread) - toY(all + spread)}
            fill={colors.train}
            opacity={0.25}
          />
          {[all - ofTen, all + ofTen].map((edge) => (
            <line
              key={edge}
              x2={SIDE}
              y1={toY(edge)}
              y2={toY(edge)}
              stroke={muted}
              stroke-dasharray="5 4"
            />
          ))}
          <line x2={SIDE} y1={toY(all)} y2={toY(all)} stroke={colors.ink} stroke-width={2} />
          <path
            d={losses.map((loss, i) => `M${toX(i).toFixed(1)} ${toY(loss).toFixed(1)}h0`).join("")}
            stroke={colors.train}
            stroke-width={5}
            stroke-linecap="round"
          />
          <circle cx={toX(shown)} cy={toY(loss)} r={6} stroke={colors.ink} stroke-width={2.5} />
          {[0, 0.5, 1].map((tick) => (
            <text key={tick} x={-6} y={toY(tick) + 4} text-anchor="end" fill={muted}>{tick}</text>
          ))}
        </g>
      </Stage>
      <p>
        <Say
          name={{
            en: `All points: ${all.toFixed(3)}. This batch of ${size}: ${loss.toFixed(3)}. ` +
              `The band: ± ${spread.toFixed(3)}, ${ratio.toFixed(2)} times that of 10.`,
            ja: `全体の損失は ${all.toFixed(3)}、この ${size} 点では ${loss.toFixed(3)}。` +
              `帯の幅は ± ${spread.toFixed(3)} で、10 点のときの ${ratio.toFixed(2)} 倍です。`,
          }}
        />
      </p>
      <Controls>
        <Slider
          label={{ en: "batch size", ja: "バッチサイズ" }}
          min={1}
          max={POINTS}
          isLog
          value={size}
          onInput={(size) => setSize(Math.round(size))}
        />
        <Slider
          label={{ en: "which batch", ja: "何番目のバッチ" }}
          min={1}
          max={BATCHES}
          step={1}
          value={shown + 1}
          onInput={(number) => setShown(number - 1)}
        />
        <Button
          label={{ en: "Draw others", ja: "引き直す" }}
          onClick={() => setSeed(seed + 1)}
        />
      </Controls>
    </Frame>
  );
}

export const miniBatchLoss = figure<Record<never, never>>({
  title,
  options: [],
  component: MiniBatchLoss,
});
