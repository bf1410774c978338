// §8.3.4: the same digit, read with weights of 16 bits and with rounded ones.

import { useEffect, useMemo, useState } from "preact/hooks";
import { syntheticDigits } from "../../datasets/digits.ts";
import { muted } from "../../display/style.ts";
import { DeepConvNet } from "../../networks/deep_conv_net.ts";
import { tensor } from "../../tensor/from_values.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Bars, winnerOf } from "../parts/bars.tsx";
import { Slider } from "../parts/controls.tsx";
import { deepNet, readDigits } from "../parts/deep_net.ts";
import { Controls, Frame, Row } from "../parts/frame.tsx";
import { Pad, PadControls, useDrawing } from "../parts/pad.tsx";
import { Stage } from "../parts/stage.tsx";
import { Label, Say } from "../parts/words.tsx";

const title = { en: "How many bits does a weight need?", ja: "重みには何ビット必要か" };
const task = {
  en: "Take bits away until the network reads fewer than 9 of 10 digits.",
  ja: "読める数字が 10 個中 9 個より少なくなるまで、ビットを減らしてみましょう。",
};

/**
 * A tensor whose values are multiples of one step, 2^bits − 1 of them, from − to + its largest: what is stored is an
 * integer of so many bits, and one step for the tensor.
 */
function quantise(x: Tensor, bits: number): Tensor {
  const largest = Math.max(x.max(), -x.min());
  const step = largest / (2 ** (bits - 1) - 1);
  return new Tensor(
    x.data.map((value) => step === 0 ? 0 : Math.round(value / step) * step),
    x.shape,
  );
}

const TESTED = 100;
const { images, labels } = syntheticDigits(TESTED, 8);
const x = new Tensor(Float32Array.from(images, (value) => value / 255), [TESTED, 784]);
const t = tensor(Int32Array.from(labels));

/** The network with quantised weights, and how many of 100 written digits it reads. */
function quantised(params: Record<string, Tensor>, bits: number) {
  const net = new DeepConvNet();
  const rounded = Object.entries(params).map(([name, x]) => [name, quantise(x, bits)]);
  net.loadParams(Object.fromEntries(rounded));
  return { net, bits, correct: Math.round(TESTED * net.accuracy(x.reshape(-1, 1, 28, 28), t)) };
}

const pad = { x: 0, y: 20, side: 150 };

function FewerBits({ weights: { deep_conv_net: params } }: {
  weights: { deep_conv_net: Record<string, Tensor> };
}) {
  const whole = deepNet(params);
  const drawing = useDrawing(pad, 7);
  const { pixels } = drawing;
  const [bits, setBits] = useState(8);
  const [rounded, setRounded] = useState(() => quantised(params, 8));
  useEffect(() => { // once the slider rests
    if (bits === rounded.bits) return;
    const timer = setTimeout(() => setRounded(quantised(params, bits)), 60);
    return () => clearTimeout(timer);
  }, [bits]);
  const before = useMemo(() => pixels && readDigits(whole, pixels).data, [pixels]);
  const after = useMemo(() => pixels && readDigits(rounded.net, pixels).data, [pixels, rounded]);
  const count = Object.values(params).reduce((sum, { size }) => sum + size, 0);
  const kilobytes = (bits: number) => Math.round(count * bits / 8 / 1000);
  return (
    <Frame title={title} task={task} isDone={rounded.correct < 0.9 * TESTED}>
      <Row>
        <Stage
          width={340}
          height={290}
          label={after
            ? `read as ${winnerOf(before!)} with 16 bits, as ${
              winnerOf(after)
            } with ${rounded.bits}`
            : "nothing drawn"}
          onDrag={drawing.draw}
          canScroll
        >
          <Pad {...pad} strokes={drawing.strokes} />
          <text x={166} y={12} fill={muted}>
            <Label en={`16 bits, ${kilobytes(16)} kB`} ja={`16 ビット、${kilobytes(16)} kB`} />
          </text>
          <Bars values={before} x={166} y={20} width={174} height={110} />
          <text x={166} y={162} fill={muted}>
            <Label
              en={`${rounded.bits} bits, ${kilobytes(rounded.bits)} kB`}
              ja={`${rounded.bits} ビット、${kilobytes(rounded.bits)} kB`}
            />
          </text>
          <Bars values={after} x={166} y={170} width={174} height={110} />
        </Stage>
        <p class="correct">
          <Say
            name={{
              en: `${rounded.correct} of ${TESTED} written digits are read rightly.`,
              ja: `数字 ${TESTED} 個のうち ${rounded.correct} 個が正しく読めます。`,
            }}
          />
        </p>
      </Row>
      <Controls>
        <Slider
          label={{ en: "bits", ja: "ビット" }}
          min={2}
          max={16}
          step={1}
          value={bits}
          onInput={setBits}
        />
        <PadControls {...drawing} />
      </Controls>
    </Frame>
  );
}

export const fewerBits = figure<Record<never, never>>({
  title,
  options: [],
  weights: ["deep_conv_net"],
  component: FewerBits,
});
