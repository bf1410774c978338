import fc from "fast-check";
import { assertClose, assertEquals, assertThrowsWith, assertUnchanged } from "../assert.ts";
import { anyTensor, broadcastablePair, matmulPair, seeded } from "../arbitraries.ts";
import {
  arange,
  eye,
  full,
  linspace,
  ones,
  Tensor,
  tensor,
  where,
  zeros,
  zerosLike,
} from "../../lib/mod.ts";

const f64 = { dtype: "float64" } as const;
const i32 = { dtype: "int32" } as const;

// --- making -----------------------------------------------------------------------------------

Deno.test("tensor() reads numbers, nested arrays and typed arrays", () => {
  assertEquals(tensor(3).shape, []);
  assertEquals(tensor([[1, 2, 3], [4, 5, 6]]).shape, [2, 3]);
  assertEquals(tensor([[[1], [2]]]).shape, [1, 2, 1]);
  assertEquals(tensor([]).shape, [0]);
  assertEquals(tensor([[], []]).shape, [2, 0]);
  assertEquals(tensor([1, 2, 3, 4], { shape: [2, 2] }).toArray(), [[1, 2], [3, 4]]);
  assertEquals(tensor([1, 2]).dtype, "float32");
  assertEquals(tensor(new Float64Array(2)).dtype, "float64");
  assertEquals(tensor(new Int32Array(2)).dtype, "int32");
  assertEquals(tensor(new Uint8Array([255])).dtype, "int32");
});

Deno.test("tensor() copies a typed array", () => {
  const values = new Float32Array([1, 2]);
  const x = tensor(values);
  values[0] = 9;
  assertEquals(x.toArray(), [1, 2]);
});

Deno.test("zeros(), ones(), full(), eye(), zerosLike() fill a shape", () => {
  assertEquals(zeros([2, 1]).toArray(), [[0], [0]]);
  assertEquals(zeros(2).shape, [2]);
  assertEquals(ones([2], "int32").dtype, "int32");
  assertEquals(full([2], 0.5).toArray(), [0.5, 0.5]);
  assertEquals(eye(2).toArray(), [[1, 0], [0, 1]]);
  const like = zerosLike(ones([2, 3], "float64"));
  assertEquals([like.shape, like.dtype, like.sum()], [[2, 3], "float64", 0]);
});

Deno.test("arange() multiplies the step instead of adding it up, as NumPy does", () => {
  const x = arange(-5, 5, 0.1, "float64");
  assertEquals(x.size, 100);
  assertEquals(x.at(50), -1.7763568394002505e-14);
  assertEquals(arange(0, 6, 0.1).size, 60);
  assertEquals(arange(3).toArray(), [0, 1, 2]);
  assertEquals(arange(3, 0, -1).toArray(), [3, 2, 1]);
  assertEquals(arange(1, 1).size, 0);
});

Deno.test("linspace() includes both ends exactly", () => {
  assertEquals(linspace(0, 1, 5).toArray(), [0, 0.25, 0.5, 0.75, 1]);
  assertEquals(linspace(0, 0.3, 4, "float64").at(-1), 0.3);
  assertEquals(linspace(2, 9, 1).toArray(), [2]);
});

Deno.test("the shape of a tensor cannot be changed", () => {
  assertEquals(Object.isFrozen(zeros([2, 3]).shape), true);
});

// --- element by element -----------------------------------------------------------------------

Deno.test("arithmetic works element by element", () => {
  const x = tensor([1, 2, 3], f64);
  const y = tensor([2, 4, 6], f64);
  assertEquals(x.add(y).toArray(), [3, 6, 9]);
  assertEquals(x.sub(y).toArray(), [-1, -2, -3]);
  assertEquals(x.mul(y).toArray(), [2, 8, 18]);
  assertEquals(x.div(y).toArray(), [0.5, 0.5, 0.5]);
  assertEquals(x.pow(2).toArray(), [1, 4, 9]);
  assertEquals(x.neg().abs().sqrt().toArray(), [1, Math.SQRT2, Math.sqrt(3)]);
  assertClose(x.exp().log(), x);
  assertClose(x.tanh(), [Math.tanh(1), Math.tanh(2), Math.tanh(3)]);
});

