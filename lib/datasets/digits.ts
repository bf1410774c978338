// Handwritten digits without a data set: the pen strokes of strokes.ts, each time with another hand. Size and place
// are MNIST's: 20 pixels at most, the centre of mass in the middle of 28 × 28, so that a network trained on MNIST
// reads them.

import { Draws } from "../tensor/draws.ts";
import type { Part } from "./collections.ts";
import { inkDigit, type Point, SIZE } from "./ink.ts";
import { ways } from "./strokes.ts";

/** The digits that take MNIST's place; or of as many `shares` one, which workers draw side by side. */
export function drawnDigits(share = 0, shares = 1): { train: Part; test: Part } {
  const part = (count: number, seed: number) => {
    const [from, to] = [share, share + 1].map((end) => Math.floor(count * end / shares));
    return syntheticDigits(count, seed, from, to);
  };
  return { train: part(60000, 1), test: part(10000, 2) };
}

/**
 * `count` digits as MNIST has them, or those of them in the places from `from` up to but not including `to`.
 *
 * @param seed the same seed draws the same digits
 * @returns images, 784 bytes each, 0 for paper and 255 for ink; labels, one byte each
 */
export function syntheticDigits(count: number, seed: number, from = 0, to = count): Part {
  const draws = new Draws(seed);
  const labels = Uint8Array.from({ length: count }, () => draws.upTo(9));
  const images = new Uint8Array((to - from) * SIZE * SIZE);
  const canvas = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < to; i++) {
    const hand = handOf(labels[i], draws); // of those before, too: all are made of one row of numbers
    if (i < from) continue;
    draw(hand, canvas, images.subarray((i - from) * SIZE * SIZE));
  }
  return { images, labels: labels.slice(from, to) };
}

/** The strokes of each way, and up to which share of the writers use it. */
const alphabet = ways.map((list) => {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  let upTo = 0;
  return list.map(({ strokes: text, weight }) => {
    const strokes = text.split(";").map(parseStroke);
    return { upTo: upTo += weight / total, strokes, points: strokes.flat(2).length };
  });
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

/** All that chance decides about one digit: the way it is written, and numbers for the hand and for each point. */
interface Hand {
  way: typeof alphabet[number][number];
  u: Float64Array;
  z: Float64Array;
}

function handOf(label: number, draws: Draws): Hand {
  const u = new Float64Array(8);
  for (let i = 0; i < u.length; i++) u[i] = draws.double();
  const way = alphabet[label].find(({ upTo }) => u[0] < upTo) ?? alphabet[label][0];
  const z = new Float64Array(8 + 2 * way.points);
  for (let i = 0; i < z.length; i++) z[i] = draws.normal();
  return { way, u, z };
}

/** Draws one digit into an image of zeros. */
function draw(hand: Hand, canvas: Float64Array, image: Uint8Array): void {
  const { lines, radius, soft, strength } = written(hand);
  inkDigit(lines, radius, soft, canvas);
  canvas.forEach((ink, i) => {
    if (ink > 0) image[i] = Math.min(255, Math.round(strength * ink));
  });
}

/** A digit as one writer writes it: lines in a box about 6 wide and 10 high, and the writer's pen, in pixels of a digit. */
export function handwriting(label: number, draws: Draws) {
  return written(handOf(label, draws));
}

function written({ way, u, z }: Hand) {
  // The hand: how it slants, turns, widens and trembles
  const slant = 0.12 + 0.22 * z[0];
  const turn = 0.08 * z[1];
  const width = 1.05 * Math.exp(0.18 * z[2]);
  const tremble = 0.12 + 0.2 * u[1];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  let next = 8; // in z
  const write = ({ x, y }: Point): Point => {
    const right = width * (x - 3) - slant * (y - 5) + tremble * z[next++];
    const down = y - 5 + tremble * z[next++];
    return { x: cos * right - sin * down, y: sin * right + cos * down };
  };

  const lines = way.strokes.flatMap((stroke) => {
    let end: Point | undefined;
    return stroke.map((part) => {
      const points = part.map(write);
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
