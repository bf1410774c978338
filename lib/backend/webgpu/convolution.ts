// Convolution as products of matrices, §7.4, of a matrix that is never built: where the product wants one of its
// elements, seen() takes it from the images.

import type { ImageOperations, TypedArray, Windows } from "../contract.ts";
import type { Gpu } from "./device.ts";
import { unpool } from "./images.ts";
import { product } from "./matrices.ts";
import { constantsOf, PLACE, SEEN, sizesOf } from "./windows.ts";

export function convolutionOn(
  gpu: Gpu,
): Pick<ImageOperations, "convolution" | "convolutionBackward"> {
  return {
    /** out (FN, N·OH·OW) = filters (FN, C·FH·FW) · seenᵀ + b */
    convolution({ x, filters, b, out, windows, withRelu = false }) {
      const { N, C, FH, FW, OH, OW } = windows;
      product(gpu, {
        name: `convolution${withRelu ? " with ReLU" : ""} ${sizesOf(windows)}`,
        ...{ rows: b.length, columns: N * OH * OW, length: C * FH * FW },
        constants: constantsOf(windows),
        operands: `${SEEN}
fn left(row: u32, k: u32) -> f32 { return filters[row * C * FH * FW + k]; }
fn right(k: u32, column: u32) -> f32 { return seen(column, k); }`,
        inputs: { x, filters },
        result: {
          store: `
fn store(row: u32, column: u32, sum: f32) {
  let at = (column / (OH * OW) * u.rows + row) * OH * OW + column % (OH * OW);
  out[at] = ${withRelu ? "relu(sum + b[row])" : "sum + b[row]"};
}`,
          inputs: { b },
          outputs: { out },
        },
      });
    },

    convolutionBackward({ x, filters, dx, dfilters, db, windows, afterRelu = false, ...rest }) {
      let { dout } = rest;
      if (rest.indices !== undefined) {
        const count = windows.N * db.length;
        const maps = gpu.scratch(count * windows.OH * windows.OW);
        unpool(gpu, dout, rest.indices, maps, count);
        dout = maps;
      }
      filtersBackward(gpu, x, dout, dfilters, db, windows);
      if (dx === undefined) return;
      imagesBackward(gpu, filters, dout, dx, windows, afterRelu ? x : undefined);
    },
  };
}

/**
 * dfilters (FN, C·FH·FW) = dout (FN, N·OH·OW) · seen. A bias is like one more element of a filter, which always sees 1;
 * so db is one more column.
 */
function filtersBackward(
  gpu: Gpu,
  x: TypedArray,
  dout: TypedArray,
  dfilters: TypedArray,
  db: TypedArray,
  windows: Windows,
): void {
  const { N, C, FH, FW, OH, OW } = windows;
  product(gpu, {
    name: `dfilters ${sizesOf(windows)}`,
    ...{ rows: db.length, columns: C * FH * FW + 1, length: N * OH * OW },
    constants: constantsOf(windows),
    operands: `${SEEN}
fn left(row: u32, k: u32) -> f32 {
  return dout[(k / (OH * OW) * u.rows + row) * OH * OW + k % (OH * OW)];
}
fn right(k: u32, column: u32) -> f32 {
  if (column == C * FH * FW) { return 1.0; }
  return seen(k, column);
}`,
    inputs: { x, dout },
    result: {
      store: `
fn store(row: u32, column: u32, sum: f32) {
  if (column == C * FH * FW) { db[row] = sum; } else { dfilters[row * C * FH * FW + column] = sum; }
}`,
      inputs: {},
      outputs: { dfilters, db },
    },
  });
}

/** dx (C, N·H·W) = filters (C, FN·FH·FW) · dout of the windows that see a pixel; 0 where a z is not positive. */
function imagesBackward(
  gpu: Gpu,
  filters: TypedArray,
  dout: TypedArray,
  dx: TypedArray,
  windows: Windows,
  z: TypedArray | undefined,
): void {
  const { N, C, H, W } = windows;
  product(gpu, {
    name: `dx${z ? " after ReLU" : ""} ${sizesOf(windows)}`,
    ...{ rows: C, columns: N * H * W, length: filters.length / C },
    constants: constantsOf(windows),
    operands: `${PLACE}
fn left(row: u32, k: u32) -> f32 {
  return filters[(k / (FH * FW) * C + row) * FH * FW + k % (FH * FW)];
}
fn right(k: u32, column: u32) -> f32 {
  let place = placeOf(column / W % H, column % W, k / FW % FH, k % FW);
  if (!place.isPlace) { return 0.0; }
  let FN = u.length / (FH * FW);
  let map = column / (H * W) * FN + k / (FH * FW);
  return dout[(map * OH + place.oy) * OW + place.ox];
}`,
    inputs: { filters, dout },
    result: {
      store: `
fn store(row: u32, column: u32, sum: f32) {
  let at = (column / (H * W) * C + row) * H * W + column % (H * W);
  dx[at] = ${z ? "select(sum, 0.0, z[at] <= 0.0 && !isNan(z[at]))" : "sum"};
}`,
      inputs: z === undefined ? {} : { z },
      outputs: { dx },
    },
  });
}