Deno.test("comparisons give 1 and 0 in the dtype of the left operand", () => {
  const x = tensor([1, 5, NaN], f64);
  assertEquals(x.greater(3).toArray(), [0, 1, 0]);
  assertEquals(x.less(3).toArray(), [1, 0, 0]);
  assertEquals(x.equal(x).toArray(), [1, 1, 0]);
  assertEquals(tensor([1, 2], i32).equal(tensor([1, 3], f64)).dtype, "int32");
});

Deno.test("maximum() and minimum() keep NaN", () => {
  assertEquals(tensor([NaN, 1, -1]).maximum(0).toArray(), [NaN, 1, 0]);
  assertEquals(tensor([NaN, 1, -1]).minimum(0).toArray(), [NaN, 0, -1]);
});

Deno.test("where() chooses by a mask", () => {
  const mask = tensor([1, 0, 1]);
  assertEquals(where(mask, tensor([1, 2, 3]), 0).toArray(), [1, 0, 3]);
  assertEquals(where(mask, tensor([[1], [2]]), 9).toArray(), [[1, 9, 1], [2, 9, 2]]);
  assertEquals(where(mask, 1, 0).dtype, "float32");
});

Deno.test("a number takes the tensor's dtype; int32 with a float gives the float", () => {
  assertEquals(tensor([1], i32).add(1).dtype, "int32");
  assertEquals(tensor([1], i32).add(tensor([0.5], f64)).dtype, "float64");
  assertEquals(tensor([0.5]).mul(tensor([2], i32)).dtype, "float32");
  assertEquals(tensor([1, 2], i32).div(2).toArray(), [0.5, 1]);
  assertEquals(tensor([1, 2], i32).exp().dtype, "float32");
  assertEquals(tensor([1, 2], i32).mean(), 1.5);
});

Deno.test("broadcasting equals explicit repetition", () => {
  fc.assert(
    fc.property(broadcastablePair(), ({ a, b, shape }) => {
      const sum = assertUnchanged([a, b], () => a.add(b));
      assertEquals(sum.shape, shape);
      const index = new Array<number>(shape.length).fill(0);
      for (let i = 0; i < sum.size; i++) {
        const pick = (x: Tensor) =>
          x.at(...index.slice(shape.length - x.ndim).map((j, axis) => x.shape[axis] === 1 ? 0 : j));
        assertEquals(sum.data[i], pick(a) + pick(b));
        for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
          index[axis] = 0;
        }
      }
    }),
    seeded,
  );
});

// --- products and shapes ----------------------------------------------------------------------

Deno.test("dot() multiplies matrices and vectors", () => {
  const A = tensor([[1, 2], [3, 4], [5, 6]]);
  assertEquals(A.dot(tensor([7, 8])).toArray(), [23, 53, 83]);
  assertEquals(tensor([1, 0, 1]).dot(A).toArray(), [6, 8]);
  assertEquals(tensor([1, 2]).dot(tensor([3, 4])).item(), 11);
  assertEquals(tensor([1, 2]).dot(tensor([3, 4])).shape, []);
  assertEquals(zeros([2, 0]).dot(zeros([0, 3])).toArray(), [[0, 0, 0], [0, 0, 0]]);
});

Deno.test("dot() is the sum over the inner index, and (AB)ᵀ = BᵀAᵀ", () => {
  fc.assert(
    fc.property(matmulPair(), ({ a, b }) => {
      const product = assertUnchanged([a, b], () => a.dot(b));
      for (let m = 0; m < a.shape[0]; m++) {
        for (let n = 0; n < b.shape[1]; n++) {
          let sum = 0;
          for (let k = 0; k < a.shape[1]; k++) sum += a.at(m, k) * b.at(k, n);
          assertClose(product.at(m, n), sum, { rtol: 1e-12 });
        }
      }
      assertClose(b.T.dot(a.T), product.T, { rtol: 1e-12 });
    }),
    seeded,
  );
});

Deno.test("transpose() moves axes; without arguments it reverses them", () => {
  const x = arange(24).reshape(2, 3, 4);
  assertEquals(x.T.shape, [4, 3, 2]);
  assertEquals(x.transpose(0, 2, 1).shape, [2, 4, 3]);
  assertEquals(x.transpose(0, -1, 1).at(1, 3, 2), x.at(1, 2, 3));
  assertEquals(tensor([[1, 2], [3, 4]]).T.toArray(), [[1, 3], [2, 4]]);
});

