// The plain backend's convolution and pooling, chapter 7. A convolution is a product of matrices: im2col puts what the
// window sees at each place into a row, §7.4, image by image, so that it takes no more memory than one image's rows.

import type { ImageOperations, TypedArray, Windows } from "../contract.ts";
import { gemm } from "./gemm.ts";

/** For each element of the matrix of an image's windows, its index in the image; −1 for the border. */
function indicesOf({ C, H, W, FH, FW, stride, pad, OH, OW }: Windows): Int32Array {
  const indices = new Int32Array(OH * OW * C * FH * FW);
  let next = 0;
  for (let top = -pad; top < OH * stride - pad; top += stride) {
    for (let left = -pad; left < OW * stride - pad; left += stride) {
      for (let c = 0; c < C; c++) {
        for (let y = top; y < top + FH; y++) {
          for (let x = left; x < left + FW; x++) {
            const isInside = y >= 0 && y < H && x >= 0 && x < W;
            indices[next++] = isInside ? (c * H + y) * W + x : -1;
          }
        }
      }
    }
  }
  return indices;
}

/** col[i] = image[indices[i]], 0 for −1 */
function gather(image: TypedArray, indices: Int32Array, col: TypedArray): void {
  for (let i = 0; i < indices.length; i++) col[i] = indices[i] < 0 ? 0 : image[indices[i]];
}

/** image[indices[i]] += col[i], nothing for −1 */
function scatter(col: TypedArray, indices: Int32Array, image: TypedArray): void {
  for (let i = 0; i < indices.length; i++) {
    if (indices[i] >= 0) image[indices[i]] += col[i];
  }
}

/** The sizes that a convolution computes with: those of an image, P places, K elements in a window. */
function sizesOf(windows: Windows) {
  const { C, H, W, FH, FW, OH, OW } = windows;
  return { indices: indicesOf(windows), size: C * H * W, P: OH * OW, K: C * FH * FW };
}

/** values[i] = 0 where z[i] ≤ 0 */
function mask(values: TypedArray, z: TypedArray): void {
  for (let i = 0; i < z.length; i++) {
    if (z[i] <= 0) values[i] = 0;
  }
}

function unpool(dout: TypedArray, indices: Int32Array, maps: TypedArray): void {
  maps.fill(0);
  scatter(dout, indices, maps);
}

export const images: ImageOperations = {
  im2col(x, col, windows) {
    const indices = indicesOf(windows);
    const size = windows.C * windows.H * windows.W;
    for (let n = 0; n < windows.N; n++) {
      gather(x.subarray(n * size), indices, col.subarray(n * indices.length));
    }
  },

  col2im(col, x, windows) {
    const indices = indicesOf(windows);
    const size = windows.C * windows.H * windows.W;
    x.fill(0);
    for (let n = 0; n < windows.N; n++) {
      scatter(col.subarray(n * indices.length), indices, x.subarray(n * size));
    }
  },

  /** For each image: out (FN, P) = filters (FN, K) · col (P, K)ᵀ + b. */
  convolution({ x, filters, b, out, windows, withRelu = false }) {
    const { indices, size, P, K } = sizesOf(windows);
    const FN = b.length;
    const col = new Float64Array(P * K);
    for (let n = 0; n < windows.N; n++) {
      const map = out.subarray(n * FN * P, (n + 1) * FN * P);
      gather(x.subarray(n * size), indices, col);
      gemm(filters, col, map, FN, K, P, false, true);
      for (let i = 0; i < map.length; i++) map[i] += b[Math.floor(i / P)];
    }
    if (withRelu) mask(out, out);
  },

  /**
   * For each image: dfilters += dout (FN, P) · col (P, K), db += Σ dout, dx = col2im(doutᵀ · filters). With the
   * indices of a pooling, dout is unpooled first.
   */
  convolutionBackward({ afterRelu = false, indices: pooled, ...operands }) {
    const { x, filters, dx, dfilters, db, windows } = operands;
    let { dout } = operands;
    const { indices, size, P, K } = sizesOf(windows);
    const FN = db.length;
    if (pooled !== undefined) { // rounded as by poolingBackward alone
      const Type = dout instanceof Float32Array ? Float32Array : Float64Array;
      const maps = new Type(windows.N * FN * P);
      unpool(dout, pooled, maps);
      dout = maps;
    }
    const col = new Float64Array(P * K);
    const product = new Float64Array(FN * K);
    const filterSums = new Float64Array(FN * K);
    const biasSums = new Float64Array(FN);
    dx?.fill(0);
    for (let n = 0; n < windows.N; n++) {
      const dmap = dout.subarray(n * FN * P, (n + 1) * FN * P);
      gather(x.subarray(n * size), indices, col);
      gemm(dmap, col, product, FN, P, K, false, false);
      for (let i = 0; i < product.length; i++) filterSums[i] += product[i];
      for (let i = 0; i < dmap.length; i++) biasSums[Math.floor(i / P)] += dmap[i];
      if (dx === undefined) continue;
      gemm(dmap, filters, col, P, FN, K, true, false);
      scatter(col, indices, dx.subarray(n * size));
    }
    dfilters.set(filterSums);
    db.set(biasSums);
    if (afterRelu && dx !== undefined) mask(dx, x);
  },

  pooling(x, out, indices, windows) {
    const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
    let next = 0;
    for (let plane = 0; plane < N * C; plane++) {
      for (let top = -pad; top < OH * stride - pad; top += stride) {
        for (let left = -pad; left < OW * stride - pad; left += stride) {
          let index = -1;
          let max = 0;
          for (let y = Math.max(top, 0); y < Math.min(top + FH, H); y++) {
            const line = (plane * H + y) * W;
            for (let i = line + Math.max(left, 0); i < line + Math.min(left + FW, W); i++) {
              // NaN, which is not even itself, wins over numbers, and the first NaN over the next
              if (index < 0 || x[i] > max || (x[i] !== x[i] && max === max)) {
                index = i;
                max = x[i];
              }
            }
          }
          out[next] = max;
          indices[next++] = index;
        }
      }
    }
  },

  poolingBackward: unpool,
};
