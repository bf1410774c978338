// The colour of a number.

/** How numbers become colours; without options grey from 0 to the largest, or ± the largest if there are negative ones. */
export interface PainterOptions {
  /** the values drawn black and white */
  range?: readonly [black: number, white: number];
  /** "gray", or "diverging": blue below 0, red above, the paper at 0 */
  colors?: "gray" | "diverging";
}

/** A function that writes the colour of a value into a pixel, red, green, blue and alpha; `values` are all that will be drawn. */
export function painter(
  values: ArrayLike<number>,
  { range, colors }: PainterOptions,
): (value: number, pixel: number[]) => void {
  let [smallest, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    smallest = Math.min(smallest, values[i]);
    greatest = Math.max(greatest, values[i]);
  }
  const largest = Math.max(-smallest, greatest) || 1;
  if ((colors ?? (smallest < 0 && !range ? "diverging" : "gray")) === "diverging") {
    const top = range ? Math.max(Math.abs(range[0]), Math.abs(range[1])) : largest;
    const [blue, red] = [[0, 114, 178], [213, 94, 0]];
    return (value, pixel) => {
      const share = Math.min(1, Math.abs(value) / top);
      const alpha = Math.round(255 * share);
      const end = alpha === 0 ? [0, 0, 0] : value < 0 ? blue : red;
      for (let c = 0; c < 3; c++) pixel[c] = end[c];
      pixel[3] = alpha;
    };
  }
  const [black, white] = range ?? [0, largest];
  return (value, pixel) => {
    const gray = Math.round(255 * Math.min(1, Math.max(0, (value - black) / (white - black))));
    pixel.fill(gray, 0, 3);
    pixel[3] = 255;
  };
}
