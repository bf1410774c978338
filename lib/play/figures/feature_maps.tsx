// §7.6: the reader's digit through SimpleConvNet: every feature map, and for each of its pixels the sum that made it.

import { useMemo, useState } from "preact/hooks";
import { colors, muted } from "../../display/style.ts";
import { softmax } from "../../functions/activations.ts";
import { Affine } from "../../layers/affine.ts";
import { Convolution } from "../../layers/convolution.ts";
import type { Layer } from "../../layers/layer.ts";
import { Pooling } from "../../layers/pooling.ts";
import { Relu } from "../../layers/relu.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Bars, winnerOf } from "../parts/bars.tsx";
import { short } from "../parts/numbers.ts";
import { Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { aDigit, Pad, PadControls, useDrawing } from "../parts/pad.tsx";
import { Pixels } from "../parts/pixels.tsx";
import { type Point, Stage } from "../parts/stage.tsx";
import { Label } from "../parts/words.tsx";

const title = {
  en: "What each filter sees in your digit",
  ja: "フィルタにはあなたの数字がどう見えるか",
};
const task = {
  en: "Find a filter that sees the horizontal bar of a 7, and draw a digit that it does not see.",
  ja: "7 の横棒に反応するフィルタを探し、それが反応しない数字を書いてみましょう。",
};

/** What each layer of the network gives for a digit, by the layer's name. */
export function walk(params: Record<string, Tensor>, pixels: Tensor): Record<string, Tensor> {
  const { W1, b1, W2, b2, W3, b3 } = params;
  const layers: Record<string, Layer> = {
    Conv1: new Convolution(W1!, b1!),
    Relu1: new Relu(),
    Pool1: new Pooling(2, 2, 2),
    Affine1: new Affine(W2!, b2!),
    Relu2: new Relu(),
    Affine2: new Affine(W3!, b3!),
  };
  const stages: Record<string, Tensor> = {};
  Object.entries(layers).reduce(
    (x, [name, layer]) => stages[name] = layer.forward(x),
    pixels.reshape(1, 1, 28, 28),
  );
  return stages;
}

const pad = { x: 0, y: 20, side: 150 };
const FILTERS = 30;
const MAPS = { x: 0, y: 196, size: 33 }; // ten in a row
const SEEN = { x: 164, y: 20, width: 112 };
const MAP = { x: 0, y: 320, width: 120 };

/** All maps as one picture, ten in a row, each of 24 × 24 with a border. */
function sheet(maps: ArrayLike<number>): Float32Array {
  const picture = new Float32Array(75 * 250);
  for (let i = 0; i < FILTERS * 576; i++) {
    const [n, row, column] = [Math.floor(i / 576), Math.floor(i % 576 / 24), i % 24];
    picture[(Math.floor(n / 10) * 25 + row) * 250 + n % 10 * 25 + column] = maps[i]!;
  }
  return picture;
}

function FeatureMaps({ digit = 7, weights: { simple_conv_net: params } }: {
  digit?: number;
  weights: { simple_conv_net: Record<string, Tensor> };
}) {
  const drawing = useDrawing(pad, digit);
  const { pixels } = drawing;
  const stages = useMemo(() => pixels && walk(params, pixels), [pixels]);
  const [filter, setFilter] = useState(0);
  const [[row, column], setPlace] = useState([5, 10]);
  const probabilities = stages && softmax(stages.Affine2!).data;
  const winner = probabilities && winnerOf(probabilities);
  const map = (n: number) => stages!.Relu1!.data.subarray(n * 576, (n + 1) * 576);
  const sum = stages && stages.Conv1!.data[filter * 576 + row! * 24 + column!]!;
  const brightest = stages ? Math.max(...stages.Relu1!.data) : 1;
  const ownBrightest = stages ? Math.max(...map(filter)) || 1 : 1; // faint maps can be seen, too
  const point = (place: Point, isFirst: boolean) => {
    drawing.draw(place, isFirst);
    const [mapX, mapY] = [(place.x - MAPS.x) / MAPS.size, (place.y - MAPS.y) / MAPS.size];
    if (mapY >= 0 && mapY < 3 && mapX >= 0 && mapX < 10) {
      setFilter(Math.floor(mapY) * 10 + Math.floor(mapX));
    }
    const [x, y] = [place.x - MAP.x, place.y - MAP.y].map((at) => Math.floor(at / 5));
    if (x! >= 0 && x! < 24 && y! >= 0 && y! < 24) setPlace([y!, x!]);
  };
  return (
    <Frame
      title={title}
      task={task}
      isDone={!!stages && ownBrightest < 0.05 * brightest}
    >
      <Stage
        width={340}
        height={570}
        label={winner === undefined
          ? "nothing drawn"
          : `read as ${winner}; filter ${filter + 1} gives ${
            short(sum!)
          } at row ${row}, column ${column}`}
        onDrag={point}
        canScroll
      >
        <Pad {...pad} strokes={drawing.strokes} />
        <text x={SEEN.x} y={12} fill={muted}>28 × 28</text>
        <text x={290} y={12} fill={muted}>
          <Label en={`filter ${filter + 1}`} ja={`フィルタ ${filter + 1}`} />
        </text>
        <Pixels
          values={params.W1!.data.subarray(filter * 25, filter * 25 + 25)}
          colors="diverging"
          x={290}
          y={20}
          width={50}
        />
        <text y={188} fill={muted}>
          <Label en="30 feature maps: choose one" ja="特徴マップ 30 枚（1 枚選ぶ）" />
        </text>
        {stages && (
          <>
            <Pixels values={pixels!.data} range={[0, 1]} {...SEEN} />
            <rect
              x={SEEN.x + column! * 4}
              y={SEEN.y + row! * 4}
              width={20}
              height={20}
              fill="none"
              stroke={colors.one}
              stroke-width={2}
            />
            <Pixels
              values={sheet(stages.Relu1!.data)}
              columns={250}
              range={[0, brightest]}
              x={MAPS.x}
              y={MAPS.y}
              width={10 * MAPS.size}
            />
            <rect
              x={MAPS.x + filter % 10 * MAPS.size - 1}
              y={MAPS.y + Math.floor(filter / 10) * MAPS.size - 1}
              width={MAPS.size}
              height={MAPS.size}
              fill="none"
              stroke={colors.one}
              stroke-width={2.5}
            />
            <text y={312} fill={muted}>
              <Label en="after ReLU: choose a pixel" ja="ReLU の後（点を選ぶ）" />
            </text>
            <Pixels values={map(filter)} range={[0, ownBrightest]} {...MAP} />
            <rect
              x={MAP.x + column! * 5}
              y={MAP.y + row! * 5}
              width={5}
              height={5}
              fill="none"
              stroke={colors.one}
              stroke-width={2}
            />
            <text x={220} y={312} fill={muted}>
              <Label en="after pooling" ja="プーリングの後" />
            </text>
            <Pixels
              values={stages.Pool1!.data.subarray(filter * 144, (filter + 1) * 144)}
              range={[0, ownBrightest]}
              x={220}
              y={320}
              width={120}
            />
            <text x={132} y={360}>{`Σ x·w + b`}</text>
            <text x={132} y={380} font-weight={600} class="map-value">{`= ${short(sum!)}`}</text>
            {sum! < 0 && <text x={132} y={400} fill={muted}>ReLU: 0</text>}
          </>
        )}
        <Bars values={probabilities} x={0} y={460} width={340} height={108} />
      </Stage>
      <Controls>
        <PadControls {...drawing} />
        <Slider
          label={{ en: "filter", ja: "フィルタ" }}
          min={1}
          max={FILTERS}
          step={1}
          value={filter + 1}
          onInput={(value) => setFilter(value - 1)}
        />
        <Slider
          label={{ en: "row", ja: "行" }}
          min={0}
          max={23}
          step={1}
          value={row!}
          onInput={(value) => setPlace([value, column!])}
        />
        <Slider
          label={{ en: "column", ja: "列" }}
          min={0}
          max={23}
          step={1}
          value={column!}
          onInput={(value) => setPlace([row!, value])}
        />
      </Controls>
    </Frame>
  );
}

export const featureMaps = figure<{ digit?: number }>({
  title,
  options: ["digit"],
  needs: { digit: aDigit },
  weights: ["simple_conv_net"],
  component: FeatureMaps,
});
