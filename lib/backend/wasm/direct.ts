// Convolution window by window, for any size: the calls of its kernels.

import type { Windows } from "../contract.ts";
import type { Dout } from "./images.ts";
import type { Runtime } from "./runtime.ts";

/** The sizes of a convolution; bytes are those of an element. */
export interface Sizes extends Windows {
  bytes: 4 | 8;
  FN: number;
}

/** Arguments that kernels for dfilters and db have in common, for the images from `start` on. */
export interface Chunk {
  start: number;
  args: number[];
}

/** maps (N, FN, OH, OW) = bias + images (N, C, H, W) seen by filters (FN, C, FH, FW); `withRelu`, relu of that. */
export function direct(
  runtime: Runtime,
  { bytes, FN, N, C, H, W, FH, FW, stride, pad, OH, OW }: Sizes,
  images: number,
  filters: number,
  bias: number,
  maps: number,
  withRelu: boolean,
): void {
  const K = C * FH * FW;
  const panels = runtime.heap.alloc((FN + 3) * (K + 1) * bytes);
  runtime.kernels.packFilters(bytes, filters, bias, FN, K, panels);
  const planes = (C + 1) * (H + 2 * pad) * (W + 2 * pad);
  const scratch = scratchBytes(FN, K + 1, planes, bytes);
  const [image, map] = [C * H * W * bytes, FN * OH * OW * bytes];
  // deno-fmt-ignore
  runtime.split("correlate", N, { cost: FN * OH * OW * K, scratch }, (start, end) => [
    bytes, images + start * image, panels, maps + start * map, end - start,
    C, H, W, pad, FN, FH, FW, stride, OH, OW, withRelu ? 1 : 0,
  ]);
}

/** dx of dout (N, FN, OH, OW): 0 where the mask, if there is one, is not positive. */
export function directImagesBackward(
  runtime: Runtime,
  { bytes, FN, N, C, H, W, FH, FW, stride, pad, OH, OW }: Sizes,
  dout: number,
  filters: number,
  dx: number,
  mask: number,
): void {
  const K = C * FH * FW;
  const planes = C * (H + 2 * pad) * (W + 2 * pad);
  const panels = (K + 3) * (FN + OH * OW); // of filters, and of what windows get back
  const scratch = scratchBytes(K, FN, panels + planes, bytes);
  const [image, map] = [C * H * W * bytes, FN * OH * OW * bytes];
  // deno-fmt-ignore
  runtime.split("imagesBackward", N, { cost: FN * OH * OW * K, scratch }, (start, end) => [
    bytes, dout + start * map, filters, dx + start * image, end - start,
    C, H, W, pad, FN, FH, FW, stride, OH, OW, mask === 0 ? 0 : mask + start * image,
  ]);
}

/** dfilters and db of each chunk; from a pooled dout, only the windows at its indices are looked at. */
export function directFiltersBackward(
  runtime: Runtime,
  { bytes, FN, C, H, W, FH, FW, stride, pad, OH, OW }: Sizes,
  chunks: Chunk[],
  { indices, perMap }: Dout,
): void {
  const panels = OH * OW * (FN + 32); // of dout, and of windows
  const planes = (C + 1) * (H + 2 * pad) * (W + 2 * pad);
  // deno-fmt-ignore
  const parts = chunks.map(({ start, args }) => [
    bytes, ...args, FH, FW, stride, OH, OW,
    indices === 0 ? 0 : indices + start * FN * perMap * 4, start * FN * OH * OW, perMap,
  ]);
  runtime.run(
    "filtersBackward",
    parts,
    scratchBytes(FN + 7, C * FH * FW + 28, panels + planes, bytes),
  );
}

/**
 * For FN filters of K elements: a panel of 8 windows, the offsets of their elements, the filters with these or their
 * sums, and `others`, such as planes of an image with its border and one of ones.
 */
function scratchBytes(FN: number, K: number, others: number, bytes: number): number {
  return 512 + K * (32 + 4) + (FN + 3) * K * (bytes + 1) + others * bytes;
}
