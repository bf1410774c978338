// §7.2, §7.3: a window that slides over a picture, and what it gives: a sum with the filter, or the largest number.

import { useState } from "preact/hooks";
import { colors, muted } from "../../display/style.ts";
import { Convolution } from "../../layers/convolution.ts";
import { im2col } from "../../layers/im2col.ts";
import { Pooling } from "../../layers/pooling.ts";
import { zeros } from "../../tensor/creation.ts";
import { tensor } from "../../tensor/from_values.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Cells } from "../parts/cells.tsx";
import { short } from "../parts/numbers.ts";
import { Slider } from "../parts/controls.tsx";
import { FilterInputs, StepInputs } from "../parts/window_inputs.tsx";
import { Controls, Frame, Row } from "../parts/frame.tsx";
import { type Point, Stage } from "../parts/stage.tsx";
import { Label } from "../parts/words.tsx";

const task = {
  en: "Find the place that gives the largest number.",
  ja: "いちばん大きな数を出す場所を探してみましょう。",
};
const titles = {
  sum: {
    en: "A window slides, and each place gives a sum",
    ja: "窓が動き、場所ごとに和が 1 つ出る",
  },
  largest: {
    en: "A window slides, and the largest number stays",
    ja: "窓が動き、いちばん大きな数が残る",
  },
};

/** A picture and what slides over it; without them the book's, of §7.2.2. */
export interface ConvolutionOptions {
  /** (H, W) */
  picture?: Tensor | number[][];
  /** (FH, FW), for sums */
  filter?: Tensor | number[][];
  /** of a window whose largest number is taken */
  size?: number;
  /** at first; 1 by default */
  stride?: number;
  /** at first; 0 by default */
  pad?: number;
}

const CELL = 30; // px

const rowsOf = (x: Tensor | number[][]) => x instanceof Tensor ? x.toArray() as number[][] : x;

/** What the window sees at each place (OH · OW, FH · FW), and what it gives there. */
export function slide(
  picture: number[][],
  { filter, size, stride, pad }: { filter: number[][]; size: number; stride: number; pad: number },
  isSum: boolean,
) {
  const x = tensor(picture).reshape(1, 1, picture.length, picture[0]!.length);
  const [FH, FW] = isSum ? [filter.length, filter[0]!.length] : [size, size];
  const layer = isSum
    ? new Convolution(tensor(filter).reshape(1, 1, FH, FW), zeros([1]), stride, pad)
    : new Pooling(FH, FW, stride, pad);
  const output = layer.forward(x);
  const seen = im2col(x, FH, FW, stride, pad).toArray() as number[][];
  return { output: Array.from(output.data), seen, OW: output.shape[3]!, FH, FW };
}

const bookPicture = [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]];
const bookFilter = [[2, 0, 1], [0, 1, 2], [1, 0, 2]];

function ConvolutionFigure(options: ConvolutionOptions) {
  const isSum = options.size === undefined;
  const picture = rowsOf(options.picture ?? bookPicture);
  const [filter, setFilter] = useState(rowsOf(options.filter ?? bookFilter));
  const [steps, setSteps] = useState({ stride: options.stride ?? 1, pad: options.pad ?? 0 });
  const { stride, pad } = steps;
  const [wanted, setPlace] = useState(0);
  const size = options.size ?? filter.length;
  const { output, seen, OW, FH, FW } = slide(picture, { filter, size, stride, pad }, isSum);
  const [H, W] = [picture.length + 2 * pad, picture[0]!.length + 2 * pad];
  const place = Math.min(wanted, output.length - 1);
  const [top, left] = [Math.floor(place / OW) * stride, place % OW * stride];
  const padded = im2col(tensor(picture).reshape(1, 1, H - 2 * pad, W - 2 * pad), H, W, 1, pad);
  const leastPad = Math.max(0, Math.ceil(pad + Math.max(FH - H, FW - W) / 2)); // with less, no window fits
  const outputX = W * CELL + 30;
  const point = ({ x, y }: Point) => {
    const isOutput = x >= outputX;
    const at = (position: number, length: number, window: number, count: number) =>
      isOutput ? Math.min(count - 1, Math.max(0, Math.floor(position / CELL))) : Math.min(
        count - 1,
        Math.max(0, Math.round((Math.min(position / CELL, length) - window / 2) / stride)),
      );
    const OH = output.length / OW;
    setPlace(
      at(y - 24, H, FH, OH) * OW + at(isOutput ? x - outputX : x, W, FW, OW),
    );
  };
  const isSeen = (row: number, column: number) =>
    row >= top && row < top + FH && column >= left && column < left + FW;
  const terms = seen[place]!.map((value, i) =>
    isSum ? `${short(value)}·${short(filter[Math.floor(i / FW)]![i % FW]!)}` : short(value)
  );
  return (
    <Frame
      title={isSum ? titles.sum : titles.largest}
      task={task}
      isDone={output[place] === Math.max(...output)}
    >
      <Row>
        <Stage
          width={Math.max(330, outputX + OW * CELL)}
          height={30 + CELL * H}
          label={`place ${place} of ${output.length} gives ${short(output[place]!)}`}
          onHover={point}
          onDrag={point}
        >
          <text y={14} fill={muted}>
            <Label en="picture" ja="入力" />
          </text>
          <text x={outputX} y={14} fill={muted}>
            <Label en="output" ja="出力" />
          </text>
          <Cells
            values={padded.data}
            columns={W}
            x={0}
            y={24}
            size={CELL}
            fill={(row, column) => isSeen(row, column) ? colors.zero : undefined}
            isFaint={(row, column) =>
              Math.min(row, column) < pad || row >= H - pad || column >= W - pad}
          />
          <Cells
            values={output}
            columns={OW}
            x={outputX}
            y={24}
            size={CELL}
            fill={(row, column) => row * OW + column === place ? colors.one : undefined}
          />
        </Stage>
        {isSum && <FilterInputs filter={filter} onInput={setFilter} />}
      </Row>
      <p class="sum">
        {isSum
          ? `${terms.join(" + ")} = ${short(output[place]!)}`
          : `max(${terms.join(", ")}) = ${short(output[place]!)}`}
      </p>
      <p class="quiet">
        {`⌊(${W - 2 * pad} + 2·${pad} − ${FW}) / ${stride}⌋ + 1 = ${OW}`}
      </p>
      <Controls>
        <Slider
          label={{ en: "place", ja: "場所" }}
          min={0}
          max={output.length - 1}
          step={1}
          value={place}
          onInput={setPlace}
        />
        <StepInputs
          {...steps}
          leastPad={leastPad}
          mostPad={isSum ? 2 : Math.min(2, size - 1)}
          onInput={setSteps}
        />
      </Controls>
    </Frame>
  );
}

export const convolution = figure<ConvolutionOptions>({
  title: { en: "A window slides over a picture", ja: "窓が画像の上を動く" }, // of both kinds
  options: ["picture", "filter", "size", "stride", "pad"],
  component: ConvolutionFigure,
});
