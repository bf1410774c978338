// Random shapes and values through every operation, on every backend, against loops over indices that share no code with lib:
// here an array is a shape and a function from index to value. Ranks 0 to 5, lengths 0 and 1, every dtype.

import {
  AdaGrad,
  Adam,
  backendInfo,
  BatchNormalization,
  col2im,
  Convolution,
  type DType,
  im2col,
  Momentum,
  Nesterov,
  type Optimizer,
  Pooling,
  type Random,
  random,
  RMSprop,
  SGD,
  type SliceRange,
  softmax,
  Tensor,
  tensor,
  useBackend,
  where,
} from "../../lib/mod.ts";
import type { TortureOptions, TortureReport } from "../torture.ts";

/** An array as a mathematician has it. */
interface Field {
  shape: number[];
  at: (...index: number[]) => number;
}

/** What lib is asked for, what the loops give, and how far from it float32 may be, in units of its rounding. */
interface Case {
  what: string;
  actual: () => (Tensor | number)[];
  expected: Field[];
  roundings: number;
}

// --- fields -------------------------------------------------------------------------------------

/** Every index of a shape, in row-major order. */
function* indicesOf(shape: readonly number[]): Generator<number[]> {
  if (shape.length === 0) return yield [];
  for (let i = 0; i < shape[0]; i++) {
    for (const rest of indicesOf(shape.slice(1))) yield [i, ...rest];
  }
}

/** The values of a tensor, looked up by index without strides of lib. */
function fieldOf(x: Tensor): Field {
  const shape = [...x.shape];
  const values = Array.from(x.data);
  return {
    shape,
    at: (...index) => values[index.reduce((place, i, axis) => place * shape[axis] + i, 0)],
  };
}

/** Computed once for each index, so that fields built on fields stay cheap. */
function field(shape: number[], at: (...index: number[]) => number): Field {
  const known = new Map<string, number>();
  return {
    shape,
    at: (...index) => {
      const key = index.join();
      return known.get(key) ?? (known.set(key, at(...index)), known.get(key)!);
    },
  };
}

const total = (shape: number[], at: (...index: number[]) => number) => {
  let sum = 0;
  for (const index of indicesOf(shape)) sum += at(...index);
  return sum;
};

// --- drawing ------------------------------------------------------------------------------------

/** Draws shapes, tensors and choices from one seed. */
class Draw {
  readonly #rng: Random;

  constructor(seed: number) {
    this.#rng = random(seed);
  }

  integer(lo: number, hi: number): number {
    return this.#rng.integers(lo, hi + 1, 1)[0];
  }

  chance(share: number): boolean {
    return this.#rng.uniform([], 0, 1, "float64").item() < share;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)];
  }

  shape(leastAxes = 0, mostAxes = 5): number[] {
    return Array.from(
      { length: this.integer(leastAxes, mostAxes) },
      () => this.pick([0, 1, 1, 2, 3, 4, 5]),
    );
  }

  dtype(choices: readonly DType[] = ["float32", "float64", "int32"]): DType {
    return this.pick(choices);
  }

  tensor(shape: number[], dtype: DType, lo = -3, hi = 3): Tensor {
    const values = this.#rng.uniform(shape, lo, hi, "float64");
    // quarters, so that equal elements and zeros occur
    const rounded = this.chance(0.3) ? Array.from(values.data, (v) => Math.round(v * 4) / 4) : null;
    return tensor(rounded ?? Array.from(values.data), { shape, dtype });
  }
}

// --- cases --------------------------------------------------------------------------------------

const binary: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  greater: (a, b) => Number(a > b),
  less: (a, b) => Number(a < b),
  equal: (a, b) => Number(a === b),
};

