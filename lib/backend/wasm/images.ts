// Windows over images, and pooling, on the kernels.

import type { ImageOperations } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, type Runtime } from "./runtime.ts";

export function imagesOn(
  runtime: Runtime,
): Pick<ImageOperations, "im2col" | "col2im" | "pooling" | "poolingBackward"> {
  const { heap } = runtime;
  return {
    im2col(x, col, windows) {
      const bytes = bytesOfAll(x, col);
      if (bytes === undefined) return reference.im2col(x, col, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      heap.reset();
      const image = heap.copyIn(x);
      const rows = heap.allocOut(col);
      const [size, seen] = [C * H * W, OH * OW * C * FH * FW];
      // deno-fmt-ignore
      runtime.split("im2col", N, { cost: seen }, (start, end) => [
        bytes, image + start * size * bytes, rows + start * seen * bytes, end - start,
        C, H, W, FH, FW, stride, pad, OH, OW,
      ]);
      heap.copyOut(rows, col);
    },

    col2im(col, x, windows) {
      const bytes = bytesOfAll(x, col);
      if (bytes === undefined) return reference.col2im(col, x, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      heap.reset();
      const rows = heap.copyIn(col);
      const image = heap.allocOut(x);
      const [size, seen] = [C * H * W, OH * OW * C * FH * FW];
      // deno-fmt-ignore
      runtime.split("col2im", N, { cost: seen }, (start, end) => [
        bytes, image + start * size * bytes, rows + start * seen * bytes, end - start,
        C, H, W, FH, FW, stride, pad, OH, OW,
      ]);
      heap.copyOut(image, x);
    },

    pooling(x, out, indices, windows) {
      const bytes = bytesOfAll(x, out);
      if (bytes === undefined) return reference.pooling(x, out, indices, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      heap.reset();
      const image = heap.copyIn(x);
      const maxima = heap.allocOut(out);
      const places = heap.allocOut(indices);
      // deno-fmt-ignore
      runtime.split("pooling", N * C, { cost: OH * OW * FH * FW }, (start, end) => [
        bytes, image, maxima, places, start, end, H, W, FH, FW, stride, pad, OH, OW,
      ]);
      heap.copyOut(maxima, out);
      heap.copyOut(places, indices);
    },

    poolingBackward(dout, indices, dx, windows) {
      const bytes = bytesOfAll(dout, dx);
      if (bytes === undefined) return reference.poolingBackward(dout, indices, dx, windows);
      const { N, C, H, W, OH, OW } = windows;
      heap.reset();
      const [douts, places] = [heap.copyIn(dout), heap.copyIn(indices)];
      const images = heap.allocOut(dx);
      unpool(runtime, bytes, douts, places, images, N * C, OH * OW, H * W);
      heap.copyOut(images, dx);
    },
  };
}

/** `pooled` elements of every plane of dout to where they came from, among `size` elements of images. */
// deno-fmt-ignore
export function unpool(
  runtime: Runtime, bytes: number, dout: number, indices: number, images: number,
  planes: number, pooled: number, size: number,
) {
  runtime.split("poolingBackward", planes, { cost: size }, (start, end) => [
    bytes, dout, indices, images, start, end, pooled, size,
  ]);
}
