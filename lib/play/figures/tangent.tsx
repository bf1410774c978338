// §4.3: a tangent under the pointer, and the two lines by which a program looks for its slope. Pull h.

import { useState } from "preact/hooks";
import { colors, grid, muted, palette } from "../../display/style.ts";
import { numericalDiff } from "../../gradient/numerical_gradient.ts";
import { figure } from "../figure.ts";
import { Choice, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { fixed } from "../parts/numbers.ts";
import { Stage } from "../parts/stage.tsx";
import { type Name, Say, type Words } from "../parts/words.tsx";

const title = { en: "How small should h be?", ja: "h はどれくらい小さくする？" };

interface Curve {
  f: (x: number) => number;
  /** by formula, to compare with */
  slope: (x: number) => number;
  x: [from: number, to: number];
  y: [from: number, to: number];
  task: Words;
  isDone: (error: number) => boolean;
}

const curves = {
  "0.01x² + 0.1x": {
    f: (x) => 0.01 * x ** 2 + 0.1 * x,
    slope: (x) => 0.02 * x + 0.1,
    x: [0, 20],
    y: [0, 6],
    task: {
      en: "Pull h to the left until the central slope breaks down.",
      ja: "h を左へ動かしていき、中心差分の傾きが壊れるところを見つけましょう。",
    },
    isDone: (error) => error > 0.01,
  },
  "sin x": {
    f: Math.sin,
    slope: Math.cos,
    x: [-1, 7],
    y: [-1.5, 1.5],
    task: {
      en: "Find an h at which the central slope is right to ten digits.",
      ja: "中心差分の傾きが 10 桁目まで正しくなる h を見つけましょう。",
    },
    isDone: (error) => error < 5e-11,
  },
} satisfies Record<string, Curve>;
type CurveName = keyof typeof curves;

/** The slope from x to x + h only, as the chapter's first try has it. */
const forwardDiff = (f: (x: number) => number, x: number, h: number) => (f(x + h) - f(x)) / h;

const [LEFT, TOP, WIDTH, HEIGHT] = [36, 8, 430, 250]; // px, of the picture on the stage

const lines: { name: Name; stroke: string; dashes: string; border: string; width: number }[] = [
  { name: { en: "tangent", ja: "接線" }, stroke: muted, dashes: "", border: "solid", width: 5 },
  {
    name: { en: "central", ja: "中心差分" },
    stroke: palette[0],
    dashes: "9 5",
    border: "dashed",
    width: 2.5,
  },
  {
    name: { en: "forward", ja: "前方差分" },
    stroke: palette[1],
    dashes: "2 4",
    border: "dotted",
    width: 2.5,
  },
];

const short = (value: number) => String(Number(value.toFixed(2))).replace("-", "−");

const step = (h: number) => h < 0.01 ? h.toExponential(1) : short(h);

function TangentFigure() {
  const [name, setName] = useState<CurveName>("0.01x² + 0.1x");
  const [x, setX] = useState(5);
  const [h, setH] = useState(3);
  const { f, slope, task, isDone, ...range }: Curve = curves[name];
  const [[x1, x2], [y1, y2]] = [range.x, range.y];
  const toX = (x: number) => LEFT + (x - x1) / (x2 - x1) * WIDTH;
  const toY = (y: number) => TOP + (y2 - y) / (y2 - y1) * HEIGHT;
  const follow = (point: { x: number }) => {
    const inside = Math.min(Math.max((point.x - LEFT) / WIDTH, 0), 1);
    setX(x1 + inside * (x2 - x1));
  };

  const slopes = [slope(x), numericalDiff(f, x, h), forwardDiff(f, x, h)];
  const errors = slopes.map((found) => Math.abs(found - slopes[0]!));
  const done = isDone(errors[1]!);
  // each goes through the first of its two points
  const through = [x, x - h, x];
  const curve = Array.from({ length: 101 }, (_, i) => {
    const x = x1 + i / 100 * (x2 - x1);
    return `${toX(x).toFixed(1)},${toY(f(x)).toFixed(1)}`;
  });
  return (
    <Frame title={title} task={task} isDone={done}>
      <Stage
        width={480}
        height={284}
        label={`${name} at x = ${short(x)}: the slope is ${short(slopes[0]!)}, ` +
          `and with h = ${step(h)} central says ${short(slopes[1]!)}, ` +
          `forward ${short(slopes[2]!)}`}
        onDrag={follow}
        onHover={follow}
      >
        <rect x={LEFT} y={TOP} width={WIDTH} height={HEIGHT} fill={grid} opacity={0.35} />
        {[x1, (x1 + x2) / 2, x2].map((tick) => (
          <text key={tick} x={toX(tick)} y={TOP + HEIGHT + 18} text-anchor="middle" fill={muted}>
            {short(tick)}
          </text>
        ))}
        {[y1, (y1 + y2) / 2, y2].map((tick) => (
          <text
            key={tick}
            x={LEFT - 6}
            y={Math.max(toY(tick) + 4, TOP + 10)}
            text-anchor="end"
            fill={muted}
          >
            {short(tick)}
          </text>
        ))}
        <svg
          x={LEFT}
          y={TOP}
          width={WIDTH}
          height={HEIGHT}
          viewBox={`${LEFT} ${TOP} ${WIDTH} ${HEIGHT}`}
        >
          {lines.map(({ stroke, dashes, width }, i) => (
            <line
              key={i}
              x1={toX(x1)}
              y1={toY(f(through[i]!) + slopes[i]! * (x1 - through[i]!))}
              x2={toX(x2)}
              y2={toY(f(through[i]!) + slopes[i]! * (x2 - through[i]!))}
              stroke={stroke}
              stroke-width={width}
              stroke-dasharray={dashes}
              opacity={i === 0 ? 0.5 : 1}
            />
          ))}
          <polyline points={curve.join(" ")} fill="none" stroke={colors.ink} stroke-width={2} />
          {[x - h, x + h].map((at) => (
            <circle key={at} cx={toX(at)} cy={toY(f(at))} r={4} fill={palette[0]} />
          ))}
          <circle cx={toX(x)} cy={toY(f(x))} r={6} fill={colors.ink} />
        </svg>
      </Stage>
      <table>
        <thead>
          <tr>
            <td></td>
            <th>
              <Say name={{ en: "slope", ja: "傾き" }} />
            </th>
            <th>
              <Say name={{ en: "error", ja: "誤差" }} />
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, stroke, border, width }, i) => (
            <tr key={i}>
              <td style={{ textAlign: "left" }}>
                <span
                  style={{
                    display: "inline-block",
                    width: "30px",
                    marginRight: "6px",
                    borderTop: `${width}px ${border} ${stroke}`,
                    verticalAlign: "middle",
                  }}
                />
                <Say name={name} />
              </td>
              <td>{fixed(slopes[i]!, 12)}</td>
              <td style={{ whiteSpace: "nowrap" }}>{i === 0 ? "" : errors[i]!.toExponential(0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Controls>
        <Choice
          label="f(x) ="
          value={name}
          options={Object.keys(curves) as CurveName[]}
          onInput={(name) => {
            setName(name);
            setX(name === "sin x" ? 1 : 5);
            setH(name === "sin x" ? 1 : 3);
          }}
        />
        <Slider label="x" min={x1} max={x2} value={x} onInput={setX} />
        <Slider
          label="h"
          min={1e-16}
          max={4}
          isLog
          value={h}
          format={step}
          onInput={setH}
        />
      </Controls>
    </Frame>
  );
}

export const tangent = figure<Record<never, never>>({
  title,
  options: [],
  component: TangentFigure,
});