/** Two operands of which one may lack axes, or have length 1 in some. */
function broadcastCase(draw: Draw): Case {
  const name = draw.pick(Object.keys(binary));
  const shape = draw.shape();
  const part = () =>
    shape.map((n) => draw.chance(0.25) ? 1 : n).slice(draw.integer(0, shape.length));
  const dtypeA = draw.dtype();
  const dtypeB = draw.chance(0.2) ? "int32" : dtypeA;
  const [a, b] = [draw.tensor(part(), dtypeA), draw.tensor(part(), dtypeB)];
  const [fa, fb] = [fieldOf(a), fieldOf(b)];
  const ndim = Math.max(a.ndim, b.ndim);
  const lengthAt = (x: Field, axis: number) => x.shape[axis - ndim + x.shape.length] ?? 1;
  const result = Array.from({ length: ndim }, (_, axis) => {
    const [n, m] = [lengthAt(fa, axis), lengthAt(fb, axis)];
    return n === 1 ? m : n;
  });
  const look = (x: Field, index: number[]) =>
    x.at(...x.shape.map((n, axis) => n === 1 ? 0 : index[axis + ndim - x.shape.length]));
  return {
    what: `${name} ${dtypeA} (${a.shape}) ${dtypeB} (${b.shape})`,
    actual: () => [(a as unknown as Record<string, (y: Tensor) => Tensor>)[name](b)],
    expected: [field(result, (...index) => binary[name](look(fa, index), look(fb, index)))],
    roundings: 2,
  };
}

