// From the lines that a pen has drawn to the pixels of a digit as MNIST has it: 20 pixels at most, the centre of mass in
// the middle of 28 × 28.

/** Pixels in a row and in a column. */
export const SIZE = 28;
const BOX = 20;

/** A point of a stroke, in pixels or in the units of strokes.ts. */
export interface Point {
  x: number;
  y: number;
}

/**
 * Draws lines onto a canvas, wherever and however large they are: 0 for paper, 1 for ink.
 *
 * @param lines the points that the pen was at; they are moved
 * @param radius half the width of the pen, in pixels of the digit
 * @param soft how many pixels its edge takes to fade
 */
export function inkDigit(
  lines: Point[][],
  radius: number,
  soft: number,
  canvas: Float64Array,
): void {
  fit(lines, radius, soft);
  const reach = radius + soft / 2;
  const squares = canvas.fill(Infinity); // of the distances to the lines
  for (const line of lines) approach(line, reach, squares);
  for (let i = 0; i < canvas.length; i++) {
    canvas[i] = squares[i] < reach * reach
      ? Math.min((reach - Math.sqrt(squares[i])) / soft, 1)
      : 0;
  }
}

/** Scales the lines to fill the box, and moves them so that their centre of mass is in the middle of the canvas. */
function fit(lines: Point[][], radius: number, soft: number): void {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [length, massX, massY] = [0, 0, 0];
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) {
      const { x, y } = line[i];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      if (i === 0) continue;
      const before = line[i - 1];
      const step = Math.hypot(x - before.x, y - before.y);
      length += step;
      massX += step * (x + before.x) / 2;
      massY += step * (y + before.y) / 2;
    }
  }
  const scale = (BOX - 2 * radius - soft) / Math.max(right - left, bottom - top);
  for (const line of lines) {
    for (const point of line) {
      point.x = (point.x - massX / length) * scale + SIZE / 2;
      point.y = (point.y - massY / length) * scale + SIZE / 2;
    }
  }
}

/** Takes the square of each near pixel's distance to a line, where that is less than the one that is there. */
function approach(line: readonly Point[], reach: number, squares: Float64Array): void {
  const clip = (value: number) => Math.min(Math.max(Math.round(value), 0), SIZE);
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const squared = dx * dx + dy * dy || 1;
    const lastX = clip(Math.max(a.x, b.x) + reach);
    const lastY = clip(Math.max(a.y, b.y) + reach);
    const firstX = clip(Math.min(a.x, b.x) - reach);
    for (let row = clip(Math.min(a.y, b.y) - reach); row < lastY; row++) {
      const py = row + 0.5 - a.y;
      for (let column = firstX; column < lastX; column++) {
        const px = column + 0.5 - a.x;
        const along = Math.min(Math.max((px * dx + py * dy) / squared, 0), 1);
        const [ex, ey] = [px - along * dx, py - along * dy];
        const square = ex * ex + ey * ey;
        const at = row * SIZE + column;
        if (square < squares[at]) squares[at] = square;
      }
    }
  }
}
