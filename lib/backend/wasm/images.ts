// Windows over images, and pooling, on the kernels.

import type { ImageOperations, TypedArray, Windows } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import { bytesOfAll, type Runtime } from "./runtime.ts";

/** dout in memory; if `indices` is not 0, that of the pooling after the convolution. */
export interface Dout {
  address: number;
  indices: number;
  /** elements per map */
  perMap: number;
}

export function imagesOn(
  runtime: Runtime,
): Pick<ImageOperations, "im2col" | "col2im" | "pooling" | "poolingBackward"> {
  const { heap } = runtime;

  /** im2col from `x` to `col`, or col2im from `col` to `x`, which goes the same way through both. */
  const walk = (kernel: "im2col" | "col2im") =>
  (
    input: TypedArray,
    out: TypedArray,
    windows: Windows,
  ): void => {
    const bytes = bytesOfAll(input, out);
    if (bytes === undefined) return reference[kernel](input, out, windows);
    const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
    const [image, rows] = [C * H * W * bytes, OH * OW * C * FH * FW * bytes];
    heap.withAddresses([input], [out], (from, to) => {
      const [x, col] = kernel === "im2col" ? [from, to] : [to, from];
      // deno-fmt-ignore
      runtime.split(kernel, N, { cost: rows / bytes }, (start, end) => [
        bytes, x + start * image, col + start * rows, end - start,
        C, H, W, FH, FW, stride, pad, OH, OW,
      ]);
    });
  };

  return {
    im2col: walk("im2col"),
    col2im: walk("col2im"),

    pooling(x, out, indices, windows) {
      const bytes = bytesOfAll(x, out);
      if (bytes === undefined) return reference.pooling(x, out, indices, windows);
      const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
      heap.withAddresses([x], [out, indices], (...addresses) => {
        // deno-fmt-ignore
        runtime.split("pooling", N * C, { cost: OH * OW * FH * FW }, (start, end) => [
          bytes, ...addresses, start, end, H, W, FH, FW, stride, pad, OH, OW,
        ]);
      });
    },

    poolingBackward(dout, indices, dx, windows) {
      const bytes = bytesOfAll(dout, dx);
      if (bytes === undefined) return reference.poolingBackward(dout, indices, dx, windows);
      const { N, C, H, W, OH, OW } = windows;
      heap.withAddresses([dout, indices], [dx], (address, places, images) => {
        const pooled = { address, indices: places, perMap: OH * OW };
        unpool(runtime, bytes, pooled, { address: images, perMap: H * W }, N * C);
      });
    },
  };
}

/** Each element of `pooled` in the place that it came from in its map, 0 elsewhere. */
export function unpool(
  runtime: Runtime,
  bytes: 4 | 8,
  pooled: Dout,
  maps: Pick<Dout, "address" | "perMap">,
  count: number,
): void {
  // deno-fmt-ignore
  runtime.split("poolingBackward", count, { cost: maps.perMap }, (start, end) => [
    bytes, pooled.address, pooled.indices, maps.address, start, end, pooled.perMap, maps.perMap,
  ]);
}
