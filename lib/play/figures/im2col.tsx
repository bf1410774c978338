// §7.4.2: every window becomes a row. Point at a row and its window lights up; point at a pixel, and all its copies do.

import { useState } from "preact/hooks";
import { colors, muted } from "../../display/style.ts";
import { im2col } from "../../layers/im2col.ts";
import { arange } from "../../tensor/creation.ts";
import { figure } from "../figure.ts";
import { Cells } from "../parts/cells.tsx";
import { Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { StepInputs } from "../parts/window_inputs.tsx";
import { type Point, Stage } from "../parts/stage.tsx";
import { Label, Say } from "../parts/words.tsx";

const title = { en: "Windows become rows", ja: "窓が行になる" };
const task = {
  en: "Point at a pixel that comes into the matrix most often.",
  ja: "行列に最も多く現れるピクセルを指してみましょう。",
};

const SIDE = 4; // pixels
const PIXEL = 34; // px
const CELL = 22;
const MATRIX = SIDE * PIXEL + 34;

/** The matrix of a picture whose pixels are numbered from 1; 0 is padding. */
const matrixOf = (size: number, stride: number, pad: number): number[][] =>
  im2col(arange(1, SIDE * SIDE + 1).reshape(1, 1, SIDE, SIDE), size, size, stride, pad)
    .toArray() as number[][];

function Im2col() {
  const [size, setSize] = useState(3);
  const [steps, setSteps] = useState({ stride: 1, pad: 0 });
  const { stride, pad } = steps;
  const [wantedRow, setRow] = useState(0);
  const [pixel, setPixel] = useState(1);
  const rows = matrixOf(size, stride, pad);
  const row = Math.min(wantedRow, rows.length - 1);
  const copies = (pixel: number) => rows.flat().filter((one) => one === pixel).length;
  const most = Math.max(...Array.from({ length: SIDE * SIDE }, (_, i) => copies(i + 1)));
  const height = Math.min(CELL, 190 / rows.length);
  const point = ({ x, y }: Point) => {
    if (x < SIDE * PIXEL) {
      const [i, j] = [y - 24, x].map((at) =>
        Math.max(0, Math.min(SIDE - 1, Math.floor(at / PIXEL)))
      );
      setPixel(i! * SIDE + j! + 1);
    } else {
      setRow(Math.max(0, Math.min(rows.length - 1, Math.floor((y - 24) / height))));
    }
  };
  const inRow = (value: number) => rows[row]!.includes(value);
  return (
    <Frame title={title} task={task} isDone={copies(pixel) === most}>
      <Stage
        width={MATRIX + 9 * CELL}
        height={220}
        label={`row ${row + 1} of ${rows.length} is the window of the pixels ` +
          `${rows[row]!.join(", ")}; pixel ${pixel} comes ${copies(pixel)} times`}
        onHover={point}
        onDrag={point}
      >
        <text y={14} fill={muted}>
          <Label en="picture" ja="入力" />
        </text>
        <text x={MATRIX} y={14} fill={muted}>
          <Label en="matrix: a row for each window" ja="行列（窓ごとに 1 行）" />
        </text>
        <Cells
          values={Array.from({ length: SIDE * SIDE }, (_, i) => i + 1)}
          columns={SIDE}
          x={0}
          y={24}
          size={PIXEL}
          fill={(i, j) =>
            i * SIDE + j + 1 === pixel
              ? colors.one
              : inRow(i * SIDE + j + 1)
              ? colors.zero
              : undefined}
        />
        <g
          transform={`translate(${MATRIX}, 24)`}
          text-anchor="middle"
          font-size={Math.min(12, height * 0.7)}
        >
          {rows.map((values, i) => (
            <g key={i}>
              <rect
                y={i * height}
                width={size * size * CELL}
                height={height - 1}
                fill={i === row ? colors.zero : colors.grid}
                fill-opacity={i === row ? 0.45 : 0.5}
              />
              {values.map((value, j) => (
                <g key={j} opacity={value === 0 ? 0.4 : undefined}>
                  {value === pixel && (
                    <rect
                      x={j * CELL}
                      y={i * height}
                      width={CELL}
                      height={height - 1}
                      fill={colors.one}
                      fill-opacity={0.6}
                    />
                  )}
                  <text x={(j + 0.5) * CELL} y={(i + 0.72) * height}>{value}</text>
                </g>
              ))}
            </g>
          ))}
        </g>
      </Stage>
      <p>
        <Say
          name={{
            en: `The matrix is (${rows.length}, ${size * size}). Copies of pixel ${pixel}: ${
              copies(pixel)
            }.`,
            ja: `行列は (${rows.length}, ${size * size})。ピクセル ${pixel} の数: ${
              copies(pixel)
            }。`,
          }}
        />
      </p>
      <Controls>
        <Slider
          label={{ en: "row", ja: "行" }}
          min={1}
          max={rows.length}
          step={1}
          value={row + 1}
          onInput={(value) => setRow(value - 1)}
        />
        <Slider
          label={{ en: "pixel", ja: "ピクセル" }}
          min={1}
          max={SIDE * SIDE}
          step={1}
          value={pixel}
          onInput={setPixel}
        />
        <Slider
          label={{ en: "window", ja: "窓" }}
          min={1}
          max={3}
          step={1}
          value={size}
          onInput={setSize}
        />
        <StepInputs {...steps} mostPad={1} onInput={setSteps} />
      </Controls>
    </Frame>
  );
}

export const im2colFigure = figure<Record<never, never>>({ title, options: [], component: Im2col });
