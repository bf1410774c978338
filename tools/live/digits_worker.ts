// Draws a share of the digits that take MNIST's place, in a worker of its own beside others (drawn.ts). A script that has
// little else in it, so that several start at once.

import { drawnDigits } from "../../lib/datasets/digits.ts";

addEventListener("message", ({ data: [share, shares] }: MessageEvent<[number, number]>) => {
  const { train, test } = drawnDigits(share, shares);
  const buffers = [train, test].flatMap(({ images, labels }) => [images.buffer, labels.buffer]);
  (globalThis as unknown as Worker).postMessage({ train, test }, buffers as ArrayBuffer[]);
});
