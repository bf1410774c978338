// Convolution and pooling on the kernels.

import type { ImageOperations } from "../contract.ts";
import { reference } from "../reference.ts";
import { bytesOfAll, type Machine } from "./machine.ts";

export function imagesOn({ kernels, workshop }: Machine): ImageOperations {
  return {
    im2col(x, col, windows) {
      const bytes = bytesOfAll(x, col);
      if (bytes === undefined) return reference.im2col(x, col, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      workshop.begin();
      const image = workshop.put(x);
      const rows = workshop.reserve(col.byteLength);
      kernels.im2col(bytes, image, rows, N, C, H, W, FH, FW, stride, pad, OH, OW);
      workshop.take(rows, col);
    },

    col2im(col, x, windows) {
      const bytes = bytesOfAll(x, col);
      if (bytes === undefined) return reference.col2im(col, x, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      workshop.begin();
      const image = workshop.reserve(x.byteLength);
      const rows = workshop.put(col);
      kernels.col2im(bytes, image, rows, N, C, H, W, FH, FW, stride, pad, OH, OW);
      workshop.take(image, x);
    },

    convolution(x, filters, b, out, FN, windows) {
      const bytes = bytesOfAll(x, filters, b, out);
      if (bytes === undefined) return reference.convolution(x, filters, b, out, FN, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      const K = C * FH * FW;
      const [padH, padW] = [H + 2 * pad, W + 2 * pad];
      workshop.begin();
      const [image, filter, bias] = [x, filters, b].map((array) => workshop.put(array));
      const maps = workshop.reserve(out.byteLength);
      const panels = workshop.reserve((FN + 3) * K * bytes);
      const scratch = workshop.reserve(scratchBytes(K, C * padH * padW, bytes));
      kernels.packFilters(bytes, filter, FN, K, panels);
      // deno-fmt-ignore
      kernels.correlate(
        bytes, image, panels, bias, maps, N, C, H, W, padH, padW, pad, pad, 1,
        FN, FH, FW, stride, OH, OW, scratch,
      );
      workshop.take(maps, out);
    },

    convolutionBackward(x, filters, dout, dx, dfilters, db, FN, windows) {
      const bytes = bytesOfAll(x, filters, dout, dx ?? x, dfilters, db);
      if (bytes === undefined) {
        return reference.convolutionBackward(x, filters, dout, dx, dfilters, db, FN, windows);
      }
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      const K = C * FH * FW;
      const [padH, padW] = [H + 2 * pad, W + 2 * pad];
      workshop.begin();
      const [image, douts] = [workshop.put(x), workshop.put(dout)];
      const [filterSums, biasSums] = [dfilters, db].map((array) =>
        workshop.reserve(array.byteLength)
      );
      const sums = (K + 3 + OH * OW) * (FN + 7) * bytes;
      const scratch = workshop.reserve(scratchBytes(K, C * padH * padW, bytes) + sums);
      // deno-fmt-ignore
      kernels.filtersBackward(
        bytes, image, douts, filterSums, biasSums, N, C, H, W, pad,
        FN, FH, FW, stride, OH, OW, scratch,
      );
      workshop.take(filterSums, dfilters);
      workshop.take(biasSums, db);
      if (dx === undefined) return;

      // dx: dout spread out by the stride, seen by the filters turned round
      const [wideH, wideW] = [H + FH - 1, W + FW - 1];
      const [top, left] = [FH - 1 - pad, FW - 1 - pad];
      const taps = FN * FH * FW;
      const filter = workshop.put(filters);
      const turned = workshop.reserve(filters.byteLength);
      const images = workshop.reserve(dx.byteLength);
      const panels = workshop.reserve((C + 3) * taps * bytes);
      const room = workshop.reserve(scratchBytes(taps, FN * wideH * wideW, bytes));
      kernels.turnFilters(bytes, filter, FN, C, FH * FW, turned);
      kernels.packFilters(bytes, turned, C, taps, panels);
      // deno-fmt-ignore
      kernels.correlate(
        bytes, douts, panels, 0, images, N, FN, OH, OW, wideH, wideW, top, left, stride,
        C, FH, FW, 1, H, W, room,
      );
      workshop.take(images, dx);
    },

    pooling(x, out, indices, windows) {
      const bytes = bytesOfAll(x, out);
      if (bytes === undefined) return reference.pooling(x, out, indices, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      workshop.begin();
      const image = workshop.put(x);
      const maxima = workshop.reserve(out.byteLength);
      const places = workshop.reserve(indices.byteLength);
      // deno-fmt-ignore
      kernels.pooling(
        bytes, image, maxima, places, N * C, H, W, FH, FW, stride, pad, OH, OW,
      );
      workshop.take(maxima, out);
      workshop.take(places, indices);
    },

    poolingBackward(dout, indices, dx) {
      const bytes = bytesOfAll(dout, dx);
      if (bytes === undefined) return reference.poolingBackward(dout, indices, dx);
      workshop.begin();
      const [douts, places] = [workshop.put(dout), workshop.put(indices)];
      const images = workshop.reserve(dx.byteLength);
      kernels.poolingBackward(bytes, douts, places, images, dout.length, dx.length);
      workshop.take(images, dx);
    },
  };
}

/** For windows of K elements: a panel of 8 of them, their offsets, and the planes of an image with its border. */
function scratchBytes(K: number, planes: number, bytes: number): number {
  return 512 + K * (32 + 4) + planes * bytes;
}