Deno.test("reshape() keeps the order and shares data; flatten() too; clone() does not", () => {
  const x = arange(6);
  const y = x.reshape(2, -1);
  assertEquals(y.toArray(), [[0, 1, 2], [3, 4, 5]]);
  assertEquals([y.data === x.data, y.flatten().data === x.data], [true, true]);
  assertEquals(x.clone().data === x.data, false);
});

Deno.test("an integer that int32 cannot hold is an error, not another integer", () => {
  const x = tensor([1], i32);
  const [most, least] = [2 ** 31 - 1, -(2 ** 31)];
  assertEquals(tensor([most, least, least - 0.9], i32).toArray(), [most, least, least]);
  const mistakes: [call: string, value: number, () => unknown][] = [
    ["tensor", 3e9, () => tensor([[1], [3e9]], i32)],
    ["tensor", NaN, () => tensor([NaN], i32)],
    ["tensor", Infinity, () => tensor(Float64Array.of(1, Infinity), i32)],
    ["full", most + 1, () => full([2], most + 1, "int32")],
    ["Tensor.astype", least - 1, () => tensor([least - 1], f64).astype("int32")],
    ["Tensor.add", most + 1, () => x.add(most + 1)],
    ["Tensor.equal", 2 ** 32, () => zerosLike(x).equal(2 ** 32)],
    ["Tensor.sum", 2 * most, () => tensor([[most], [most]], i32).sum(0)],
  ];
  for (const [call, value, mistake] of mistakes) {
    assertThrowsWith(
      mistake,
      RangeError,
      `${call}: ${value} does not fit into int32, which ends at ±2147483647; use float64`,
    );
  }
  assertEquals(tensor([most, most], i32).sum(), 2 * most);
  assertEquals(tensor([[1, 2], [3, 4]], i32).sum(0).dtype, "int32");
});

Deno.test("zeros() larger than the memory says so in one line", () => {
  assertThrowsWith(
    () => zeros([1e5, 1e5]),
    RangeError,
    "Tensor: 10,000,000,000 numbers need 38 GB of memory, and there is not so much",
  );
});

Deno.test("astype() converts, cutting fractions off towards int32", () => {
  assertEquals(tensor([1.7, -1.7]).astype("int32").toArray(), [1, -1]);
  assertEquals(tensor([0.1]).astype("float64").item(), Math.fround(0.1));
});

// --- reductions -------------------------------------------------------------------------------

Deno.test("sum(), mean(), max(), min() reduce all or one axis", () => {
  const x = tensor([[1, 2, 3], [4, 5, 9]], f64);
  assertEquals([x.sum(), x.mean(), x.max(), x.min()], [24, 4, 9, 1]);
  assertEquals(x.sum(0).toArray(), [5, 7, 12]);
  assertEquals(x.mean(1).toArray(), [2, 6]);
  assertEquals(x.max(-1, { keepdims: true }).toArray(), [[3], [9]]);
  assertEquals(x.sum(undefined, { keepdims: true }).shape, [1, 1]);
  assertEquals(arange(24).reshape(2, 3, 4).sum(1).toArray(), [[12, 15, 18, 21], [48, 51, 54, 57]]);
});

Deno.test("var() and std() are those of the population", () => {
  const x = tensor([[1, 2], [3, 6]], f64);
  assertEquals(x.var(), 3.5);
  assertEquals(x.var(0).toArray(), [1, 4]);
  assertEquals(x.std(0, { keepdims: true }).toArray(), [[1, 2]]);
  assertEquals(x.std(), Math.sqrt(3.5));
});

Deno.test("argmax() gives the first of equals and lets NaN win", () => {
  assertEquals(tensor([1, 3, 3]).argmax(), 1);
  assertEquals(tensor([1, NaN, 3, NaN]).argmax(), 1);
  assertEquals(tensor([NaN, 3]).argmax(), 0);
  assertEquals(tensor([1, NaN, 3]).argmin(), 1);
  assertEquals(tensor([[0.1, 0.8], [0.5, 0.2]]).argmax(1).toArray(), [1, 0]);
  assertEquals(tensor([[0.1, 0.8], [0.5, 0.2]]).argmax(0).dtype, "int32");
  assertEquals(tensor([1, NaN, 3]).max(), NaN);
  assertEquals(tensor([1, NaN, 3]).min(), NaN);
});

