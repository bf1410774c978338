// Handwritten digits without a data set: the pen strokes of strokes.ts, each time with another hand. Size and place
// are MNIST's: 20 pixels at most, the centre of mass in the middle of 28 × 28, so that a network trained on MNIST
// reads them.

import { type Random, random } from "../tensor/random.ts";
import { inkDigit, type Point, SIZE } from "./ink.ts";
import { ways } from "./strokes.ts";

/**
 * `count` digits as MNIST has them.
 *
 * @param seed the same seed draws the same digits
 * @returns images, 784 bytes each, 0 for paper and 255 for ink; labels, one byte each
 */
export function syntheticDigits(
  count: number,
  seed: number,
): { images: Uint8Array; labels: Uint8Array } {
  const rng = random(seed);
  const labels = Uint8Array.from(rng.integers(0, 10, count));
  const images = new Uint8Array(count * SIZE * SIZE);
  const canvas = new Float64Array(SIZE * SIZE);
  labels.forEach((label, i) => {
    canvas.fill(0);
    draw(label, rng, canvas);
    images.set(canvas, i * SIZE * SIZE);
  });
  return { images, labels };
}

/** The strokes of each way, and up to which share of the writers use it. */
const alphabet = ways.map((list) => {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  let upTo = 0;
  return list.map(({ strokes, weight }) => ({
    upTo: upTo += weight / total,
    strokes: strokes.split(";").map(parseStroke),
  }));
});

/** The smooth parts of a stroke, between its corners. */
function parseStroke(text: string): Point[][] {
  const parts = text.split("|").map((part) =>
    part.trim().split(/\s+/).map((point) => {
      const [x, y] = point.split(",").map(Number);
      return { x, y };
    })
  );
  // A corner is the last point of one part and the first of the next
  return parts.map((part, i) => i === 0 ? part : [parts[i - 1].at(-1)!, ...part]);
}

/** Draws one digit, as one writer writes it, onto a canvas of zeros. */
function draw(label: number, rng: Random, canvas: Float64Array): void {
  const { lines, radius, soft, strength } = handwriting(label, rng);
  inkDigit(lines, radius, soft, canvas);
  for (let i = 0; i < canvas.length; i++) {
    canvas[i] = Math.min(255, Math.round(strength * canvas[i]));
  }
}

/** A digit as one writer writes it: lines in a box about 6 wide and 10 high, and the writer's pen, in pixels of a digit. */
export function handwriting(label: number, rng: Random) {
  const u = rng.uniform(8, 0, 1, "float64").data;
  const z = rng.normal(8, 0, 1, "float64").data;
  const way = alphabet[label].find(({ upTo }) => u[0] < upTo) ?? alphabet[label][0];

  // The hand: how it slants, turns, widens and trembles
  const slant = 0.12 + 0.22 * z[0];
  const turn = 0.08 * z[1];
  const width = 1.05 * Math.exp(0.18 * z[2]);
  const tremble = 0.12 + 0.2 * u[1];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const write = ({ x, y }: Point, dx: number, dy: number): Point => {
    const right = width * (x - 3) - slant * (y - 5) + tremble * dx;
    const down = y - 5 + tremble * dy;
    return { x: cos * right - sin * down, y: sin * right + cos * down };
  };

  const lines = way.strokes.flatMap((stroke) => {
    let end: Point | undefined;
    return stroke.map((part) => {
      const shake = rng.normal(2 * part.length, 0, 1, "float64").data;
      const points = part.map((point, i) => write(point, shake[2 * i], shake[2 * i + 1]));
      if (end !== undefined) points[0] = end;
      end = points.at(-1);
      return curve(points);
    });
  });

  const radius = Math.min(Math.max(1.25 + 0.38 * z[3], 0.6), 2.4);
  const soft = 0.9 + 0.6 * u[2];
  return { lines, radius, soft, strength: 235 + 40 * u[3] };
}

/** Points of a smooth curve through all `points` (Catmull–Rom). */
function curve(points: readonly Point[]): Point[] {
  const STEPS = 5;
  const line = [points[0]];
  for (let i = 0; i + 1 < points.length; i++) {
    const [p1, p2] = [points[i], points[i + 1]];
    const p0 = points[i - 1] ?? p1;
    const p3 = points[i + 2] ?? p2;
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS;
      const [a, b, c, d] = [
        ((2 - t) * t - 1) * t / 2,
        ((3 * t - 5) * t * t + 2) / 2,
        ((4 - 3 * t) * t + 1) * t / 2,
        (t - 1) * t * t / 2,
      ];
      line.push({
        x: a * p0.x + b * p1.x + c * p2.x + d * p3.x,
        y: a * p0.y + b * p1.y + c * p2.y + d * p3.y,
      });
    }
  }
  return line;
}
