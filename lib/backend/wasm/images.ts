// Windows over images, and pooling, on the kernels.

import type { ImageOperations } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, type Machine } from "./machine.ts";

export function imagesOn(
  machine: Machine,
): Pick<ImageOperations, "im2col" | "col2im" | "pooling" | "poolingBackward"> {
  const { workshop } = machine;
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
export function unpool(
  machine: Machine, bytes: number, dout: number, indices: number, images: number,
  planes: number, pooled: number, size: number,
) {
  machine.split("poolingBackward", planes, { work: size }, (start, end) => [
    bytes, dout, indices, images, start, end, pooled, size,
  ]);
}
