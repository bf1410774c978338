// The plain backend's convolution and pooling, chapter 7. A convolution is a product of matrices: im2col lays what the
// window sees at each place into a row, §7.4. That is done image by image, so that one image's rows are all the memory it takes.

import type { ImageOperations, TypedArray, Windows } from "../contract.ts";
import { gemm } from "./gemm.ts";

function im2col(x: TypedArray, col: TypedArray, windows: Windows): void {
  const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
  let next = 0;
  for (let n = 0; n < N; n++) {
    for (let top = -pad; top < OH * stride - pad; top += stride) {
      for (let left = -pad; left < OW * stride - pad; left += stride) {
        for (let c = 0; c < C; c++) {
          for (let y = top; y < top + FH; y++) {
            const line = ((n * C + c) * H + y) * W;
            const isInside = y >= 0 && y < H;
            for (let i = left; i < left + FW; i++) {
              col[next++] = isInside && i >= 0 && i < W ? x[line + i] : 0;
            }
          }
        }
      }
    }
  }
}

function col2im(col: TypedArray, x: TypedArray, windows: Windows): void {
  const { N, C, H, W, FH, FW, stride, pad, OH, OW } = windows;
  x.fill(0);
  let next = 0;
  for (let n = 0; n < N; n++) {
    for (let top = -pad; top < OH * stride - pad; top += stride) {
      for (let left = -pad; left < OW * stride - pad; left += stride) {
        for (let c = 0; c < C; c++) {
          for (let y = top; y < top + FH; y++) {
            const line = ((n * C + c) * H + y) * W;
            const isInside = y >= 0 && y < H;
            for (let i = left; i < left + FW; i++, next++) {
              if (isInside && i >= 0 && i < W) x[line + i] += col[next];
            }
          }
        }
      }
    }
  }
}

/** The sizes that a convolution computes with: those of one image, P places, K elements in a window. */
function sizesOf(windows: Windows) {
  const { C, H, W, FH, FW, OH, OW } = windows;
  return { one: { ...windows, N: 1 }, imageSize: C * H * W, P: OH * OW, K: C * FH * FW };
}

/** For each image: out (FN, P) = filters (FN, K) · col (P, K)ᵀ + b. */
function convolution(
  x: TypedArray,
  filters: TypedArray,
  b: TypedArray,
  out: TypedArray,
  FN: number,
  windows: Windows,
  withRelu = false,
): void {
  const { one, imageSize, P, K } = sizesOf(windows);
  const col = new Float64Array(P * K);
  for (let n = 0; n < windows.N; n++) {
    const image = x.subarray(n * imageSize, (n + 1) * imageSize);
    const map = out.subarray(n * FN * P, (n + 1) * FN * P);
    im2col(image, col, one);
    gemm(filters, col, map, FN, K, P, false, true);
    for (let i = 0; i < map.length; i++) map[i] += b[Math.floor(i / P)];
  }
  if (withRelu) stop(out, out);
}

/** values[i] = 0 where z[i] ≤ 0 */
function stop(values: TypedArray, z: TypedArray): void {
  for (let i = 0; i < z.length; i++) {
    if (z[i] <= 0) values[i] = 0;
  }
}

/**
 * For each image: dfilters += dout (FN, P) · col (P, K), db += Σ dout, dx = col2im(doutᵀ · filters). Where a pooling comes
 * behind, dout is first laid to where its largest elements were.
 */
function convolutionBackward(
  x: TypedArray,
  filters: TypedArray,
  dout: TypedArray,
  dx: TypedArray | undefined,
  dfilters: TypedArray,
  db: TypedArray,
  FN: number,
  windows: Windows,
  withRelu = false,
  indices?: Int32Array,
): void {
  const { one, imageSize, P, K } = sizesOf(windows);
  if (indices !== undefined) {
    const Type = dout instanceof Float32Array ? Float32Array : Float64Array; // rounded as by poolingBackward alone
    const maps = new Type(windows.N * FN * P);
    poolingBackward(dout, indices, maps);
    dout = maps;
  }
  const col = new Float64Array(P * K);
  const product = new Float64Array(FN * K);
  const filterSums = new Float64Array(FN * K);
  const biasSums = new Float64Array(FN);
  for (let n = 0; n < windows.N; n++) {
    const image = x.subarray(n * imageSize, (n + 1) * imageSize);
    const dmap = dout.subarray(n * FN * P, (n + 1) * FN * P);
    im2col(image, col, one);
    gemm(dmap, col, product, FN, P, K, false, false);
    for (let i = 0; i < product.length; i++) filterSums[i] += product[i];
    for (let i = 0; i < dmap.length; i++) biasSums[Math.floor(i / P)] += dmap[i];
    if (dx === undefined) continue;
    gemm(dmap, filters, col, P, FN, K, true, false);
    col2im(col, dx.subarray(n * imageSize, (n + 1) * imageSize), one);
  }
  dfilters.set(filterSums);
  db.set(biasSums);
  if (withRelu && dx !== undefined) stop(dx, x);
}

function pooling(x: TypedArray, out: TypedArray, indices: Int32Array, windows: Windows): void {
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
}

function poolingBackward(dout: TypedArray, indices: Int32Array, dx: TypedArray): void {
  dx.fill(0);
  for (let i = 0; i < dout.length; i++) dx[indices[i]] += dout[i];
}

export const images: ImageOperations = {
  im2col,
  col2im,
  convolution,
  convolutionBackward,
  pooling,
  poolingBackward,
};
