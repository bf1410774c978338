// Convolution and pooling on the kernels.

import type { ImageOperations } from "../contract.ts";
import { reference } from "../reference.ts";
import { bytesOfAll, type Machine, UNIT, WORK_OF_AN_ELEMENT } from "./machine.ts";
import { isForWinograd, straight, turned, winograd } from "./winograd.ts";

const CHUNK = 16; // images whose gradients by the filters are summed up by themselves, then added in their order

export function imagesOn(machine: Machine): ImageOperations {
  const { kernels, workshop } = machine;
  return {
    im2col(x, col, windows) {
      const bytes = bytesOfAll(x, col);
      if (bytes === undefined) return reference.im2col(x, col, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      workshop.begin();
      const image = workshop.put(x);
      const rows = workshop.room(col);
      const [size, seen] = [C * H * W, OH * OW * C * FH * FW];
      // deno-fmt-ignore
      machine.split("im2col", N, { work: seen }, (start, end) => [
        bytes, image + start * size * bytes, rows + start * seen * bytes, end - start,
        C, H, W, FH, FW, stride, pad, OH, OW,
      ]);
      workshop.take(rows, col);
    },

    col2im(col, x, windows) {
      const bytes = bytesOfAll(x, col);
      if (bytes === undefined) return reference.col2im(col, x, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      workshop.begin();
      const rows = workshop.put(col);
      const image = workshop.room(x);
      const [size, seen] = [C * H * W, OH * OW * C * FH * FW];
      // deno-fmt-ignore
      machine.split("col2im", N, { work: seen }, (start, end) => [
        bytes, image + start * size * bytes, rows + start * seen * bytes, end - start,
        C, H, W, FH, FW, stride, pad, OH, OW,
      ]);
      workshop.take(image, x);
    },

    convolution(x, filters, b, out, FN, windows, withRelu = false) {
      const bytes = bytesOfAll(x, filters, b, out);
      if (bytes === undefined) {
        return reference.convolution(x, filters, b, out, FN, windows, withRelu);
      }
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      const K = C * FH * FW;
      const [padH, padW] = [H + 2 * pad, W + 2 * pad];
      workshop.begin();
      const [image, filter, bias] = [x, filters, b].map((array) => workshop.put(array));
      const maps = workshop.room(out);
      if (isForWinograd(bytes, C, windows)) {
        const places = { image, filters: straight(filter, C), bias, maps, mask: 0 };
        winograd(machine, places, windows, FN, withRelu);
        return workshop.take(maps, out);
      }
      const panels = workshop.reserve((FN + 3) * (K + 1) * bytes);
      const scratch = scratchBytes(FN, K + 1, C * padH * padW, padH * padW, bytes);
      kernels.packFilters(bytes, filter, bias, FN, K, panels);
      const [size, seen] = [C * H * W, FN * OH * OW];
      // deno-fmt-ignore
      machine.split("correlate", N, { work: seen * K, scratch }, (start, end) => [
        bytes, image + start * size * bytes, panels, bias, maps + start * seen * bytes, end - start,
        C, H, W, padH, padW, pad, pad, 1, FN, FH, FW, stride, OH, OW, withRelu ? 1 : 0, 0,
      ]);
      workshop.take(maps, out);
    },

    // deno-fmt-ignore
    convolutionBackward(
      x, filters, dout, dx, dfilters, db, FN, windows, withRelu = false, indices,
    ) {
      const bytes = bytesOfAll(x, filters, dout, dx ?? x, dfilters, db);
      if (bytes === undefined) {
        // deno-fmt-ignore
        return reference.convolutionBackward(
          x, filters, dout, dx, dfilters, db, FN, windows, withRelu, indices,
        );
      }
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      const K = C * FH * FW;
      const [padH, padW] = [H + 2 * pad, W + 2 * pad];
      workshop.begin();
      const [image, filter, douts] = [x, filters, dout].map((array) => workshop.put(array));
      const [size, seen] = [C * H * W, FN * OH * OW];
      const chunks = Math.max(Math.ceil(N / CHUNK), 1);
      const [filterSums, biasSums] = [dfilters, db].map((array) =>
        workshop.reserve(chunks * array.byteLength)
      );
      const byWinograd = isForWinograd(bytes, Math.min(C, FN), windows);
      const isPooled = indices !== undefined && bytes === 4 && !byWinograd;
      const places = indices === undefined ? 0 : workshop.put(indices);
      const pooled = (indices?.length ?? 0) / Math.max(N * FN, 1); // what the pooling has left of a map
      let dmaps = douts;
      if (indices !== undefined && !(isPooled && dx === undefined)) {
        dmaps = workshop.reserve(N * seen * bytes);
        unpool(machine, bytes, douts, places, dmaps, N * FN, pooled, OH * OW);
      }
      const [given, step] = isPooled ? [douts, FN * pooled] : [dmaps, seen];
      const parts = Array.from({ length: chunks }, (_, i) => {
        const [start, count] = [i * CHUNK, Math.min(CHUNK, N - i * CHUNK)];
        // deno-fmt-ignore
        const chunk = [
          image + start * size * bytes, given + start * step * bytes,
          filterSums + i * dfilters.byteLength, biasSums + i * db.byteLength, count, C, H, W, pad, FN,
        ];
        if (byWinograd) return [...chunk, OH, OW];
        const all = [...chunk, FH, FW, stride, OH, OW];
        if (!isPooled) return [bytes, ...all];
        return [...all, places + start * step * 4, start * seen, pooled];
      });
      if (byWinograd) {
        const scratch = kernels.winogradFiltersBackwardScratch(C, FN, OH, OW);
        machine.run("winogradFiltersBackward", parts, scratch);
      } else {
        const kernel = isPooled ? "filtersBackwardPooled" : "filtersBackward";
        const panels = OH * OW * (FN + 32) * bytes; // of windows, and of dout
        const sums = scratchBytes(FN + 7, K + 28, C * padH * padW, padH * padW, bytes);
        machine.run(kernel, parts, panels + sums);
      }
      for (const [sums, { length }] of [[filterSums, dfilters], [biasSums, db]] as const) {
        const work = chunks * WORK_OF_AN_ELEMENT;
        machine.split("reduce", length, { work, unit: UNIT }, (start, end) => {
          const place = sums + start * bytes;
          return [bytes, 0, place, place, 1, chunks, length, end - start];
        });
      }
      workshop.take(filterSums, dfilters);
      workshop.take(biasSums, db);
      if (dx === undefined) return;

      // dx: dout spread out by the stride, seen by the filters turned round
      const [wideH, wideW] = [H + FH - 1, W + FW - 1];
      const [top, left] = [FH - 1 - pad, FW - 1 - pad];
      const taps = FN * FH * FW;
      const images = workshop.room(dx);
      const mask = withRelu ? image : 0;
      if (isForWinograd(bytes, FN, windows)) {
        const arrays = { image: dmaps, filters: turned(filter, C), bias: 0, maps: images, mask };
        winograd(machine, arrays, { N, C: FN, H: OH, W: OW, pad: top }, C, false);
        return workshop.take(images, dx);
      }
      const turnedRound = workshop.reserve(filters.byteLength);
      kernels.turnFilters(bytes, filter, FN, C, FH * FW, turnedRound);
      const panels = workshop.reserve((C + 3) * taps * bytes);
      const scratch = scratchBytes(C, taps, FN * wideH * wideW, wideH * wideW, bytes);
      kernels.packFilters(bytes, turnedRound, 0, C, taps, panels);
      // deno-fmt-ignore
      machine.split("correlate", N, { work: size * taps, scratch }, (start, end) => [
        bytes, dmaps + start * seen * bytes, panels, 0, images + start * size * bytes, end - start,
        FN, OH, OW, wideH, wideW, top, left, stride, C, FH, FW, 1, H, W,
        0, mask === 0 ? 0 : mask + start * size * bytes,
      ]);
      workshop.take(images, dx);
    },

    pooling(x, out, indices, windows) {
      const bytes = bytesOfAll(x, out);
      if (bytes === undefined) return reference.pooling(x, out, indices, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      workshop.begin();
      const image = workshop.put(x);
      const maxima = workshop.room(out);
      const places = workshop.room(indices);
      // deno-fmt-ignore
      machine.split("pooling", N * C, { work: OH * OW * FH * FW }, (start, end) => [
        bytes, image, maxima, places, start, end, H, W, FH, FW, stride, pad, OH, OW,
      ]);
      workshop.take(maxima, out);
      workshop.take(places, indices);
    },

    poolingBackward(dout, indices, dx, windows) {
      const bytes = bytesOfAll(dout, dx);
      if (bytes === undefined) return reference.poolingBackward(dout, indices, dx, windows);
      const { N, C, H, W, OH, OW } = windows;
      workshop.begin();
      const [douts, places] = [workshop.put(dout), workshop.put(indices)];
      const images = workshop.room(dx);
      unpool(machine, bytes, douts, places, images, N * C, OH * OW, H * W);
      workshop.take(images, dx);
    },
  };
}

/** `pooled` elements of every plane of dout to where they came from, among `size` elements of images. */
// deno-fmt-ignore
function unpool(
  machine: Machine, bytes: number, dout: number, indices: number, images: number,
  planes: number, pooled: number, size: number,
) {
  machine.split("poolingBackward", planes, { work: size }, (start, end) => [
    bytes, dout, indices, images, start, end, pooled, size,
  ]);
}

/**
 * For windows of K elements and FN filters: a panel of 8 windows, the offsets of their elements, the filters with these or
 * their sums, and the planes of an image with its border, and as many ones as there are in one of them.
 */
function scratchBytes(FN: number, K: number, planes: number, plane: number, bytes: number): number {
  return 512 + K * (32 + 4) + (FN + 3) * K * (bytes + 1) + (planes + plane) * bytes;
}
