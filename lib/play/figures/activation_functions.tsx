// §3.2: an activation function under the pointer: its value, and its slope.

import { useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { relu, sigmoid, stepFunction } from "../../functions/activations.ts";
import { numericalDiff } from "../../gradient/numerical_gradient.ts";
import { linspace } from "../../tensor/creation.ts";
import { tensor } from "../../tensor/from_values.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Choice, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { fixed } from "../parts/numbers.ts";
import { Stage } from "../parts/stage.tsx";

const title = { en: "What goes in, what comes out, how steep", ja: "入力、出力、そして傾き" };
const task = {
  en: "Where does the sigmoid answer fastest to a change? Put the pointer there.",
  ja: "シグモイド関数の出力が最も速く変わるのはどこでしょうか。そこに合わせてみましょう。",
};

/** The functions, and the values that their curve is drawn for. */
const functions = {
  step: { h: stepFunction, low: -0.5, high: 1.5 },
  sigmoid: { h: sigmoid, low: -0.5, high: 1.5 },
  tanh: { h: (x: Tensor) => sigmoid(x.mul(2)).mul(2).sub(1), low: -1.5, high: 1.5 },
  ReLU: { h: relu, low: -1, high: 5 },
};
type Name = keyof typeof functions;

/** h(x) and its slope, as the library computes them. */
function valueAndSlope(name: Name, x: number): [number, number] {
  const h = (x: number) => functions[name].h(tensor([x], { dtype: "float64" })).data[0]!;
  return [h(x), numericalDiff(h, x)];
}

const [LEFT, WIDTH, TOP, HEIGHT] = [36, 390, 14, 230];
const toX = (x: number) => LEFT + (x + 5) / 10 * WIDTH;
const inputs = linspace(-5, 5, 201);

function ActivationFunctions() {
  const [name, setName] = useState<Name>("sigmoid");
  const [x, setX] = useState(1.5);
  const { h, low, high } = functions[name];
  const toY = (y: number) => TOP + (high - y) / (high - low) * HEIGHT;
  const [y, slope] = valueAndSlope(name, x);
  const curve = Array.from(
    h(inputs).data,
    (y, i) => `${toX(inputs.data[i]!).toFixed(1)},${toY(y).toFixed(1)}`,
  );
  const far = 2 / Math.hypot(1, slope * WIDTH / 10 / HEIGHT);
  const move = (at: number) => setX(Math.max(-5, Math.min(5, (at - LEFT) / WIDTH * 10 - 5)));
  return (
    <Frame title={title} task={task} isDone={name === "sigmoid" && Math.abs(x) < 0.15}>
      <Stage
        width={440}
        height={280}
        label={`${name}(${x.toFixed(2)}) = ${y.toFixed(3)}, slope ${slope.toFixed(3)}`}
        onHover={(point) => move(point.x)}
        onDrag={(point) => move(point.x)}
      >
        <g stroke={grid}>
          <line x1={LEFT} x2={LEFT + WIDTH} y1={toY(0)} y2={toY(0)} />
          <line x1={toX(0)} x2={toX(0)} y1={TOP} y2={TOP + HEIGHT} />
        </g>
        <g fill={muted} text-anchor="middle">
          {[-4, -2, 0, 2, 4].map((tick) => <text key={tick} x={toX(tick)} y={262}>{tick}</text>)}
          <text x={toX(0)} y={278}>x</text>
        </g>
        <g fill={muted} text-anchor="end">
          {[0, 1].map((tick) => <text key={tick} x={LEFT - 6} y={toY(tick) + 4}>{tick}</text>)}
        </g>
        <polyline points={curve.join(" ")} fill="none" stroke={colors.zero} stroke-width={2.5} />
        <line
          x1={toX(x - far)}
          y1={toY(y - far * slope)}
          x2={toX(x + far)}
          y2={toY(y + far * slope)}
          stroke={colors.one}
          stroke-width={2}
        />
        <line
          x1={toX(x)}
          x2={toX(x)}
          y1={toY(0)}
          y2={toY(y)}
          stroke={muted}
          stroke-dasharray="3 3"
        />
        <circle cx={toX(x)} cy={toY(y)} r={5} fill={colors.one} />
      </Stage>
      <p>
        {`h(${fixed(x, 2)}) = ${fixed(y, 3)}, `}
        <span class="wrong">{`slope ${fixed(slope, 3)}`}</span>
      </p>
      <Controls>
        <Choice
          label="h"
          value={name}
          options={Object.keys(functions) as Name[]}
          onInput={setName}
        />
        <Slider label="x" min={-5} max={5} value={x} onInput={setX} />
      </Controls>
    </Frame>
  );
}

export const activationFunctions = figure<Record<never, never>>({
  title,
  options: [],
  component: ActivationFunctions,
});
