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
  const data = new Uint8Array(values.length * 3);
  const pixel = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    paint(values[i]!, pixel);
    data.set(pixel, 3 * i);
  }
  const png = encode({ width: columns, height: values.length / columns, data, channels: 3 });
  return `data:image/png;base64,${png.toBase64()}`;
}
