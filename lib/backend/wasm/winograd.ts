// Convolution of 3 × 3 by Winograd's algorithm: where it is taken, and the calls of its kernels.

import type { Chunk, Sizes } from "./direct.ts";
import type { Runtime } from "./runtime.ts";

/**
 * Whether Winograd's algorithm is taken: for 3 × 3 and stride 1, in float32. With fewer than 8 channels, transforms
 * cost more than they save; float64 keeps to the sums that define a convolution, for gradient checks.
 */
export function isForWinograd({ bytes, FH, FW, stride }: Sizes, channels: number): boolean {
  return bytes === 4 && FH === 3 && FW === 3 && stride === 1 && channels >= 8;
}

/** maps (N, FN, OH, OW) = bias + images (N, C, H, W) seen by filters (FN, C, 3, 3); `withRelu`, relu of that. */
export function winograd(
  runtime: Runtime,
  sizes: Sizes,
  images: number,
  filters: number,
  bias: number,
  maps: number,
  withRelu: boolean,
): void {
  const taps = { address: filters, filterStep: sizes.C * 36, channelStep: 36, tapStep: 4 };
  correlate(runtime, sizes, taps, { images, bias, maps, mask: 0 }, withRelu);
}

/**
 * dx of dout (N, FN, OH, OW), a convolution too: its filters are C of FN channels, rotated by 180°. 0 where the mask,
 * if there is one, is not positive.
 */
export function winogradImagesBackward(
  runtime: Runtime,
  { FN, C, H, W, pad, OH, OW, ...sizes }: Sizes,
  dout: number,
  filters: number,
  dx: number,
  mask: number,
): void {
  const taps = { address: filters + 32, filterStep: 36, channelStep: C * 36, tapStep: -4 };
  const rotated = { ...sizes, FN: C, C: FN, H: OH, W: OW, pad: 2 - pad, OH: H, OW: W };
  correlate(runtime, rotated, taps, { images: dout, bias: 0, maps: dx, mask }, false);
}

/** dfilters and db of each chunk. */
export function winogradFiltersBackward(
  runtime: Runtime,
  { FN, C, OH, OW }: Sizes,
  chunks: Chunk[],
): void {
  runtime.run(
    "winogradFiltersBackward",
    chunks.map(({ args }) => [...args, OH, OW]),
    runtime.kernels.winogradFiltersBackwardScratch(C, FN, OH, OW),
  );
}

/** Where the 9 taps of each channel of each filter lie, and how many bytes they are apart. */
interface Taps {
  address: number;
  filterStep: number;
  channelStep: number;
  tapStep: number;
}

/** Addresses, 0 for no bias and no mask; the mask is as large as the maps. */
interface Addresses {
  images: number;
  bias: number;
  maps: number;
  mask: number;
}

function correlate(
  runtime: Runtime,
  { FN, N, C, H, W, pad, OH, OW }: Sizes,
  { address, filterStep, channelStep, tapStep }: Taps,
  { images, bias, maps, mask }: Addresses,
  withRelu: boolean,
): void {
  const { kernels, heap } = runtime;
  const [image, map] = [C * H * W * 4, FN * OH * OW * 4];
  const scratch = kernels.winogradScratch(C, FN, OH, OW);
  const transformed = heap.alloc(36 * C * (FN + 3) * 4);
  // deno-fmt-ignore
  runtime.split("winogradFilters", FN, { cost: C * 36, grain: 4, scratch }, (start, end) => [
    address, start, end, filterStep, channelStep, tapStep, FN, C, transformed,
  ]);
  // deno-fmt-ignore
  runtime.split("winograd", N, { cost: C * map, scratch }, (start, end) => [
    images + start * image, transformed, bias, maps + start * map, end - start,
    C, H, W, pad, FN, OH, OW, withRelu ? 1 : 0, mask === 0 ? 0 : mask + start * map,
  ]);
}