Deno.test("sum() of nothing is 0", () => {
  assertEquals(zeros([0]).sum(), 0);
  assertEquals(zeros([0, 2]).sum(0).toArray(), [0, 0]);
});

// --- picking ----------------------------------------------------------------------------------

Deno.test("at() and slice() count negative indices from the end", () => {
  const x = arange(12).reshape(3, 4);
  assertEquals(x.at(1, 2), 6);
  assertEquals(x.at(-1, -1), 11);
  assertEquals(x.slice(0).toArray(), [0, 1, 2, 3]);
  assertEquals(x.slice(-1, [1, 3]).toArray(), [9, 10]);
  assertEquals(x.slice(null, 1).toArray(), [1, 5, 9]);
  assertEquals(x.slice([1, null], [0, -1]).toArray(), [[4, 5, 6], [8, 9, 10]]);
  assertEquals(x.slice([0, 99, 2], [0, null, 3]).toArray(), [[0, 3], [8, 11]]);
  assertEquals(x.slice([2, 1]).shape, [0, 4]);
  assertEquals(x.slice(1, 1).shape, []);
});

Deno.test("take() picks rows in any order, repeated or not, along any axis", () => {
  const x = arange(6).reshape(3, 2);
  assertEquals(x.take([2, 0, 2]).toArray(), [[4, 5], [0, 1], [4, 5]]);
  assertEquals(x.take(new Int32Array([-1])).toArray(), [[4, 5]]);
  assertEquals(x.take(tensor([1], i32), 1).toArray(), [[1], [3], [5]]);
  assertEquals(x.take([]).shape, [0, 2]);
  assertEquals(arange(4).take([3, 1]).toArray(), [3, 1]);
});

Deno.test("toArray() and tensor() are inverse", () => {
  fc.assert(
    fc.property(anyTensor(3, 1), (x) => {
      const y = tensor(x.toArray(), f64);
      assertEquals([y.shape, y.data], [x.shape, x.data]);
    }),
    seeded,
  );
});

Deno.test("no method changes its receiver", () => {
  fc.assert(
    fc.property(anyTensor(3, 1), (x) => {
      assertUnchanged([x], () => {
        x.neg().exp().add(1).div(2).sub(x).maximum(x).pow(2);
        x.transpose().reshape(-1).sum();
        [x.mean(), x.std(), x.argmax(), x.max(), x.toString()];
      });
    }),
    seeded,
  );
});

// --- errors -----------------------------------------------------------------------------------

