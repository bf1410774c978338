// A place to draw a digit: by pen, finger or mouse, or by a button that writes one. The pixels are those of MNIST.

import { useMemo, useRef, useState } from "preact/hooks";
import { handwriting } from "../../datasets/digits.ts";
import { inkDigit, SIZE } from "../../datasets/ink.ts";
import { grid, ink, muted } from "../../display/style.ts";
import { Draws } from "../../tensor/draws.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { Need } from "../figure.ts";
import { Button, Choice } from "./controls.tsx";
import type { Point } from "./stage.tsx";
import { Label } from "./words.tsx";

/** Of the option `digit`: what is written at first. */
export const aDigit: Need = {
  isRight: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 9,
  words: "a digit from 0 to 9",
};

/** Where the pad is on its stage. */
interface Square {
  x: number;
  y: number;
  side: number;
}

/** What has been drawn, and what to do with it. */
interface Drawing {
  strokes: readonly (readonly Point[])[];
  /** (1, 784), from 0 to 1; undefined while there is nothing that could be a digit */
  pixels: Tensor | undefined;
  /** for the stage's `onDrag` */
  draw: (point: Point, isFirst: boolean) => void;
  clear: () => void;
  /** writes a digit as somebody would, each time as another */
  write: (digit: number) => void;
}

const LEAST = 0.06; // of the side: what is smaller is a slip of the pen

/** A drawing on a pad, with the digit `first` at the beginning. */
export function useDrawing({ x, y, side }: Square, first: number): Drawing {
  const [writer, setWriter] = useState(2);
  const written = (digit: number, seed: number) =>
    handwriting(digit, new Draws(seed)).lines.map((line) =>
      line.map((point) => ({
        x: x + side * (0.5 + 0.075 * point.x),
        y: y + side * (0.5 + 0.075 * point.y),
      }))
    );
  const [strokes, set] = useState<readonly (readonly Point[])[]>(() => written(first, 1));
  const pixels = useMemo(() => pixelsOf(strokes, LEAST * side), [strokes]);
  const inside = (point: Point) =>
    point.x >= x && point.x <= x + side && point.y >= y && point.y <= y + side;
  const isOnPad = useRef(false);
  const isExample = useRef(true); // the reader's first stroke takes its place
  return {
    strokes,
    pixels,
    draw: (point, isFirst) => {
      const goesOn = isOnPad.current && !isFirst; // who leaves the pad and comes back begins a new line
      isOnPad.current = inside(point);
      if (!isOnPad.current) return;
      if (isExample.current) set([]);
      isExample.current = false;
      set((strokes) =>
        goesOn && strokes.length > 0
          ? [...strokes.slice(0, -1), [...strokes.at(-1)!, point]]
          : [...strokes, [point]]
      );
    },
    clear: () => {
      isExample.current = false;
      set([]);
    },
    write: (digit) => {
      isExample.current = false;
      set(written(digit, writer));
      setWriter(writer + 1);
    },
  };
}

/** A drawing as MNIST would have it. */
export function pixelsOf(
  strokes: readonly (readonly Point[])[],
  least: number,
): Tensor | undefined {
  const points = strokes.flat();
  const extent = (axis: "x" | "y") => {
    const values = points.map((point) => point[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  if (points.length < 2 || Math.max(extent("x"), extent("y")) < least) return undefined;
  const canvas = new Float64Array(SIZE * SIZE);
  const lines = strokes.map((line) => line.map((point) => ({ ...point }))); // they will be moved
  inkDigit(lines, 1.35, 1.2, canvas);
  return new Tensor(Float32Array.from(canvas), [1, SIZE * SIZE]);
}

/** The pad and what is drawn on it, with words above. */
export const Pad = ({ x, y, side, strokes }: Square & Pick<Drawing, "strokes">) => (
  <g>
    <text x={x} y={y - 8} fill={muted}>
      <Label en="draw here" ja="ここに書く" />
    </text>
    <rect
      x={x}
      y={y}
      width={side}
      height={side}
      rx={8}
      fill={grid}
      opacity={0.5}
      onTouchStart={(event) => event.preventDefault()} // a finger draws here: touch-action counts for a whole SVG only
    />
    <g
      pointer-events="none"
      fill="none"
      stroke={ink}
      stroke-width={side / 14}
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {strokes.map((line, i) => (
        <polyline
          key={i}
          points={[...line, line.at(-1)!].map((point) => `${round(point.x)},${round(point.y)}`)
            .join(" ")}
        />
      ))}
    </g>
  </g>
);

const round = (value: number) => Math.round(value * 10) / 10;

/** What a pad needs beside it. */
export const PadControls = ({ clear, write }: Pick<Drawing, "clear" | "write">) => (
  <>
    <Button label={{ en: "Clear", ja: "消す" }} onClick={clear} />
    <Choice
      label={{ en: "Write for me", ja: "お手本を書く" }}
      options={["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]}
      onInput={(digit) => write(Number(digit))}
    />
  </>
);