const unary: Record<string, (x: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  exp: Math.exp,
  tanh: Math.tanh,
  sqrt: Math.sqrt,
  log: Math.log,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

function unaryCase(draw: Draw): Case {
  const name = draw.pick(Object.keys(unary));
  const x = draw.tensor(draw.shape(), draw.dtype(["float32", "float64"]), -8, 8);
  const f = fieldOf(x);
  return {
    what: `${name} ${x.dtype} (${x.shape})`,
    actual: () => [(x as unknown as Record<string, () => Tensor>)[name]()],
    expected: [field(f.shape, (...index) => unary[name](f.at(...index)))],
    roundings: 8,
  };
}

function dotCase(draw: Draw): Case {
  const [M, K, N] = Array.from({ length: 3 }, () => draw.pick([0, 1, 2, 3, 7, 8, 9, 17, 33]));
  const a = draw.tensor(draw.chance(0.2) ? [K] : [M, K], draw.dtype());
  const b = draw.tensor(draw.chance(0.2) ? [K] : [K, N], a.dtype);
  const [fa, fb] = [fieldOf(a), fieldOf(b)];
  const rows = a.shape.slice(0, -1);
  return {
    what: `dot ${a.dtype} (${a.shape}) (${b.shape})`,
    actual: () => [a.dot(b)],
    expected: [field([...rows, ...b.shape.slice(1)], (...index) => {
      const [row, column] = [index.slice(0, rows.length), index.slice(rows.length)];
      return total([K], (k) => fa.at(...row, k) * fb.at(k, ...column));
    })],
    roundings: 10 * (K + 1),
  };
}

const reductions: Record<string, (values: number[]) => number> = {
  sum: (values) => values.reduce((sum, v) => sum + v, 0),
  mean: (values) => values.reduce((sum, v) => sum + v, 0) / values.length,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  argmax: (values) => values.indexOf(Math.max(...values)),
  argmin: (values) => values.indexOf(Math.min(...values)),
  var: (values) => reductions.mean(values.map((v) => (v - reductions.mean(values)) ** 2)),
  std: (values) => Math.sqrt(reductions.var(values)),
};

function reduceCase(draw: Draw): Case {
  const name = draw.pick(Object.keys(reductions));
  const shape = draw.shape(1).map((n) => name === "sum" ? n : Math.max(n, 1));
  const x = draw.tensor(shape, draw.dtype());
  const f = fieldOf(x);
  const axis = draw.integer(0, shape.length - 1);
  const keepdims = !name.startsWith("arg") && draw.chance(0.5);
  const inFront = draw.chance(0.5) ? axis : axis - shape.length; // a negative axis counts from the end
  const along = (index: number[]) =>
    Array.from({ length: shape[axis] }, (_, i) => f.at(...index.with(axis, i)));
  const out = keepdims ? shape.with(axis, 1) : shape.toSpliced(axis, 1);
  type Reduce = (axis: number, options?: { keepdims: boolean }) => Tensor;
  const reduce = (x as unknown as Record<string, Reduce>)[name].bind(x);
  return {
    what: `${name} ${x.dtype} (${shape}) axis ${inFront} keepdims ${keepdims}`,
    actual: () => [name.startsWith("arg") ? reduce(inFront) : reduce(inFront, { keepdims })],
    expected: [
      field(
        out,
        (...index) => reductions[name](along(keepdims ? index : index.toSpliced(axis, 0, 0))),
      ),
    ],
    roundings: 20 * (shape[axis] + 1),
  };
}

function reduceAllCase(draw: Draw): Case {
  const name = draw.pick(Object.keys(reductions));
  const x = draw.tensor(draw.shape().map((n) => Math.max(n, 1)), draw.dtype());
  return {
    what: `${name} ${x.dtype} (${x.shape})`,
    actual: () => [(x as unknown as Record<string, () => number>)[name]()],
    expected: [field([], () => reductions[name](Array.from(x.data)))],
    roundings: 20 * (x.size + 1),
  };
}

/** transpose, reshape, slice, take, where: the same values in other places. */
function placesCase(draw: Draw): Case {
  const x = draw.tensor(draw.shape(1), draw.dtype());
  const f = fieldOf(x);
  const { shape } = f;
  const made = (what: string, actual: () => Tensor, expected: Field) => ({
    what: `${what} of ${x.dtype} (${shape})`,
    actual: () => [actual()],
    expected: [expected],
    roundings: 0,
  });
  switch (draw.integer(0, 3)) {
    case 0: {
      const axes = shape.map((_, axis) => axis).sort(() => draw.chance(0.5) ? 1 : -1);
      return made(
        `transpose(${axes})`,
        () => x.transpose(...axes),
        field(
          axes.map((axis) => shape[axis]),
          (...index) => f.at(...shape.map((_, axis) => index[axes.indexOf(axis)])),
        ),
      );
    }
    case 1: {
      const ranges = shape.map((n): SliceRange => {
        if (n > 0 && draw.chance(0.3)) return draw.integer(-n, n - 1);
        if (draw.chance(0.3)) return null;
        const stop = draw.chance(0.3) ? null : draw.integer(-n - 1, n + 1);
        return [draw.integer(-n - 1, n + 1), stop, draw.integer(1, 3)];
      });
      const chosen = shape.map((n, axis) => placesOf(ranges[axis], n));
      const kept = shape.map((_, axis) => axis).filter((axis) => typeof ranges[axis] !== "number");
      return made(
        `slice(${JSON.stringify(ranges)})`,
        () => x.slice(...ranges),
        field(
          kept.map((axis) => chosen[axis].length),
          (...index) =>
            f.at(
              ...chosen.map((places, axis) =>
                places[kept.includes(axis) ? index[kept.indexOf(axis)] : 0]
              ),
            ),
        ),
      );
    }
    case 2: {
      const axis = draw.integer(0, shape.length - 1);
      const n = shape[axis];
      const list = n === 0 ? [] : Array.from({ length: 4 }, () => draw.integer(-n, n - 1));
      return made(
        `take([${list}], ${axis})`,
        () => x.take(list, axis),
        field(
          shape.with(axis, list.length),
          (...index) => f.at(...index.with(axis, (list[index[axis]] + n) % n)),
        ),
      );
    }
    default: {
      const mask = draw.tensor(shape, x.dtype).mul(draw.tensor(shape, x.dtype).greater(0));
      const other = draw.tensor(shape, x.dtype);
      const [fm, fo] = [fieldOf(mask), fieldOf(other)];
      return made(
        "where",
        () => where(mask, x, other),
        field(shape, (...index) => fm.at(...index) === 0 ? fo.at(...index) : f.at(...index)),
      );
    }
  }
}

/** The places that a range picks of n, by trying each. */
function placesOf(range: SliceRange, n: number): number[] {
  if (typeof range === "number") return [range < 0 ? range + n : range];
  const [start, stop, step] = [range?.[0] ?? 0, range?.[1] ?? null, range?.[2] ?? 1];
  const from = Math.max(0, start < 0 ? start + n : start);
  const to = stop === null ? n : stop < 0 ? stop + n : stop;
  return Array.from({ length: n }, (_, i) => i)
    .filter((i) => i >= from && i < to && (i - from) % step === 0);
}

function softmaxCase(draw: Draw): Case {
  const x = draw.tensor(
    [draw.integer(1, 5), draw.integer(1, 6)],
    draw.dtype(["float32", "float64"]),
  );
  const f = fieldOf(x);
  return {
    what: `softmax ${x.dtype} (${x.shape})`,
    actual: () => [softmax(x)],
    expected: [
      field(
        f.shape,
        (n, j) => Math.exp(f.at(n, j)) / total([f.shape[1]], (k) => Math.exp(f.at(n, k))),
      ),
    ],
    roundings: 20,
  };
}

/** Images, and windows that fit into them. */
function drawImages(draw: Draw, mostPad: (size: number) => number, border = 0) {
  const isLikeDeepConvNet = draw.chance(0.3); // filters of 3 × 3 and many channels go a way of their own
  const side = () => isLikeDeepConvNet ? 3 : draw.integer(1, 4);
  const [FH, FW, stride] = [side(), side(), draw.integer(1, 3)];
  const pad = draw.integer(0, mostPad(Math.min(FH, FW)));
  const size = (filter: number) => draw.integer(Math.max(1, filter - 2 * pad), 9);
  const C = isLikeDeepConvNet ? draw.integer(7, 9) : draw.integer(1, 3);
  const [N, H, W] = [draw.integer(1, 3), size(FH), size(FW)];
  const dtype = draw.dtype(["float32", "float64"]);
  const x = draw.tensor([N, C, H, W], dtype);
  const count = (input: number, filter: number) =>
    Math.floor((input + 2 * pad - filter) / stride) + 1;
  const [OH, OW] = [count(H, FH), count(W, FW)];
  const f = fieldOf(x);
  const padded = (n: number, c: number, i: number, j: number) => {
    const [y, z] = [i - pad, j - pad];
    return y < 0 || y >= H || z < 0 || z >= W ? border : f.at(n, c, y, z);
  };
  return { FH, FW, stride, pad, N, C, H, W, OH, OW, dtype, x, padded };
}

function convolutionCase(draw: Draw): Case {
  const { FH, FW, stride, pad, N, C, H, W, OH, OW, dtype, x, padded } = drawImages(draw, (n) => n);
  const FN = C > 3 ? draw.integer(7, 9) : draw.integer(1, 5);
  const filters = draw.tensor([FN, C, FH, FW], dtype);
  const b = draw.tensor([FN], dtype);
  const dout = draw.tensor([N, FN, OH, OW], dtype);
  const [fw, fb, fd] = [filters, b, dout].map(fieldOf);
  const seen = (n: number, c: number, i: number, j: number, p: number, q: number) =>
    padded(n, c, i * stride + p, j * stride + q);
  return {
    what: `Convolution ${dtype} (${x.shape}) W (${filters.shape}) stride ${stride} pad ${pad}`,
    actual: () => {
      const layer = new Convolution(filters, b, stride, pad);
      const out = layer.forward(x);
      return [out, layer.backward(dout), layer.dW, layer.db];
    },
    expected: [
      field([N, FN, OH, OW], (n, k, i, j) =>
        fb.at(k) +
        total([C, FH, FW], (c, p, q) => fw.at(k, c, p, q) * seen(n, c, i, j, p, q))),
      // each place gives back to what it has seen
      field([N, C, H, W], (n, c, y, z) =>
        total([FN, OH, OW], (k, i, j) => {
          const [p, q] = [y + pad - i * stride, z + pad - j * stride];
          const isSeen = p >= 0 && p < FH && q >= 0 && q < FW;
          return isSeen ? fd.at(n, k, i, j) * fw.at(k, c, p, q) : 0;
        })),
      field(
        [FN, C, FH, FW],
        (k, c, p, q) => total([N, OH, OW], (n, i, j) => fd.at(n, k, i, j) * seen(n, c, i, j, p, q)),
      ),
      field([FN], (k) => total([N, OH, OW], (n, i, j) => fd.at(n, k, i, j))),
    ],
    roundings: 40 * (C * FH * FW + N * OH * OW + FN * OH * OW),
  };
}

function poolingCase(draw: Draw): Case {
  const { FH, FW, stride, pad, N, C, H, W, OH, OW, dtype, x, padded } = drawImages(
    draw,
    (n) => n - 1,
    -Infinity, // the border never wins
  );
  const dout = draw.tensor([N, C, OH, OW], dtype);
  const fd = fieldOf(dout);
  /** The first place of the largest element of a window. */
  const winner = (n: number, c: number, i: number, j: number) => {
    let best: [value: number, y: number, z: number] = [-Infinity, 0, 0];
    for (const [p, q] of indicesOf([FH, FW])) {
      const value = padded(n, c, i * stride + p, j * stride + q);
      if (value > best[0]) best = [value, i * stride + p - pad, j * stride + q - pad];
    }
    return best;
  };
  return {
    what: `Pooling ${dtype} (${x.shape}) ${FH} × ${FW} stride ${stride} pad ${pad}`,
    actual: () => {
      const layer = new Pooling(FH, FW, stride, pad);
      return [layer.forward(x), layer.backward(dout)];
    },
    expected: [
      field([N, C, OH, OW], (n, c, i, j) => winner(n, c, i, j)[0]),
      field([N, C, H, W], (n, c, y, z) =>
        total([OH, OW], (i, j) => {
          const [, top, left] = winner(n, c, i, j);
          return top === y && left === z ? fd.at(n, c, i, j) : 0;
        })),
    ],
    roundings: 4 * FH * FW,
  };
}

function im2colCase(draw: Draw): Case {
  const { FH, FW, stride, pad, N, C, H, W, OH, OW, dtype, x, padded } = drawImages(draw, (n) => n);
  const col = draw.tensor([N * OH * OW, C * FH * FW], dtype);
  const fc = fieldOf(col);
  return {
    what: `im2col, col2im ${dtype} (${x.shape}) ${FH} × ${FW} stride ${stride} pad ${pad}`,
    actual: () => [
      im2col(x, FH, FW, stride, pad),
      col2im(col, [N, C, H, W], FH, FW, stride, pad),
    ],
    expected: [
      field([N * OH * OW, C * FH * FW], (row, column) => {
        const [n, i, j] = [Math.floor(row / (OH * OW)), Math.floor(row / OW) % OH, row % OW];
        const [c, p, q] = [
          Math.floor(column / (FH * FW)),
          Math.floor(column / FW) % FH,
          column % FW,
        ];
        return padded(n, c, i * stride + p, j * stride + q);
      }),
      field(
        [N, C, H, W],
        (n, c, y, z) =>
          total(
            [OH, OW, FH, FW],
            (i, j, p, q) =>
              i * stride + p - pad === y && j * stride + q - pad === z
                ? fc.at((n * OH + i) * OW + j, (c * FH + p) * FW + q)
                : 0,
          ),
      ),
    ],
    roundings: 4 * FH * FW,
  };
}

function batchNormalizationCase(draw: Draw): Case {
  const [N, D] = [draw.integer(2, 6), draw.integer(1, 5)];
  const dtype = draw.dtype(["float32", "float64"]);
  const [x, dout] = [draw.tensor([N, D], dtype), draw.tensor([N, D], dtype)];
  const [gamma, beta] = [draw.tensor([D], dtype), draw.tensor([D], dtype)];
  const momentum = draw.pick([0, 0.5, 0.9, 1]);
  const [fx, fd, fg, fb] = [x, dout, gamma, beta].map(fieldOf);
  const mean = (d: number) => total([N], (n) => fx.at(n, d)) / N;
  const variance = (d: number) => total([N], (n) => (fx.at(n, d) - mean(d)) ** 2) / N;
  const hat = field([N, D], (n, d) => (fx.at(n, d) - mean(d)) / Math.sqrt(variance(d) + 1e-6));
  const dbeta = (d: number) => total([N], (n) => fd.at(n, d));
  const dgamma = (d: number) => total([N], (n) => fd.at(n, d) * hat.at(n, d));
  const steep = Math.max(...Array.from({ length: D }, (_, d) => 1 / (variance(d) + 1e-6)));
  return {
    what: `BatchNormalization ${dtype} (${x.shape}) momentum ${momentum}`,
    actual: () => {
      const layer = new BatchNormalization(gamma, beta, { momentum });
      const out = layer.forward(x, true);
      const dx = layer.backward(dout);
      return [out, dx, layer.dgamma, layer.dbeta, layer.runningMean, layer.runningVar];
    },
    expected: [
      field([N, D], (n, d) => fg.at(d) * hat.at(n, d) + fb.at(d)),
      field([N, D], (n, d) =>
        fg.at(d) / Math.sqrt(variance(d) + 1e-6) *
        (fd.at(n, d) - dbeta(d) / N - hat.at(n, d) * dgamma(d) / N)),
      field([D], dgamma),
      field([D], dbeta),
      field([D], (d) => (1 - momentum) * mean(d)),
      field([D], (d) => (1 - momentum) * variance(d)),
    ],
    roundings: 200 * N * Math.max(1, steep),
  };
}

/** One number of a parameter through some updates, as the book's formulas have it. */
const walks: Record<string, { make: () => Optimizer; walk: (w: number, gs: number[]) => number }> =
  {
    SGD: { make: () => new SGD({ lr: 0.1 }), walk: (w, gs) => gs.reduce((w, g) => w - 0.1 * g, w) },
    Momentum: {
      make: () => new Momentum({ lr: 0.1, momentum: 0.8 }),
      walk: (w, gs) => {
        let v = 0;
        for (const g of gs) w += v = 0.8 * v - 0.1 * g;
        return w;
      },
    },
    Nesterov: {
      make: () => new Nesterov({ lr: 0.1, momentum: 0.8 }),
      walk: (w, gs) => {
        let v = 0;
        for (const g of gs) {
          w += 0.8 * 0.8 * v - 1.8 * 0.1 * g;
          v = 0.8 * v - 0.1 * g;
        }
        return w;
      },
    },
    AdaGrad: {
      make: () => new AdaGrad({ lr: 0.1 }),
      walk: (w, gs) => {
        let h = 0;
        for (const g of gs) w -= 0.1 * g / (Math.sqrt(h += g * g) + 1e-7);
        return w;
      },
    },
    RMSprop: {
      make: () => new RMSprop({ lr: 0.1, decayRate: 0.9 }),
      walk: (w, gs) => {
        let h = 0;
        for (const g of gs) w -= 0.1 * g / (Math.sqrt(h = 0.9 * h + 0.1 * g * g) + 1e-7);
        return w;
      },
    },
    Adam: {
      make: () => new Adam({ lr: 0.1, beta1: 0.8, beta2: 0.9 }),
      walk: (w, gs) => {
        let [m, v] = [0, 0];
        gs.forEach((g, i) => {
          const lr = 0.1 * Math.sqrt(1 - 0.9 ** (i + 1)) / (1 - 0.8 ** (i + 1));
          m += 0.2 * (g - m);
          v += 0.1 * (g * g - v);
          w -= lr * m / (Math.sqrt(v) + 1e-7);
        });
        return w;
      },
    },
  };

function optimizerCase(draw: Draw): Case {
  const name = draw.pick(Object.keys(walks));
  const dtype = draw.dtype(["float32", "float64"]);
  const shape = draw.shape(1, 3);
  const start = draw.tensor(shape, dtype);
  const gradients = Array.from({ length: draw.integer(1, 5) }, () => draw.tensor(shape, dtype));
  const [fs, ...fg] = [start, ...gradients].map(fieldOf);
  return {
    what: `${name} ${dtype} (${shape}), ${gradients.length} updates`,
    actual: () => {
      const params = { W: start.clone() };
      const optimizer = walks[name].make();
      for (const W of gradients) optimizer.update(params, { W });
      return [params.W];
    },
    expected: [
      field(shape, (...index) => walks[name].walk(fs.at(...index), fg.map((g) => g.at(...index)))),
    ],
    roundings: 400,
  };
}

const kinds: Record<string, (draw: Draw) => Case> = {
  "two operands": broadcastCase,
  "one operand": unaryCase,
  "products": dotCase,
  "reductions along an axis": reduceCase,
  "reductions of all": reduceAllCase,
  "transpose, slice, take, where": placesCase,
  "softmax": softmaxCase,
  "convolution, both ways": convolutionCase,
  "pooling, both ways": poolingCase,
  "im2col, col2im": im2colCase,
  "batch normalization, both ways": batchNormalizationCase,
  "optimizers": optimizerCase,
};

// --- comparing ----------------------------------------------------------------------------------

const unit = { float32: 2 ** -23, float64: 2 ** -52, int32: 0 };

/** What is wrong with a result; null if nothing. */
function problem(actual: Tensor | number, expected: Field, roundings: number): string | null {
  const isTensor = actual instanceof Tensor;
  const shape = isTensor ? [...actual.shape] : [];
  if (shape.join() !== expected.shape.join()) {
    return `shape (${shape}) instead of (${expected.shape})`;
  }
  const dtype = isTensor ? actual.dtype : "float32";
  const values = isTensor ? actual.data : [actual];
  let place = 0;
  for (const index of indicesOf(shape)) {
    const [got, exact] = [values[place++], expected.at(...index)];
    const wanted = dtype === "int32" ? exact | 0 : dtype === "float32" ? Math.fround(exact) : exact;
    if (Object.is(got, wanted) || got === wanted) continue;
    const allowed = roundings * unit[dtype] * Math.max(1, Math.abs(exact));
    if (!(Math.abs(got - exact) <= allowed)) return `${got} instead of ${exact} at [${index}]`;
  }
  return null;
}

/** What differs from the loops, on any backend. */
function faultsOf({ what, actual, expected, roundings }: Case): string[] {
  const backends = ["reference", "wasm"] as const;
  return backends.flatMap((name) => {
    useBackend(name);
    try {
      return actual().map((result, i) => problem(result, expected[i], roundings))
        .filter((fault) => fault !== null).map((fault) => `${name}: ${what}: ${fault}`);
    } catch (error) {
      return [`${name}: ${what}: ${error}`];
    }
  });
}

/** 10,000 cases; a case's own seed is told with its fault. */
export async function* run({ seed, scale }: TortureOptions): AsyncGenerator<TortureReport> {
  const before = backendInfo().name;
  const cases = Math.ceil(10_000 * scale / Object.keys(kinds).length);
  for (const [name, make] of Object.entries(kinds)) {
    const failures: string[] = [];
    for (let i = 0; i < cases; i++) {
      const own = seed * 1_000_000 + i;
      const faults = faultsOf(make(new Draw(own)));
      if (faults.length > 0) failures.push(`case ${own}: ${faults.join("; ")}`);
    }
    yield { name, cases, failures };
  }
  useBackend(before);
}
