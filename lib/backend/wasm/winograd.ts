// Which convolutions Winograd's way computes, and the call of its kernels.

import type { Windows } from "../contract.ts";
import type { Runtime } from "./runtime.ts";

/**
 * Whether Winograd's way is taken for windows over `channels`: 3 × 3 and stride 1, in float32. With fewer channels than
 * 8 the transforms take longer than what they save; float64 keeps to the sums that define it, for gradient checks.
 */
export function isForWinograd(bytes: number, channels: number, { FH, FW, stride }: Windows) {
  return bytes === 4 && FH === 3 && FW === 3 && stride === 1 && channels >= 8;
}

/** Where 9 taps of each channel of each filter lie, and how many bytes one is from the next. */
interface Filters {
  address: number;
  filterStep: number;
  channelStep: number;
  tapStep: number;
}

/** Filters (FN, C, 3, 3). */
export function straight(filters: number, C: number): Filters {
  return { address: filters, filterStep: C * 36, channelStep: 36, tapStep: 4 };
}

/** Filters (FN, C, 3, 3) as C filters of FN channels, turned by half a turn: what dx is computed with. */
export function turned(filters: number, C: number): Filters {
  return { address: filters + 32, filterStep: 36, channelStep: C * 36, tapStep: -4 };
}

/** Where arrays lie, 0 for no bias and no mask, which is as large as the maps. */
interface Places {
  image: number;
  filters: Filters;
  bias: number;
  maps: number;
  mask: number;
}

/**
 * maps (N, FN, H + 2·pad − 2, …) = bias + images (N, C, H, W) seen by filters; `withRelu`, relu of that; 0 where there is a
 * mask, and not positive.
 */
export function winograd(
  runtime: Runtime,
  { image, filters, bias, maps, mask }: Places,
  { N, C, H, W, pad }: Pick<Windows, "N" | "C" | "H" | "W" | "pad">,
  FN: number,
  withRelu: boolean,
): void {
  const { kernels, heap } = runtime;
  const [OH, OW] = [H + 2 * pad - 2, W + 2 * pad - 2];
  const [size, seen] = [C * H * W * 4, FN * OH * OW * 4];
  const scratch = kernels.winogradScratch(C, FN, OH, OW);
  const transformed = heap.alloc(36 * C * (FN + 3) * 4);
  const { address, filterStep, channelStep, tapStep } = filters;
  // deno-fmt-ignore
  runtime.split("winogradFilters", FN, { cost: C * 36, grain: 4, scratch }, (start, end) => [
    address, start, end, filterStep, channelStep, tapStep, FN, C, transformed,
  ]);
  // deno-fmt-ignore
  runtime.split("winograd", N, { cost: C * seen, scratch }, (start, end) => [
    image + start * size, transformed, bias, maps + start * seen, end - start,
    C, H, W, pad, FN, OH, OW, withRelu ? 1 : 0, mask === 0 ? 0 : mask + start * seen,
  ]);
}
