// Data augmentation: more images out of those there are, each moved and turned a little at random.

import { describe, numberOr } from "../errors/describe.ts";
import { checkOptions } from "../errors/options.ts";
import { checkTensors } from "../tensor/arguments.ts";
import { Random } from "../tensor/random.ts";
import { formatShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { zerosLike } from "../tensor/creation.ts";

/** How far images are moved. */
export interface AugmentOptions {
  /** at most so many pixels to the right or left, and up or down; by default 2 */
  shift?: number;
  /** at most so many degrees, either way round; by default 10 */
  rotate?: number;
}

/**
 * Each image turned round its centre and shifted, by amounts of its own; between pixels the value is interpolated,
 * and what comes in from outside is 0. All channels of an image move alike.
 *
 * @param x images (N, C, H, W)
 * @param rng draws three numbers for each image: angle, shift across, shift down
 * @returns new images (N, C, H, W)
 * @throws TypeError for another shape; RangeError for a shift or angle below 0
 * @see §8.1.2
 * @example
 * ```ts
 * import { augment, ones, random } from "../mod.ts";
 * const moved = augment(ones([1, 1, 28, 28]), random(0), { shift: 2, rotate: 10 });
 * if (moved.sum() >= 28 * 28) throw new Error("corners have left the picture");
 * ```
 */
export function augment(x: Tensor, rng: Random, options: AugmentOptions = {}): Tensor {
  const { shift = 2, rotate = 10 } = checkOptions("augment", options, ["shift", "rotate"]);
  checkTensors("augment", { x });
  if (!(rng instanceof Random)) {
    throw new TypeError(`augment: rng needs to be made by random(seed), got ${describe(rng)}`);
  }
  if (x.ndim !== 4) {
    throw new TypeError(`augment: x needs to be images (N, C, H, W), got ${formatShape(x.shape)}`);
  }
  for (const [name, most] of Object.entries({ shift, rotate })) {
    if (!(Number.isFinite(most) && most >= 0)) {
      throw new RangeError(
        `augment: ${name} needs to be a number of at least 0, got ${numberOr(most)}`,
      );
    }
  }
  const [N, C, H, W] = x.shape;
  const out = zerosLike(x);
  const moves = rng.uniform([N, 3], -1, 1, "float64").data;
  const size = H * W;
  for (let n = 0; n < N; n++) {
    const angle = moves[3 * n] * rotate * Math.PI / 180;
    const [right, down] = [moves[3 * n + 1] * shift, moves[3 * n + 2] * shift];
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [centreY, centreX] = [(H - 1) / 2, (W - 1) / 2];
    for (let i = 0; i < size; i++) {
      // where the pixel at (row, column) comes from: shifted back, then turned back
      const dy = Math.floor(i / W) - centreY - down;
      const dx = i % W - centreX - right;
      const fromY = centreY + cos * dy - sin * dx;
      const fromX = centreX + cos * dx + sin * dy;
      for (let c = 0; c < C; c++) {
        const start = (n * C + c) * size;
        out.data[start + i] = between(x.data.subarray(start, start + size), fromY, fromX, H, W);
      }
    }
  }
  return out;
}

/** The value of an image (H, W) at a place between its pixels: those around it, weighted by how near they are. */
function between(image: ArrayLike<number>, y: number, x: number, H: number, W: number): number {
  const [top, left] = [Math.floor(y), Math.floor(x)];
  let value = 0;
  for (let row = Math.max(top, 0); row <= Math.min(top + 1, H - 1); row++) {
    for (let column = Math.max(left, 0); column <= Math.min(left + 1, W - 1); column++) {
      value += (1 - Math.abs(y - row)) * (1 - Math.abs(x - column)) * image[row * W + column];
    }
  }
  return value;
}
