// §7.2.2: a filter of the reader's own over a drawing of the reader's own.

import { useMemo, useState } from "preact/hooks";
import { muted } from "../../display/style.ts";
import { Convolution } from "../../layers/convolution.ts";
import { zeros } from "../../tensor/creation.ts";
import { tensor } from "../../tensor/from_values.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Choice } from "../parts/controls.tsx";
import { FilterInputs, StepInputs } from "../parts/window_inputs.tsx";
import { Controls, Frame, Row } from "../parts/frame.tsx";
import { aDigit, Pad, PadControls, useDrawing } from "../parts/pad.tsx";
import { Pixels } from "../parts/pixels.tsx";
import { Stage } from "../parts/stage.tsx";
import type { Words } from "../parts/words.tsx";

const title = { en: "Your filter over your drawing", ja: "自分のフィルタを自分の絵に" };
const task = {
  en: "Make a filter that sees the foot of a 2, but not its stem.",
  ja: "2 の足には反応し、斜めの線には反応しないフィルタを作ってみましょう。",
};

const presets = {
  left: [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
  top: [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
  outline: [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
  blur: [[0.1, 0.1, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.1]],
};
type Preset = keyof typeof presets;
const names: Record<Preset, Words> = {
  left: { en: "left edges", ja: "左の縁" },
  top: { en: "upper edges", ja: "上の縁" },
  outline: { en: "outlines", ja: "輪郭" },
  blur: { en: "blur", ja: "ぼかし" },
};

/** The map of a filter over a digit (1, 784). */
export const filtered = (pixels: Tensor, filter: number[][], stride: number, pad: number): Tensor =>
  new Convolution(tensor(filter).reshape(1, 1, 3, 3), zeros([1]), stride, pad)
    .forward(pixels.reshape(1, 1, 28, 28));

/** Whether a filter answers to a level edge and not to an upright one. */
function seesLevelOnly(filter: number[][]): boolean {
  const sum = (numbers: number[]) => numbers.reduce((sum, value) => sum + value, 0);
  const [rows, columns] = [filter, filter.map((_, j) => filter.map((row) => row[j]!))];
  const change = (lines: number[][]) => Math.abs(sum(lines[2]!) - sum(lines[0]!));
  return change(rows) > 1 && change(columns) < 0.1 * change(rows);
}

const pad = { x: 0, y: 20, side: 160 };

function FilterADrawing({ digit = 2 }: { digit?: number }) {
  const drawing = useDrawing(pad, digit);
  const { pixels } = drawing;
  const [filter, setFilter] = useState(presets.left);
  const [steps, setSteps] = useState({ stride: 1, pad: 1 });
  const map = useMemo(
    () => pixels && filtered(pixels, filter, steps.stride, steps.pad),
    [pixels, filter, steps],
  );
  const side = map?.shape[3];
  return (
    <Frame title={title} task={task} isDone={seesLevelOnly(filter)}>
      <Row>
        <Stage
          width={340}
          height={190}
          label={side === undefined ? "nothing drawn" : `28 × 28 pixels become ${side} × ${side}`}
          onDrag={drawing.draw}
          canScroll
        >
          <Pad {...pad} strokes={drawing.strokes} />
          <text x={176} y={12} fill={muted} class="map-size">
            {side === undefined ? "" : `${side} × ${side}`}
          </text>
          {map && <Pixels values={map.data} colors="diverging" x={176} y={20} width={160} />}
        </Stage>
        <FilterInputs filter={filter} onInput={setFilter} />
      </Row>
      <Controls>
        <Choice
          label={{ en: "filter", ja: "フィルタ" }}
          options={Object.keys(presets) as Preset[]}
          names={names}
          onInput={(name) => setFilter(presets[name])}
        />
        <StepInputs {...steps} onInput={setSteps} />
        <PadControls {...drawing} />
      </Controls>
    </Frame>
  );
}

export const filterADrawing = figure<{ digit?: number }>({
  title,
  options: ["digit"],
  needs: { digit: aDigit },
  component: FilterADrawing,
});
