// Convolution on the kernels: by windows, by Winograd's way, and on the way back by the places that a pooling remembers.

import type { ImageOperations, TypedArray, Windows } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, COST_OF_AN_ELEMENT, GRAIN, type Runtime } from "./runtime.ts";
import { unpool } from "./images.ts";
import { isForWinograd, straight, turned, winograd } from "./winograd.ts";

const CHUNK = 16; // images whose gradients by the filters are summed up by themselves, then added in their order

export function convolutionOn(
  runtime: Runtime,
): Pick<ImageOperations, "convolution" | "convolutionBackward"> {
  const { kernels, heap } = runtime;
  return {
    convolution(x, filters, b, out, FN, windows, withRelu = false) {
      const bytes = bytesOfAll(x, filters, b, out);
      if (bytes === undefined) {
        return reference.convolution(x, filters, b, out, FN, windows, withRelu);
      }
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      const K = C * FH * FW;
      heap.reset();
      const [image, filter, bias] = [x, filters, b].map((array) => heap.copyIn(array));
      const maps = heap.allocOut(out);
      if (isForWinograd(bytes, C, windows)) {
        const places = { image, filters: straight(filter, C), bias, maps, mask: 0 };
        winograd(runtime, places, windows, FN, withRelu);
        return heap.copyOut(maps, out);
      }
      const panels = heap.alloc((FN + 3) * (K + 1) * bytes);
      kernels.packFilters(bytes, filter, bias, FN, K, panels);
      const plane = (H + 2 * pad) * (W + 2 * pad);
      const scratch = scratchBytes(FN, K + 1, (C + 1) * plane, bytes);
      const [size, seen] = [C * H * W, FN * OH * OW];
      // deno-fmt-ignore
      runtime.split("correlate", N, { cost: seen * K, scratch }, (start, end) => [
        bytes, image + start * size * bytes, panels, maps + start * seen * bytes, end - start,
        C, H, W, pad, FN, FH, FW, stride, OH, OW, withRelu ? 1 : 0,
      ]);
      heap.copyOut(maps, out);
    },

    // deno-fmt-ignore
    convolutionBackward(
      x, filters, dout, dx, dfilters, db, FN, windows, withRelu = false, indices,
    ) {
      const bytes = bytesOfAll(x, filters, dout, dx ?? x, dfilters, db);
      if (bytes === undefined) {
        return reference.convolutionBackward(
          x, filters, dout, dx, dfilters, db, FN, windows, withRelu, indices,
        );
      }
      const { N, C, OH, OW } = windows;
      const byWinograd = isForWinograd(bytes, Math.min(C, FN), windows);
      heap.reset();
      const [image, filter, address] = [x, filters, dout].map((array) => heap.copyIn(array));
      const given = { address, indices: 0, perMap: OH * OW };
      const takesPooled = bytes === 4 && !byWinograd;
      let maps = given;
      if (indices !== undefined) {
        given.indices = heap.copyIn(indices);
        given.perMap = indices.length / Math.max(N * FN, 1);
        if (dx || !takesPooled) maps = spreadOut(runtime, bytes, given, N * FN, OH * OW);
      }
      const seen = takesPooled ? given : maps;
      filtersBackward(runtime, bytes, image, seen, dfilters, db, FN, windows, byWinograd);
      if (dx === undefined) return;
      imagesBackward(runtime, bytes, maps.address, filter, withRelu ? image : 0, dx, FN, windows);
    },
  };
}

/** Where dout lies: that of the maps, or with indices, not 0, that of a pooling behind them. */
interface Dout {
  address: number;
  indices: number;
  /** elements for each map */
  perMap: number;
}

/** dout of the maps, of `size` elements each, from that of a pooling. */
function spreadOut(
  runtime: Runtime,
  bytes: number,
  { address, indices, perMap }: Dout,
  maps: number,
  size: number,
): Dout {
  const whole = runtime.heap.alloc(maps * size * bytes);
  unpool(runtime, bytes, address, indices, whole, maps, perMap, size);
  return { address: whole, indices: 0, perMap: size };
}

