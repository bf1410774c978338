// The answer of a network: a bar for each digit.

import { colors, grid, muted } from "../../display/style.ts";

interface BarsProps {
  /** ten probabilities; none while there is nothing to read */
  values: ArrayLike<number> | undefined;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The digit with the largest probability. */
export const winnerOf = (values: ArrayLike<number>): number => {
  const list = Array.from(values);
  return list.indexOf(Math.max(...list));
};

export function Bars({ values, x, y, width, height }: BarsProps) {
  const room = height - 34;
  const step = width / 10;
  const winner = values && winnerOf(values);
  return (
    <g transform={`translate(${x}, ${y})`} text-anchor="middle">
      <line x1={0} x2={width} y1={room + 16} y2={room + 16} stroke={grid} />
      {Array.from({ length: 10 }, (_, digit) => {
        const value = values?.[digit] ?? 0;
        const tall = Math.max(0, value * room);
        const middle = (digit + 0.5) * step;
        const wins = digit === winner;
        return (
          <g key={digit} class={wins ? "winner" : undefined}>
            {tall >= 0.5 && (
              <rect
                x={middle - step * 0.35}
                y={16 + room - tall}
                width={step * 0.7}
                height={tall}
                rx={2}
                fill={wins ? colors.one : colors.zero}
              />
            )}
            {wins && (
              <text x={middle} y={12 + room - tall} font-size={12} font-weight={600}>
                {value.toFixed(2)}
              </text>
            )}
            <text
              x={middle}
              y={height - 2}
              fill={wins ? undefined : muted}
              font-weight={wins ? 700 : 400}
            >
              {digit}
            </text>
          </g>
        );
      })}
    </g>
  );
}
