// §3.6: the reader's own digit through the network of three layers: hidden units, answer, and the votes of its pixels.

import { useMemo } from "preact/hooks";
import { muted } from "../../display/style.ts";
import { softmax } from "../../functions/activations.ts";
import { Affine } from "../../layers/affine.ts";
import { Sigmoid } from "../../layers/sigmoid.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { zerosLike } from "../../tensor/creation.ts";
import { figure } from "../figure.ts";
import { winnerOf } from "../parts/bars.tsx";
import { DigitFrame, useDigit } from "../parts/digit_frame.tsx";
import { aDigit } from "../parts/pad.tsx";
import { Pixels } from "../parts/pixels.tsx";
import { Label } from "../parts/words.tsx";

const title = { en: "Draw a digit", ja: "数字を書いてみよう" };
const task = {
  en: "Draw a 7, then turn it into a 1 with as few strokes as you can.",
  ja: "7 を書き、できるだけ少ない線で 1 に読ませてみましょう。",
};

/** What the network makes of a digit. */
export interface Reading {
  /** outputs of the first and of the second layer, (1, 50) and (1, 100) */
  hidden: [Tensor, Tensor];
  /** (1, 10) */
  probabilities: Tensor;
  /** how each pixel of the digit moves the score of the winner, (1, 784) */
  votes: Tensor;
}

/** Forward as chapter 3 has it; the votes by one backward pass, which chapter 5 explains. */
export function read(params: Record<string, Tensor>, x: Tensor): Reading {
  const { W1, b1, W2, b2, W3, b3 } = params;
  const first = [new Affine(W1!, b1!), new Sigmoid()];
  const second = [new Affine(W2!, b2!), new Sigmoid()];
  const last = [new Affine(W3!, b3!)];
  const run = (layers: typeof first | typeof last, x: Tensor) =>
    layers.reduce((x, layer) => layer.forward(x), x);
  const z1 = run(first, x);
  const z2 = run(second, z1);
  const scores = run(last, z2);
  const probabilities = softmax(scores);
  const dout = zerosLike(scores);
  dout.data[winnerOf(scores.data)] = 1;
  const dx = [...first, ...second, ...last].reduceRight(
    (dout, layer) => layer.backward(dout),
    dout,
  );
  return { hidden: [z1, z2], probabilities, votes: dx.mul(x) };
}

function DrawADigit({ digit = 7, weights }: {
  digit?: number;
  weights: { three_layer_net: Record<string, Tensor> };
}) {
  const drawing = useDigit(digit);
  const { pixels } = drawing;
  const reading = useMemo(() => pixels && read(weights.three_layer_net, pixels), [pixels]);
  const probabilities = reading?.probabilities.data;
  return (
    <DigitFrame
      {...{ title, task, drawing, probabilities }}
      isDone={probabilities !== undefined && winnerOf(probabilities) === 1}
      height={400}
      bars={{ y: 296, height: 104 }}
    >
      <text x={230} y={132} fill={muted}>
        <Label en="pixels' votes" ja="ピクセルの票" />
      </text>
      {reading && (
        <>
          <Pixels values={reading.votes.data} colors="diverging" x={230} y={140} width={90} />
          <text y={256} fill={muted}>
            <Label en="50 hidden units" ja="隠れ層 50 個" />
          </text>
          <Pixels
            values={reading.hidden[0].data}
            columns={25}
            range={[0, 1]}
            y={264}
            width={160}
          />
          <text x={180} y={256} fill={muted}>
            <Label en="100 hidden units" ja="隠れ層 100 個" />
          </text>
          <Pixels
            values={reading.hidden[1].data}
            columns={25}
            range={[0, 1]}
            x={180}
            y={264}
            width={160}
          />
        </>
      )}
    </DigitFrame>
  );
}

export const drawADigit = figure<{ digit?: number }>({
  title,
  options: ["digit"],
  needs: { digit: aDigit },
  weights: ["three_layer_net"],
  component: DrawADigit,
});
