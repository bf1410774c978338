// What hangs together in a picture.

import type { Tensor } from "../tensor/tensor.ts";

/** Pixels that touch each other, at a side or a corner. */
export interface Blob {
  top: number;
  left: number;
  /** the row after the last */
  bottom: number;
  /** the column after the last */
  right: number;
  /** their places, row · width + column */
  pixels: number[];
  touchesEdge: boolean;
}

/** The blobs of pixels above `threshold` in a picture (H, W). */
export function blobs({ data, shape: [H, W] }: Tensor, threshold: number): Blob[] {
  const isSeen = new Uint8Array(H * W);
  const found: Blob[] = [];
  for (let start = 0; start < H * W; start++) {
    if (isSeen[start] || data[start] <= threshold) continue;
    isSeen[start] = 1;
    const pixels = [start];
    const blob = { top: H, left: W, bottom: 0, right: 0, pixels, touchesEdge: false };
    for (let i = 0; i < pixels.length; i++) { // grows while it is walked
      const [y, x] = [Math.floor(pixels[i] / W), pixels[i] % W];
      blob.top = Math.min(blob.top, y);
      blob.bottom = Math.max(blob.bottom, y + 1);
      blob.left = Math.min(blob.left, x);
      blob.right = Math.max(blob.right, x + 1);
      if (y === 0 || x === 0 || y === H - 1 || x === W - 1) blob.touchesEdge = true;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(H - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(W - 1, x + 1); nx++) {
          const next = ny * W + nx;
          if (isSeen[next] || data[next] <= threshold) continue;
          isSeen[next] = 1;
          pixels.push(next);
        }
      }
    }
    found.push(blob);
  }
  return found;
}
