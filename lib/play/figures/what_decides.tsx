// §8.1: the reader's digit through DeepConvNet, and the parts of it that decided: each is covered in turn.

import { useEffect, useMemo, useState } from "preact/hooks";
import { muted } from "../../display/style.ts";
import type { DeepConvNet } from "../../networks/deep_conv_net.ts";
import { zeros } from "../../tensor/creation.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { winnerOf } from "../parts/bars.tsx";
import { deepNet, readDigits } from "../parts/deep_net.ts";
import { DigitFrame, useDigit } from "../parts/digit_frame.tsx";
import { aDigit } from "../parts/pad.tsx";
import { Pixels } from "../parts/pixels.tsx";
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

function WhatDecides({ digit = 7, weights }: {
  digit?: number;
  weights: { deep_conv_net: Record<string, Tensor> };
}) {
  const net = deepNet(weights.deep_conv_net);
  const drawing = useDigit(digit);
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
    <DigitFrame
      {...{ title, task, drawing, probabilities }}
      isDone={sureness < 0.9}
      height={350}
      bars={{ y: 244, height: 104 }}
    >
      <text x={230} y={132} fill={muted}>
        <Label en="lost if covered" ja="隠すと失う確率" />
      </text>
      {losses && (
        <Pixels values={losses} range={[-1, 1]} colors="diverging" x={230} y={140} width={90} />
      )}
    </DigitFrame>
  );
}

export const whatDecides = figure<{ digit?: number }>({
  title,
  options: ["digit"],
  needs: { digit: aDigit },
  weights: ["deep_conv_net"],
  component: WhatDecides,
});
