// A network that a reader has trained, with a pad: the page of deno task export:page.

import { useMemo } from "preact/hooks";
import { softmax } from "../../functions/activations.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { DigitFrame, useDigit } from "./digit_frame.tsx";
import { networkOf, type NetworkSettings } from "./network_of.ts";

const task = {
  en: "Draw a digit of which the network is less than 50 % sure.",
  ja: "ネットワークの確信が 50 % より小さくなる数字を書いてみましょう。",
};

interface OwnNetworkProps {
  title: string;
  settings: NetworkSettings;
  params: Record<string, Tensor>;
}

export function OwnNetwork({ title, settings, params }: OwnNetworkProps) {
  const net = useMemo(() => networkOf(params, settings), []);
  const drawing = useDigit(7);
  const { pixels } = drawing;
  const probabilities = useMemo(() => {
    const x = "inputDim" in net ? pixels?.reshape(1, 1, 28, 28) : pixels;
    return x && softmax(net.predict(x)).data;
  }, [pixels]);
  return (
    <DigitFrame
      title={{ en: title, ja: title }}
      {...{ task, drawing, probabilities }}
      isDone={probabilities !== undefined && Math.max(...probabilities) < 0.5}
      height={340}
      bars={{ y: 240, height: 100 }}
      side={110}
    />
  );
}
