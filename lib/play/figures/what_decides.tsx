// §8.1: the reader's digit through DeepConvNet, and the parts of it that decided: each is covered in turn.

import { useEffect, useMemo, useState } from "preact/hooks";
import { muted } from "../../display/style.ts";
import type { DeepConvNet } from "../../networks/deep_conv_net.ts";
import { zeros } from "../../tensor/creation.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Bars, winnerOf } from "../parts/bars.tsx";
import { deepNet, readDigits } from "../parts/deep_net.ts";
import { Controls, Frame, Row } from "../parts/frame.tsx";
import { aDigit, Pad, PadControls, useDrawing } from "../parts/pad.tsx";
import { Pixels } from "../parts/pixels.tsx";
import { Stage } from "../parts/stage.tsx";
import { Label } from "../parts/words.tsx";

const title = { en: "What decided?", ja: "決め手はどこか" };
const task = {
  en: "Draw a digit of which the network is less than 90 % sure.",
  ja: "ネットワークの確信が 90 % より小さくなる数字を書いてみましょう。",
};

const PATCH = 6; // pixels of a side that are covered
const STEP = 3;
const PLACES = (28 - PATCH) / STEP + 1 | 0;

/**
 * How much of the probability of `digit` is lost when a patch is covered, for PLACES · PLACES patches.
 *
 * @param pixels (1, 784)
 */
function lossWhenCovered(net: DeepConvNet, pixels: Tensor, digit: number): Float32Array {
  const covered = zeros([PLACES * PLACES, 784]);
  for (let place = 0; place < PLACES * PLACES; place++) {
    const [top, left] = [Math.floor(place / PLACES) * STEP, place % PLACES * STEP];
    const picture = covered.data.subarray(place * 784, (place + 1) * 784);
    picture.set(pixels.data);
    for (let row = top; row < top + PATCH; row++) {
      picture.fill(0, row * 28 + left, row * 28 + left + PATCH);
    }
  }
  const whole = readDigits(net, pixels).data[digit]!;
  const probabilities = readDigits(net, covered).data;
  return Float32Array.from(
    { length: PLACES * PLACES },
    (_, i) => whole - probabilities[10 * i + digit]!,
  );
}

const pad = { x: 0, y: 20, side: 210 };

function WhatDecides({ digit = 7, weights }: {
  digit?: number;
  weights: { deep_conv_net: Record<string, Tensor> };
}) {
  const net = deepNet(weights.deep_conv_net);
  const drawing = useDrawing(pad, digit);
  const { pixels } = drawing;
  const probabilities = useMemo(() => pixels && readDigits(net, pixels).data, [pixels]);
  const winner = probabilities && winnerOf(probabilities);
  const cover = () => pixels && lossWhenCovered(net, pixels, winner!);
  const [losses, setLosses] = useState(cover);
  useEffect(() => { // once the pen rests
    const timer = setTimeout(() => setLosses(cover()), 100);
    return () => clearTimeout(timer);
  }, [pixels]);
  const sureness = winner === undefined ? 1 : probabilities![winner]!;
  return (
    <Frame title={title} task={task} isDone={sureness < 0.9}>
      <Row>
        <Stage
          width={340}
          height={350}
          label={winner === undefined
            ? "nothing drawn"
            : `read as ${winner}, with probability ${sureness.toFixed(2)}`}
          onDrag={drawing.draw}
          canScroll
        >
          <Pad {...pad} strokes={drawing.strokes} />
          <text x={230} y={12} fill={muted}>28 × 28</text>
          <text x={230} y={132} fill={muted}>
            <Label en="lost if covered" ja="隠すと失う確率" />
          </text>
          {pixels && <Pixels values={pixels.data} range={[0, 1]} x={230} y={20} width={90} />}
          {losses && (
            <Pixels values={losses} range={[-1, 1]} colors="diverging" x={230} y={140} width={90} />
          )}
          <Bars values={probabilities} x={0} y={244} width={340} height={104} />
        </Stage>
        <Controls>
          <PadControls {...drawing} />
        </Controls>
      </Row>
    </Frame>
  );
}

export const whatDecides = figure<{ digit?: number }>({
  title,
  options: ["digit"],
  needs: { digit: aDigit },
  weights: ["deep_conv_net"],
  component: WhatDecides,
});
