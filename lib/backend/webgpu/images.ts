// Windows over images, and max pooling.

import type { ImageOperations, TypedArray } from "../contract.ts";
import type { Gpu } from "./device.ts";
import { compute, EACH, groupsFor } from "./kernel.ts";
import { constantsOf, PLACE, SEEN, sizesOf } from "./windows.ts";

const MAP_LANES = 64;

export function imagesOn(
  gpu: Gpu,
): Pick<ImageOperations, "im2col" | "col2im" | "pooling" | "poolingBackward"> {
  return {
    im2col(x, col, windows) {
      compute(gpu, {
        name: `im2col ${sizesOf(windows)}`,
        top: constantsOf(windows) + SEEN,
        main: `${EACH}
          const K = C * FH * FW;
          col[i] = seen(i / K, i % K);`,
        inputs: { x },
        outputs: { col },
        integers: { length: col.length },
        groups: groupsFor(col.length),
      });
    },

    /** A thread adds up all windows that see its pixel. */
    col2im(col, x, windows) {
      compute(gpu, {
        name: `col2im ${sizesOf(windows)}`,
        top: constantsOf(windows) + PLACE,
        main: `${EACH}
          let n = i / (C * H * W);
          let c = i / (H * W) % C;
          var sum = 0.0;
          for (var fy = 0u; fy < FH; fy++) {
            for (var fx = 0u; fx < FW; fx++) {
              let place = placeOf(i / W % H, i % W, fy, fx);
              if (place.isPlace) {
                let row = (n * OH + place.oy) * OW + place.ox;
                sum += col[((row * C + c) * FH + fy) * FW + fx];
              }
            }
          }
          x[i] = sum;`,
        inputs: { col },
        outputs: { x },
        integers: { length: x.length },
        groups: groupsFor(x.length),
      });
    },

    pooling(x, out, indices, windows) {
      compute(gpu, {
        name: `pooling ${sizesOf(windows)}`,
        top: constantsOf(windows),
        main: `${EACH}
          let top = i / OW % OH * stride; // of the image with its border
          let left = i % OW * stride;
          var best = 0u;
          var most = 0.0;
          var isFirst = true;
          for (var y = max(top, pad) - pad; y < min(top + FH - pad, H); y++) {
            for (var column = max(left, pad) - pad; column < min(left + FW - pad, W); column++) {
              let at = (i / (OH * OW) * H + y) * W + column;
              let value = x[at];
              if (isFirst || (!isNan(most) && (isNan(value) || value > most))) {
                best = at;
                most = value;
                isFirst = false;
              }
            }
          }
          out[i] = most;
          indices[i] = i32(best);`,
        inputs: { x },
        outputs: { out, indices },
        integers: { length: out.length },
        groups: groupsFor(out.length),
      });
    },

    poolingBackward(dout, indices, dx, { N, C }) {
      unpool(gpu, dout, indices, dx, N * C);
    },
  };
}

/**
 * `maps`: dout[i] added at indices[i], 0 elsewhere. A workgroup has a map; each lane looks at all of its dout, and adds
 * what falls on pixels of its own, in order: so windows may overlap, and no two lanes write to one pixel.
 */
export function unpool(
  gpu: Gpu,
  dout: TypedArray,
  indices: Int32Array,
  maps: TypedArray,
  count: number,
): void {
  compute(gpu, {
    name: "unpool",
    main: `
      let start = group * u.area;
      for (var at = start + lane; at < start + u.area; at += ${MAP_LANES}u) { maps[at] = 0.0; }
      for (var i = group * u.places; i < (group + 1u) * u.places; i++) {
        let at = u32(indices[i]);
        if ((at - start) % ${MAP_LANES}u == lane) { maps[at] += dout[i]; }
      }`,
    inputs: { dout, indices },
    outputs: { maps },
    integers: { area: maps.length / count, places: dout.length / count },
    groups: count,
    lanes: MAP_LANES,
  });
}