const x23 = tensor([[1, 2, 3], [4, 5, 6]]);
const badCalls: [() => unknown, new (...args: never[]) => Error, string][] = [
  [
    () => tensor([[1, 2], [3]]),
    TypeError,
    "tensor: ragged rows: the value at [1] has the length 1, but shape (2, 2) needs 2",
  ],
  [
    () => tensor([1, [2]]),
    TypeError,
    "tensor: ragged rows: the value at [1] has the length 1, but shape (2,) needs a number",
  ],
  [
    () => tensor([[1], 2]),
    TypeError,
    "tensor: ragged rows: the value at [1] is a number, but shape (2, 1) needs an array",
  ],
  [
    () => tensor(["1"] as unknown as number[]),
    TypeError,
    'tensor: the value at [0] is the string "1", not a number',
  ],
  [
    () => tensor(undefined as unknown as number),
    TypeError,
    "tensor: the value is undefined, not a number",
  ],
  [
    () => tensor([1, 2, 3], { shape: [2, 2] }),
    TypeError,
    "tensor: 3 values do not fill shape (2, 2)",
  ],
  [
    () => tensor([1], { dtype: "float16" as "float32" }),
    TypeError,
    'tensor: dtype "float16" is none of "float32", "float64", "int32"',
  ],
  [
    () => tensor(new BigInt64Array(1) as unknown as Int32Array),
    TypeError,
    "tensor: BigInt64Array is not an array type that a tensor can hold",
  ],
  [() => zeros([2, -1]), RangeError, "zeros: a shape needs integers of at least 0, got (2, -1)"],
  [() => zeros(1.5), RangeError, "zeros: a shape needs integers of at least 0, got (1.5)"],
  [
    () => arange(0, 1, 0),
    RangeError,
    "arange: needs finite numbers and a step other than 0, got (0, 1, 0)",
  ],
  [
    () => x23.add(tensor([1, 2])),
    TypeError,
    "Tensor.add: shapes (2, 3) and (2,) do not broadcast: 3 ≠ 2",
  ],
  [
    () => x23.mul(ones([2, 3], "float64")),
    TypeError,
    "Tensor.mul: float32 (2, 3) with float64 (2, 3); convert one of them with astype",
  ],
  [
    () => x23.add("1" as unknown as number),
    TypeError,
    'Tensor.add: needs a Tensor or a number, got the string "1"',
  ],
  [
    () => tensor([1], i32).add(0.5),
    TypeError,
    'Tensor.add: 0.5 is not an integer, but the tensor is int32; use astype("float32")',
  ],
  [
    () => tensor([2], i32).pow(-1),
    RangeError,
    'Tensor.pow: int32 to a negative power is not an integer; use astype("float32")',
  ],
  [() => x23.dot(x23), TypeError, "Tensor.dot: (2, 3) does not fit (2, 3): 3 ≠ 2"],
  [
    () => x23.dot(zeros([3, 1, 1])),
    TypeError,
    "Tensor.dot: needs 1 or 2 axes, got shape (3, 1, 1)",
  ],
  [
    () => x23.reshape(4, 2),
    TypeError,
    "Tensor.reshape: the 6 elements of shape (2, 3) do not fill (4, 2)",
  ],
  [
    () => x23.reshape(-1, 4),
    TypeError,
    "Tensor.reshape: the 6 elements of shape (2, 3) do not fill (-1, 4)",
  ],
  [
    () => x23.reshape(-1, -1),
    TypeError,
    "Tensor.reshape: the 6 elements of shape (2, 3) do not fill (-1, -1)",
  ],
  [
    () => x23.transpose(0, 0),
    RangeError,
    "Tensor.transpose: axes (0, 0) do not name each of the 2 axes of shape (2, 3) once",
  ],
  [() => x23.sum(2), RangeError, "Tensor.sum: axis 2 is not one of the 2 axes of shape (2, 3)"],
  [() => tensor(1).max(0), RangeError, "Tensor.max: axis 0, but a single number has no axes"],
  [() => zeros([0]).max(), RangeError, "Tensor.max: no elements to choose from in (0,)"],
  [() => zeros([0]).mean(), RangeError, "Tensor.mean: no elements to average in (0,)"],
  [
    () => x23.at(1),
    RangeError,
    "Tensor.at: 1 indices for the 2 axes of shape (2, 3); slice picks whole rows",
  ],
  [() => x23.at(0, 3), RangeError, "Tensor.at: index 3 is out of range for axis 1 of length 3"],
  [() => x23.item(), TypeError, "Tensor.item: needs 1 element, got shape (2, 3)"],
  [
    () => x23.slice(2),
    RangeError,
    "Tensor.slice: index 2 is out of range for axis 0 of length 2",
  ],
  [
    () => x23.slice([0, 2, 0]),
    RangeError,
    "Tensor.slice: a range needs integers [start, stop, step ≥ 1], got [0, 2, 0]",
  ],
  [() => x23.slice(0, 0, 0), RangeError, "Tensor.slice: 3 ranges for the 2 axes of shape (2, 3)"],
  [() => x23.take([2]), RangeError, "Tensor.take: index 2 is out of range for axis 0 of length 2"],
  [
    () => x23.take(tensor([0])),
    TypeError,
    "Tensor.take: indices need to be int32 with one axis, got float32 (1,)",
  ],
  [
    () => new Tensor(new Float32Array(3), [2]),
    TypeError,
    "Tensor: 3 elements do not fill shape (2,)",
  ],
  [
    () => where(tensor([1, 0]), tensor([1]), tensor([1], f64)),
    TypeError,
    "where: float32 (1,) with float64 (1,); convert one of them with astype",
  ],
];

Deno.test("every bad call gets one message that says what it got and what it needs", () => {
  for (const [call, errorClass, message] of badCalls) assertThrowsWith(call, errorClass, message);
});
