// What every backend must compute of images, against the definitions written out here.

import { assertClose, assertEquals } from "../assert.ts";
import { forEachBackend } from "../backends.ts";
import type { TypedArray, Windows } from "../../lib/backend/contract.ts";
import { random, tensor } from "../../lib/mod.ts";

const arrayTypes = { float32: Float32Array, float64: Float64Array };
const dtypes = ["float32", "float64"] as const;

/** Windows with their number of places; pad is smaller than the window, as pooling needs. */
const cases: Windows[] = [
  [0, 2, 4, 4, 2, 2, 1, 0],
  [1, 1, 1, 1, 1, 1, 1, 0],
  [1, 1, 3, 3, 2, 2, 1, 0],
  [2, 3, 5, 4, 3, 2, 1, 1],
  [2, 1, 7, 9, 3, 3, 2, 0],
  [1, 2, 9, 8, 5, 3, 2, 2],
  [1, 3, 4, 5, 4, 5, 1, 0],
  [3, 2, 5, 5, 1, 1, 3, 0], // windows with gaps between
  [1, 4, 8, 31, 3, 3, 1, 1],
  [3, 8, 5, 6, 3, 3, 1, 1], // what Winograd's way takes: tiles that are cut off, borders from 0 to more than the filter
  [1, 9, 3, 3, 3, 3, 1, 0],
  [2, 8, 9, 4, 3, 3, 1, 2],
  [1, 10, 2, 1, 3, 3, 1, 1],
  [40, 8, 4, 8, 3, 3, 1, 1], // more than one block of images
  [2, 8, 7, 5, 3, 3, 2, 1], // what it does not take, for the stride
].map(([N, C, H, W, FH, FW, stride, pad]) => ({
  N,
  C,
  H,
  W,
  FH,
  FW,
  stride,
  pad,
  OH: Math.floor((H + 2 * pad - FH) / stride) + 1,
  OW: Math.floor((W + 2 * pad - FW) / stride) + 1,
}));

/** Calls `see` for every element of every window: its row and column in col, and its index in x or −1 for the border. */
function walk(
  { N, C, H, W, FH, FW, stride, pad, OH, OW }: Windows,
  see: (row: number, column: number, index: number) => void,
) {
  for (let row = 0; row < N * OH * OW; row++) {
    const [n, oy, ox] = [Math.floor(row / (OH * OW)), Math.floor(row / OW) % OH, row % OW];
    for (let column = 0; column < C * FH * FW; column++) {
      const c = Math.floor(column / (FH * FW));
      const y = oy * stride - pad + (Math.floor(column / FW) % FH);
      const x = ox * stride - pad + (column % FW);
      const inside = y >= 0 && y < H && x >= 0 && x < W;
      see(row, column, inside ? ((n * C + c) * H + y) * W + x : -1);
    }
  }
}

const forEachCase = (
  run: (windows: Windows, dtype: "float32" | "float64", draw: (size: number) => TypedArray) => void,
) => {
  const rng = random(1);
  for (const dtype of dtypes) {
    for (const windows of cases) run(windows, dtype, (size) => rng.normal(size, 0, 1, dtype).data);
  }
};

function assertSame(actual: TypedArray, expected: number[], what: string, windows: Windows) {
  const message = `${what} of ${JSON.stringify(windows)}`;
  const dtype = actual instanceof Float32Array ? "float32" : "float64";
  // a small sum of large products is no more exact than a large one
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const atol = largest * (dtype === "float32" ? 1e-6 : 1e-14);
  assertClose(tensor(actual), tensor(expected, { dtype }), { what: message, equalNaN: true, atol });
}

const sizes = ({ N, C, H, W, FH, FW, OH, OW }: Windows) => ({
  image: N * C * H * W,
  places: N * OH * OW,
  seen: C * FH * FW,
});