/** dfilters and db. */
function filtersBackward(
  runtime: Runtime,
  bytes: number,
  image: number,
  { address, indices, perMap }: Dout,
  dfilters: TypedArray,
  db: TypedArray,
  FN: number,
  { N, C, H, W, FH, FW, stride, pad, OH, OW }: Windows,
  byWinograd: boolean,
) {
  const { kernels, heap } = runtime;
  const chunks = Math.max(Math.ceil(N / CHUNK), 1);
  const [filterSums, biasSums] = [dfilters, db].map((array) =>
    heap.alloc(chunks * array.byteLength)
  );
  const parts = Array.from({ length: chunks }, (_, i) => {
    const [start, count] = [i * CHUNK, Math.min(CHUNK, N - i * CHUNK)];
    const first = start * FN * perMap;
    // deno-fmt-ignore
    const part = [
      image + start * C * H * W * bytes, address + first * bytes,
      filterSums + i * dfilters.byteLength, biasSums + i * db.byteLength, count, C, H, W, pad, FN,
    ];
    if (byWinograd) return [...part, OH, OW];
    const remembered = indices === 0 ? 0 : indices + first * 4;
    // deno-fmt-ignore
    return [
      bytes, ...part, FH, FW, stride, OH, OW, remembered, start * FN * OH * OW, perMap,
    ];
  });
  if (byWinograd) {
    const scratch = kernels.winogradFiltersBackwardScratch(C, FN, OH, OW);
    runtime.run("winogradFiltersBackward", parts, scratch);
  } else {
    const panels = OH * OW * (FN + 32); // of dout, and of windows
    const planes = (C + 1) * (H + 2 * pad) * (W + 2 * pad);
    const scratch = scratchBytes(FN + 7, C * FH * FW + 28, panels + planes, bytes);
    runtime.run("filtersBackward", parts, scratch);
  }
  for (const [sums, { length }] of [[filterSums, dfilters], [biasSums, db]] as const) {
    const cost = chunks * COST_OF_AN_ELEMENT;
    runtime.split("reduce", length, { cost, grain: GRAIN }, (start, end) => {
      const place = sums + start * bytes;
      return [bytes, 0, place, place, 1, chunks, length, end - start];
    });
  }
  heap.copyOut(filterSums, dfilters);
  heap.copyOut(biasSums, db);
}

/** dx: 0 where the mask, if it is not 0, is not positive. */
function imagesBackward(
  runtime: Runtime,
  bytes: number,
  dout: number,
  filter: number,
  mask: number,
  dx: TypedArray,
  FN: number,
  windows: Windows,
) {
  const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
  const { heap } = runtime;
  const images = heap.allocOut(dx);
  if (C >= 4 && isForWinograd(bytes, FN, windows)) { // fewer channels do not fill a tile
    const places = { image: dout, filters: turned(filter, C), bias: 0, maps: images, mask };
    winograd(runtime, places, { N, C: FN, H: OH, W: OW, pad: 2 - pad }, C, false);
  } else {
    const K = C * FH * FW;
    const [size, seen] = [C * H * W, FN * OH * OW];
    const planes = C * (H + 2 * pad) * (W + 2 * pad);
    const panels = (K + 3) * (FN + OH * OW); // of filters, and what places give back
    const scratch = scratchBytes(K, FN, panels + planes, bytes);
    // deno-fmt-ignore
    runtime.split("imagesBackward", N, { cost: seen * K, scratch }, (start, end) => [
      bytes, dout + start * seen * bytes, filter, images + start * size * bytes, end - start,
      C, H, W, pad, FN, FH, FW, stride, OH, OW, mask === 0 ? 0 : mask + start * size * bytes,
    ]);
  }
  heap.copyOut(images, dx);
}

/**
 * For FN filters of K elements: a panel of 8 windows, the offsets of their elements, the filters with these or their sums,
 * and `others` besides, such as planes of an image with its border and one of ones.
 */
function scratchBytes(FN: number, K: number, others: number, bytes: number): number {
  return 512 + K * (32 + 4) + (FN + 3) * K * (bytes + 1) + others * bytes;
}
