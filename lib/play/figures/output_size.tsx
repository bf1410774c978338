// §7.2.4: a row of pixels, its border, and the windows that fit: how large is the output?

import { useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { outputSize } from "../../layers/im2col.ts";
import { figure } from "../figure.ts";
import { Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { Stage } from "../parts/stage.tsx";
import { Label } from "../parts/words.tsx";

const title = { en: "How many windows fit?", ja: "窓はいくつ入るか" };
const task = {
  en: "Keep the size with a window of 5: as many windows as pixels.",
  ja: "大きさ 5 の窓で、窓の数がピクセルの数と同じになるようにしてみましょう。",
};

/** Windows in a row of H pixels; none if a window is wider than the row with its border. */
const windowsIn = (H: number, F: number, S: number, P: number): number =>
  F > H + 2 * P ? 0 : outputSize(H, F, S, P);

const PIXEL = 20; // px
const MOST = { H: 12, P: 2 };

function OutputSize() {
  const [{ H, F, S, P }, set] = useState({ H: 7, F: 3, S: 2, P: 0 });
  const count = windowsIn(H, F, S, P);
  const row = 130 / Math.max(count, 8);
  const x = (pixel: number) => 10 + (pixel + MOST.P) * PIXEL;
  const slider = (name: "H" | "F" | "S" | "P", min: number, max: number) => (
    <Slider
      label={name}
      min={min}
      max={max}
      step={1}
      value={{ H, F, S, P }[name]}
      onInput={(value) => set({ H, F, S, P, [name]: value })}
    />
  );
  return (
    <Frame title={title} task={task} isDone={F === 5 && count === H}>
      <Stage
        width={x(MOST.H + MOST.P) + 10}
        height={190}
        label={`${count} windows of ${F} in ${H} pixels`}
      >
        <text x={10} y={12} fill={muted}>
          <Label en="pixels of a row, and its border" ja="1 行のピクセルと、その縁" />
        </text>
        {Array.from({ length: H + 2 * P }, (_, i) => (
          <rect
            key={i}
            x={x(i - P)}
            y={20}
            width={PIXEL - 2}
            height={18}
            rx={2}
            fill={i < P || i >= H + P ? grid : colors.zero}
          />
        ))}
        <text x={10} y={56} fill={muted}>
          <Label en="windows" ja="窓" />
        </text>
        {Array.from({ length: count }, (_, i) => (
          <rect
            key={i}
            class="window"
            x={x(i * S - P)}
            y={62 + i * row}
            width={F * PIXEL - 2}
            height={row - 2}
            rx={2}
            fill={colors.one}
          />
        ))}
      </Stage>
      <p>
        {count === 0 ? "F > H + 2P" : `⌊(${H} + 2·${P} − ${F}) / ${S}⌋ + 1 = ${count}`}
      </p>
      <Controls>
        {slider("H", 1, MOST.H)}
        {slider("F", 1, 7)}
        {slider("S", 1, 4)}
        {slider("P", 0, MOST.P)}
      </Controls>
    </Frame>
  );
}

export const outputSizeFigure = figure<Record<never, never>>({
  title,
  options: [],
  component: OutputSize,
});