forEachBackend("im2col and col2im follow the windows", (backend) => {
  forEachCase((windows, dtype, draw) => {
    const { image, places, seen } = sizes(windows);
    const x = draw(image);
    const col = new arrayTypes[dtype](places * seen).fill(99);
    backend.im2col(x, col, windows);
    const expectedCol = new Array<number>(places * seen).fill(0);
    walk(windows, (row, column, index) => {
      if (index >= 0) expectedCol[row * seen + column] = x[index];
    });
    assertEquals(Array.from(col), expectedCol);

    const back = new arrayTypes[dtype](image).fill(99);
    const expectedBack = new Array<number>(image).fill(0);
    backend.col2im(col, back, windows);
    walk(windows, (row, column, index) => {
      if (index >= 0) expectedBack[index] += col[row * seen + column];
    });
    assertSame(back, expectedBack, "col2im", windows);
  });
});

forEachBackend("convolution and its gradients are sums over the windows", (backend) => {
  forEachCase((windows, dtype, draw) => {
    const { image, places, seen } = sizes(windows);
    const area = windows.OH * windows.OW;
    for (const [FN, gap] of [[1, 1], [5, 1], [9, 1], [1, 3], [5, 4]]) {
      const [x, filters, b] = [draw(image), draw(FN * seen), draw(FN)];
      // one in `gap` is not 0, as after max pooling
      const dout = draw(places * FN).map((value, i) => i % gap === 0 ? value : 0);
      const Type = arrayTypes[dtype];
      const [out, dx] = [new Type(places * FN).fill(99), new Type(image).fill(99)];
      const [dfilters, db] = [new Type(FN * seen).fill(99), new Type(FN).fill(99)];
      backend.convolution({ x, filters, b, out, windows });
      const operands = { x, filters, dout, dx, dfilters, db, windows };
      backend.convolutionBackward(operands);
      const [without, withoutB] = [dfilters.slice().fill(99), db.slice().fill(99)];
      backend.convolutionBackward({ ...operands, dx: undefined, dfilters: without, db: withoutB });
      assertEquals([without, withoutB], [dfilters, db]);

      const zeros = (length: number) => new Array<number>(length).fill(0);
      const expected = {
        out: zeros(places * FN).map((_, i) => b[Math.floor(i / area) % FN]),
        dx: zeros(image),
        dfilters: zeros(FN * seen),
        db: zeros(FN),
      };
      dout.forEach((value, i) => expected.db[Math.floor(i / area) % FN] += value);
      walk(windows, (row, column, index) => {
        if (index < 0) return;
        for (let f = 0; f < FN; f++) {
          const at = (Math.floor(row / area) * FN + f) * area + row % area;
          expected.out[at] += x[index] * filters[f * seen + column];
          expected.dx[index] += dout[at] * filters[f * seen + column];
          expected.dfilters[f * seen + column] += dout[at] * x[index];
        }
      });
      assertSame(out, expected.out, "out", windows);
      assertSame(dx, expected.dx, "dx", windows);
      assertSame(dfilters, expected.dfilters, "dfilters", windows);
      assertSame(db, expected.db, "db", windows);
    }
  });
});

forEachBackend(
  "a ReLU along with a convolution, after it and before it, is the one by itself",
  (backend) => {
    forEachCase((windows, _dtype, draw) => {
      const { image, places, seen } = sizes(windows);
      for (const FN of [1, 9]) {
        const [z, filters, b, dout] = [draw(image), draw(FN * seen), draw(FN), draw(places * FN)];
        if (image > 20) z[3] = NaN;
        const x = z.slice();
        backend.unary("relu", z, x);
        const [out, whole, cut] = [0, 1, 2].map(() => dout.slice().fill(99));
        backend.convolution({ x, filters, b, out: whole, windows });
        backend.unary("relu", whole, cut);
        backend.convolution({ x, filters, b, out, windows, withRelu: true });
        assertEquals(out, cut);

        const backward = (afterRelu: boolean) => {
          const [dx, dfilters, db] = [x, filters, b].map((array) => array.slice().fill(99));
          backend.convolutionBackward({ x, filters, dout, dx, dfilters, db, windows, afterRelu });
          return [dx, dfilters, db];
        };
        const [[dx, ...others], [dz, ...same]] = [false, true].map(backward);
        backend.reluBackward(z, dx, dx);
        assertEquals(dz, dx);
        assertEquals(same, others);
      }
    });
  },
);

