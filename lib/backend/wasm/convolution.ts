// Convolution on the kernels: by Winograd's algorithm where that is faster, window by window elsewhere. In the backward
// pass, dfilters can also be summed over only those pixels that a max pooling has chosen.

import type { ImageOperations, TypedArray } from "../contract.ts";
import { reference } from "../reference/reference.ts";
import {
  type Chunk,
  direct,
  directFiltersBackward,
  directImagesBackward,
  type Sizes,
} from "./direct.ts";
import { type Dout, unpool } from "./images.ts";
import { bytesOfAll, COST_OF_AN_ELEMENT, GRAIN, type Runtime } from "./runtime.ts";
import {
  isForWinograd,
  winograd,
  winogradFiltersBackward,
  winogradImagesBackward,
} from "./winograd.ts";

const CHUNK = 16; // images whose dfilters are summed by themselves; these sums are then added in order

export function convolutionOn(
  runtime: Runtime,
): Pick<ImageOperations, "convolution" | "convolutionBackward"> {
  const { heap } = runtime;
  return {
    convolution(operands) {
      const { x, filters, b, out, windows, withRelu = false } = operands;
      const bytes = bytesOfAll(x, filters, b, out);
      if (bytes === undefined) return reference.convolution(operands);
      const sizes = { ...windows, bytes, FN: b.length };
      const compute = isForWinograd(sizes, windows.C) ? winograd : direct;
      heap.withAddresses([x, filters, b], [out], (images, weights, bias, maps) => {
        compute(runtime, sizes, images, weights, bias, maps, withRelu);
      });
    },

    convolutionBackward(operands) {
      const { x, filters, dout, dx, dfilters, db, windows, afterRelu = false, indices } = operands;
      const bytes = bytesOfAll(x, filters, dout, dx ?? x, dfilters, db);
      if (bytes === undefined) return reference.convolutionBackward(operands);
      const sizes = { ...windows, bytes, FN: db.length };
      const { N, FN, C, OH, OW } = sizes;
      heap.reset();
      const [images, weights, address] = [x, filters, dout].map((array) => heap.copyIn(array));
      const given: Dout = {
        address,
        indices: indices === undefined ? 0 : heap.copyIn(indices),
        perMap: dout.length / Math.max(N * FN, 1),
      };
      const byWinograd = isForWinograd(sizes, Math.min(C, FN));
      const takesPooled = bytes === 4 && !byWinograd;
      let maps = given;
      if (indices !== undefined && (dx || !takesPooled)) {
        maps = { address: heap.alloc(N * FN * OH * OW * bytes), indices: 0, perMap: OH * OW };
        unpool(runtime, bytes, given, maps, N * FN);
      }
      sumChunks(runtime, sizes, images, takesPooled ? given : maps, dfilters, db, byWinograd);
      if (dx === undefined) return;
      const target = heap.allocOut(dx);
      // fewer channels do not fill a tile
      const compute = C >= 4 && isForWinograd(sizes, FN)
        ? winogradImagesBackward
        : directImagesBackward;
      compute(runtime, sizes, maps.address, weights, target, afterRelu ? images : 0);
      heap.copyOut(target, dx);
    },
  };
}

/** dfilters and db, summed chunk by chunk: so their bits do not depend on the number of threads. */
function sumChunks(
  runtime: Runtime,
  sizes: Sizes,
  images: number,
  dout: Dout,
  dfilters: TypedArray,
  db: TypedArray,
  byWinograd: boolean,
): void {
  const { heap } = runtime;
  const { bytes, FN, N, C, H, W, pad } = sizes;
  const count = Math.max(Math.ceil(N / CHUNK), 1);
  const outputs = [dfilters, db];
  const sums = outputs.map(({ byteLength }) => heap.alloc(count * byteLength));
  const chunks = Array.from({ length: count }, (_, i): Chunk => {
    const start = i * CHUNK;
    const args = [
      images + start * C * H * W * bytes,
      dout.address + start * FN * dout.perMap * bytes,
      ...sums.map((address, k) => address + i * outputs[k].byteLength),
      ...[Math.min(CHUNK, N - start), C, H, W, pad, FN],
    ];
    return { start, args };
  });
  if (byWinograd) winogradFiltersBackward(runtime, sizes, chunks);
  else directFiltersBackward(runtime, sizes, chunks, dout);
  outputs.forEach((out, k) => {
    const split = { cost: count * COST_OF_AN_ELEMENT, grain: GRAIN };
    runtime.split("reduce", out.length, split, (start, end) => {
      const address = sums[k] + start * bytes;
      return [bytes, 0, address, address, 1, count, out.length, end - start];
    });
    heap.copyOut(sums[k], out);
  });
}
