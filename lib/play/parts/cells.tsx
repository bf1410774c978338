// A table of numbers in squares, as pictures, filters and matrices are drawn.

import { grid, ink } from "../../display/style.ts";
import { short } from "./numbers.ts";

interface CellsProps {
  /** rows · columns numbers, row by row */
  values: ArrayLike<number>;
  columns: number;
  x: number;
  y: number;
  /** px of a square */
  size: number;
  /** the colour of a square, if it has one */
  fill?: (row: number, column: number) => string | undefined;
  /** whether a number is drawn faintly */
  isFaint?: (row: number, column: number) => boolean;
}

export function Cells({ values, columns, x, y, size, fill, isFaint }: CellsProps) {
  const gap = size * 0.05;
  return (
    <g
      transform={`translate(${x}, ${y})`}
      text-anchor="middle"
      font-size={Math.min(13, size / 2.2)}
    >
      {Array.from(values, (value, i) => {
        const [row, column] = [Math.floor(i / columns), i % columns];
        const color = fill?.(row, column);
        return (
          <g key={i} opacity={isFaint?.(row, column) ? 0.45 : undefined}>
            <rect
              x={column * size}
              y={row * size}
              width={size - gap}
              height={size - gap}
              rx={2}
              fill={color ?? grid}
              fill-opacity={color ? 0.45 : 0.6}
            />
            <text x={(column + 0.48) * size} y={(row + 0.48) * size + 4} fill={ink}>
              {short(value)}
            </text>
          </g>
        );
      })}
    </g>
  );
}