forEachBackend("the gradient through a pooling goes to where its maxima came from", (backend) => {
  forEachCase((windows, dtype, draw) => {
    const { image, seen } = sizes(windows);
    const { N, OH, OW } = windows;
    for (const [FN, size, step] of [[1, 1, 1], [5, 1, 2], [9, 2, 1], [5, 2, 2]]) {
      if (size > Math.min(OH, OW)) continue;
      const [H, W] = [OH, OW];
      const [left, right] = [H, W].map((length) => Math.floor((length - size) / step) + 1);
      // deno-fmt-ignore
      const pool = { N, C: FN, H, W, FH: size, FW: size, stride: step, pad: 0, OH: left, OW: right };
      const [x, filters] = [draw(image), draw(FN * seen)];
      const [maps, dmaps] = [draw(N * FN * OH * OW), draw(N * FN * OH * OW)];
      const [out, dout] = [draw(N * FN * left * right), draw(N * FN * left * right)];
      const indices = new Int32Array(out.length);
      backend.pooling(maps, out, indices, pool);
      backend.poolingBackward(dout, indices, dmaps, pool);
      const backward = (dout: TypedArray, withDx: boolean, indices?: Int32Array) => {
        const [dx, dfilters, db] = [image, FN * seen, FN].map((size) => draw(size).fill(99));
        backend.convolutionBackward({
          ...{ x, filters, dout, dx: withDx ? dx : undefined, dfilters, db },
          ...{ windows, afterRelu: true, indices },
        });
        return { dx, dfilters, db };
      };
      for (const withDx of [true, false]) {
        const expected = backward(dmaps, withDx);
        for (const [name, array] of Object.entries(backward(dout, withDx, indices))) {
          const values = Array.from(expected[name as keyof typeof expected]);
          assertSame(array, values, `${name}, ${dtype}`, windows);
        }
      }
    }
  });
});

forEachBackend(
  "pooling takes the first maximum, NaN before numbers, never the border",
  (backend) => {
    forEachCase((windows, dtype, draw) => {
      const { image, places } = sizes(windows);
      const { C, FH, FW, OH, OW } = windows;
      // few different values, all negative, so that there are ties and a border of 0 would win
      const x = draw(image).map((value) => -1 - Math.abs(Math.round(value)));
      if (image > 5) x[4] = x[5] = NaN;
      const out = new arrayTypes[dtype](places * C).fill(99);
      const indices = new Int32Array(places * C).fill(99);
      backend.pooling(x, out, indices, windows);

      const seen = Array.from({ length: places * C }, () => [] as number[]);
      walk(windows, (row, column, index) => {
        const [n, place] = [Math.floor(row / (OH * OW)), row % (OH * OW)];
        const channel = Math.floor(column / (FH * FW));
        if (index >= 0) seen[(n * C + channel) * OH * OW + place].push(index);
      });
      const expected = seen.map((window) => {
        const values = window.map((index) => x[index]);
        const nan = values.findIndex(Number.isNaN);
        return window[nan >= 0 ? nan : values.indexOf(Math.max(...values))];
      });
      assertEquals(Array.from(indices), expected);
      assertEquals(Array.from(out), expected.map((index) => x[index]));

      const dout = draw(places * C);
      const dx = new arrayTypes[dtype](image).fill(99);
      backend.poolingBackward(dout, indices, dx, windows);
      const expectedDx = new Array<number>(image).fill(0);
      expected.forEach((index, i) => expectedDx[index] += dout[i]);
      assertSame(dx, expectedDx, "dx", windows);
    });
  },
);
