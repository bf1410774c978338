// Lines over steps: losses and accuracies while a network learns.

import { grid, muted } from "../../display/style.ts";
import { Label, type Words } from "./words.tsx";

/** A line, from left to right. */
export interface Line {
  name: Words;
  points: readonly (readonly [step: number, value: number])[];
  color: string;
  /** as in SVG; by default it is solid */
  dashes?: string;
}

const KEY = 54; // px for the name of a line

/** Names of the lines of two accuracies. */
export const names = {
  train: { en: "train", ja: "訓練" },
  test: { en: "test", ja: "テスト" },
};

/** Marks of an accuracy. */
export const percentTicks = { "0 %": 0, "50 %": 0.5, "100 %": 1 };

interface ChartProps {
  x: number;
  y: number;
  width: number;
  height: number;
  title: Words;
  /** the largest step */
  steps: number;
  /** the largest value; the smallest is 0 */
  top: number;
  /** marks at the side, with their letters */
  ticks: Record<string, number>;
  lines: readonly Line[];
}

/** A chart on a stage; x and y are those of the corner of its axes' box. */
export function Chart({ x, y, width, height, title, steps, top, ticks, lines }: ChartProps) {
  const toY = (value: number) => height - Math.max(0, Math.min(1, value / top)) * height;
  const path = ({ points }: Line) =>
    points.map(([step, value]) => `${(step / steps * width).toFixed(1)},${toY(value).toFixed(1)}`)
      .join(" ");
  const named = lines.length > 1 ? lines : []; // a single one is what the title says
  return (
    <g transform={`translate(${x}, ${y})`}>
      <text y={-8} font-weight={600}>
        <Label {...title} />
      </text>
      {Object.entries(ticks).map(([letters, value]) => (
        <g key={letters}>
          <line x2={width} y1={toY(value)} y2={toY(value)} stroke={grid} />
          <text x={-6} y={toY(value) + 4} text-anchor="end" fill={muted}>{letters}</text>
        </g>
      ))}
      <text x={width} y={height + 16} text-anchor="end" fill={muted}>
        <Label en={`${steps} steps`} ja={`${steps} ステップ`} />
      </text>
      {lines.map((line) => (
        <polyline
          key={line.name.en}
          points={path(line)}
          fill="none"
          stroke={line.color}
          stroke-width={2}
          stroke-dasharray={line.dashes}
        />
      ))}
      {named.map(({ name, color, dashes }, i) => (
        <g key={name.en} transform={`translate(${width - KEY * (named.length - i)}, -12)`}>
          <line x2={16} stroke={color} stroke-width={2.5} stroke-dasharray={dashes} />
          <text x={20} y={4} fill={muted}>
            <Label {...name} />
          </text>
        </g>
      ))}
    </g>
  );
}
