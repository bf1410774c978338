// A network that a reader has trained, with a pad: the page of deno task export:page.

import { useMemo } from "preact/hooks";
import { muted } from "../../display/style.ts";
import { softmax } from "../../functions/activations.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { Bars, winnerOf } from "./bars.tsx";
import { Controls, Frame, Row } from "./frame.tsx";
import { networkOf, type NetworkSettings } from "./network_of.ts";
import { Pad, PadControls, useDrawing } from "./pad.tsx";
import { Pixels } from "./pixels.tsx";
import { Stage } from "./stage.tsx";

const task = {
  en: "Draw a digit of which the network is less than 50 % sure.",
  ja: "ネットワークの確信が 50 % より小さくなる数字を書いてみましょう。",
};

const pad = { x: 0, y: 20, side: 210 };

interface OwnNetworkProps {
  title: string;
  settings: NetworkSettings;
  params: Record<string, Tensor>;
}

export function OwnNetwork({ title, settings, params }: OwnNetworkProps) {
  const net = useMemo(() => networkOf(params, settings), []);
  const drawing = useDrawing(pad, 7);
  const { pixels } = drawing;
  const probabilities = useMemo(() => {
    const x = "inputDim" in net ? pixels?.reshape(1, 1, 28, 28) : pixels;
    return x && softmax(net.predict(x)).data;
  }, [pixels]);
  const winner = probabilities && winnerOf(probabilities);
  return (
    <Frame
      title={{ en: title, ja: title }}
      task={task}
      isDone={winner !== undefined && probabilities![winner]! < 0.5}
    >
      <Row>
        <Stage
          width={340}
          height={340}
          label={winner === undefined
            ? "nothing drawn"
            : `read as ${winner}, with probability ${probabilities![winner]!.toFixed(2)}`}
          onDrag={drawing.draw}
          canScroll
        >
          <Pad {...pad} strokes={drawing.strokes} />
          <text x={230} y={12} fill={muted}>28 × 28</text>
          {pixels && <Pixels values={pixels.data} range={[0, 1]} x={230} y={20} width={110} />}
          <Bars values={probabilities} x={0} y={240} width={340} height={100} />
        </Stage>
        <Controls>
          <PadControls {...drawing} />
        </Controls>
      </Row>
    </Frame>
  );
}
