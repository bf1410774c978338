// The frame of a figure that reads the reader's own digit: the pad, the digit as a network sees it, the ten probabilities.

import type { ComponentChildren } from "preact";
import { muted } from "../../display/style.ts";
import { Bars, winnerOf } from "./bars.tsx";
import { Controls, Frame, Row } from "./frame.tsx";
import { Pad, PadControls, useDrawing } from "./pad.tsx";
import { Pixels } from "./pixels.tsx";
import { Stage } from "./stage.tsx";
import type { Words } from "./words.tsx";

const pad = { x: 0, y: 20, side: 210 };

/** The digit that is drawn into the frame; `digit` is there at first. */
export const useDigit = (digit: number) => useDrawing(pad, digit);

/**
 * @param probabilities of the ten digits; undefined where nothing is drawn
 * @param height of the whole drawing
 * @param bars where they stand, under what `children` draw
 * @param side of the digit's picture, in pixels
 */
export function DigitFrame(
  { title, task, isDone, drawing, probabilities, height, bars, side = 90, children }: {
    title: Words;
    task: Words;
    isDone: boolean;
    drawing: ReturnType<typeof useDrawing>;
    probabilities: ArrayLike<number> | undefined;
    height: number;
    bars: { y: number; height: number };
    side?: number;
    children?: ComponentChildren;
  },
) {
  const { pixels } = drawing;
  const winner = probabilities && winnerOf(probabilities);
  return (
    <Frame title={title} task={task} isDone={isDone}>
      <Row>
        <Stage
          width={340}
          height={height}
          label={winner === undefined
            ? "nothing drawn"
            : `read as ${winner}, with probability ${probabilities![winner]!.toFixed(2)}`}
          onDrag={drawing.draw}
          canScroll
        >
          <Pad {...pad} strokes={drawing.strokes} />
          <text x={230} y={12} fill={muted}>28 × 28</text>
          {pixels && <Pixels values={pixels.data} range={[0, 1]} x={230} y={20} width={side} />}
          {children}
          <Bars values={probabilities} x={0} {...bars} width={340} />
        </Stage>
        <Controls>
          <PadControls {...drawing} />
        </Controls>
      </Row>
    </Frame>
  );
}
