// Draws data/own_digits.png, which looks like a photo of a sheet with digits: four rows of 0 to 9, by four writers, the
// third with a thin pen and aslant, the fourth on a sheet that lay turned; a shadow falls on all, and the camera adds
// noise.
//
//   deno run -A tools/draw_photo.ts

import { join } from "node:path";
import { encode } from "fast-png";
import { handwriting } from "../lib/datasets/digits.ts";
import { Draws } from "../lib/tensor/draws.ts";
import { random } from "../lib/mod.ts";
import { root } from "./setup.ts";

const [W, H] = [800, 464];
const CELL = 72; // pixels from one digit to the next
const TURN = 0.03; // radians

const rng = random(8);
const uniform = (low: number, high: number) => rng.uniform([1], low, high).at(0);
const ink = new Float32Array(W * H);

/** Darkens what a pen of this radius covers on its way from `a` to `b`. */
function line(a: { x: number; y: number }, b: { x: number; y: number }, radius: number): void {
  const steps = Math.ceil(2 * Math.hypot(b.x - a.x, b.y - a.y)) + 1;
  for (let step = 0; step <= steps; step++) {
    const [x, y] = [a.x + (b.x - a.x) * step / steps, a.y + (b.y - a.y) * step / steps];
    for (let py = Math.floor(y - radius - 1); py <= y + radius + 1; py++) {
      for (let px = Math.floor(x - radius - 1); px <= x + radius + 1; px++) {
        if (px < 0 || py < 0 || px >= W || py >= H) continue;
        const dark = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(px - x, py - y)));
        ink[py * W + px] = Math.max(ink[py * W + px]!, dark);
      }
    }
  }
}

const writers = [
  { seed: 1, pen: 3.2, slant: 0, turn: 0 },
  { seed: 5, pen: 4, slant: 0.15, turn: 0 },
  { seed: 9, pen: 1.3, slant: 0.6, turn: 0 },
  { seed: 3, pen: 3.2, slant: 0, turn: -0.85 }, // radians
];
writers.forEach(({ seed, pen, slant, turn }, row) => {
  for (let digit = 0; digit < 10; digit++) {
    const size = uniform(3.2, 4);
    const [midX, midY] = [75 + digit * CELL + uniform(-6, 6), 75 + row * 105 + uniform(-6, 6)];
    const place = ({ x, y }: { x: number; y: number }) => {
      const [sx, sy] = [size * (x - slant * y), size * y];
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      const [dx, dy] = [midX + cos * sx - sin * sy - W / 2, midY + sin * sx + cos * sy - H / 2];
      return { x: W / 2 + dx - TURN * dy, y: H / 2 + dy + TURN * dx };
    };
    for (const stroke of handwriting(digit, new Draws(100 * seed + digit)).lines) {
      for (let i = 1; i < stroke.length; i++) line(place(stroke[i - 1]!), place(stroke[i]!), pen);
    }
  }
});

const noise = rng.normal([H * W], 0, 1.5).data;
const data = Uint8Array.from(ink, (dark, i) => {
  const [x, y] = [i % W / W, Math.floor(i / W) / H];
  const light = 215 - 70 * x * x + 20 * (1 - y) - (x + 0.6 * y < 0.45 ? 45 : 0); // a hand's shadow
  const value = light * (1 - 0.75 * dark) + noise[i]!;
  return Math.max(0, Math.min(255, 4 * Math.round(value / 4))); // fewer greys, a smaller file
});
const png = encode({ width: W, height: H, channels: 1, data });
await Deno.writeFile(join(root, "data", "own_digits.png"), png);
console.log(`data/own_digits.png: ${png.length} bytes`);
