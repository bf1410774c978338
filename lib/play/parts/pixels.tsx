// Numbers as pixels.

import { encode } from "fast-png";
import { painter, type PainterOptions } from "../../display/painter.ts";

interface PixelsProps extends PainterOptions {
  /** H · W numbers, row by row */
  values: ArrayLike<number>;
  /** how many in a row; by default as many as there are rows */
  columns?: number;
  x?: number;
  y?: number;
  /** of the picture on the stage */
  width: number;
}

/** A picture on a stage, a square for each number. */
export function Pixels(
  { values, columns = Math.sqrt(values.length), x = 0, y = 0, width, ...colors }: PixelsProps,
) {
  const rows = values.length / columns;
  return (
    <image
      x={x}
      y={y}
      width={width}
      height={width * rows / columns}
      href={pngOf(values, columns, colors)}
      style={{ imageRendering: "pixelated" }}
    />
  );
}

function pngOf(values: ArrayLike<number>, columns: number, options: PainterOptions): string {
  const paint = painter(values, options);
  const pixel = [0, 0, 0, 255];
  const colors = Array.from(values, (value) => {
    paint(value, pixel);
    return [...pixel];
  });
  const isGray = colors.every(([r, g, b, alpha]) => r === g && g === b && alpha === 255);
  const channels = isGray ? 1 : 4;
  const data = Uint8Array.from(colors.flatMap((color) => color.slice(0, channels)));
  const png = encode({ width: columns, height: values.length / columns, data, channels });
  return `data:image/png;base64,${png.toBase64()}`;
}
