// Handwritten digits without a data set: the pen strokes of strokes.ts, each time with another hand. Size and place
// are MNIST's: 20 pixels at most, the centre of mass in the middle of 28 × 28, so that a network trained on MNIST
// reads them.

import { type Random, random } from "../tensor/random.ts";
import { ways } from "./strokes.ts";

const SIZE = 28;
const BOX = 20;

/** A point of a stroke, in pixels or in the units of strokes.ts. */
interface Point {
  x: number;
  y: number;
}

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
  fit(lines, radius, soft);
  for (const line of lines) ink(line, radius, soft, canvas);

  const strength = 235 + 40 * u[3];
  for (let i = 0; i < canvas.length; i++) {
    canvas[i] = Math.min(255, Math.round(strength * canvas[i]));
  }
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

/** Darkens the pixels near a line: fully within `radius`, fading out over `soft` pixels. */
function ink(line: readonly Point[], radius: number, soft: number, canvas: Float64Array): void {
  const reach = radius + soft / 2;
  const clip = (value: number) => Math.min(Math.max(Math.round(value), 0), SIZE);
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const squared = dx * dx + dy * dy || 1;
    const lastX = clip(Math.max(a.x, b.x) + reach);
    const lastY = clip(Math.max(a.y, b.y) + reach);
    for (let row = clip(Math.min(a.y, b.y) - reach); row < lastY; row++) {
      for (let column = clip(Math.min(a.x, b.x) - reach); column < lastX; column++) {
        const [px, py] = [column + 0.5 - a.x, row + 0.5 - a.y];
        const along = Math.min(Math.max((px * dx + py * dy) / squared, 0), 1);
        const [ex, ey] = [px - along * dx, py - along * dy];
        const darkness = Math.min(1, (reach - Math.sqrt(ex * ex + ey * ey)) / soft);
        const at = row * SIZE + column;
        if (darkness > canvas[at]) canvas[at] = darkness;
      }
    }
  }
}
