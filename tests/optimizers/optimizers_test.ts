import {
  assertClose,
  assertEquals,
  assertThrowsWith,
  assertTrue,
  assertUnchanged,
} from "../assert.ts";
import { forEachBackend } from "../backends.ts";
import { fromGolden, goldenCases, type GoldenTensor, goldenTest } from "../golden.ts";
import {
  AdaGrad,
  Adam,
  type DType,
  Momentum,
  Nesterov,
  type Optimizer,
  type OptimizerState,
  random,
  RMSprop,
  SGD,
  type Tensor,
  tensor,
} from "../../lib/mod.ts";
import { reference } from "../../lib/backend/reference/reference.ts";

const optimizers: Record<string, new (options?: { lr?: number }) => Optimizer> = {
  SGD,
  Momentum,
  Nesterov,
  AdaGrad,
  RMSprop,
  Adam,
};

function tensors(record: Record<string, GoldenTensor>, dtype: DType): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, fromGolden(value, dtype)]),
  );
}

goldenTest("update() gives NumPy's parameters for five steps of each optimizer", (folder) => {
  const cases = goldenCases(folder, "optimizer");
  assertEquals(cases.map((c) => c.name), Object.keys(optimizers));
  for (const dtype of ["float64", "float32"] as const) {
    const limits = dtype === "float64" ? { rtol: 1e-10, atol: 1e-12 } : { rtol: 1e-5, atol: 1e-6 };
    for (const { name, params, steps } of cases) {
      const optimizer = new optimizers[name]();
      const ours = tensors(params, dtype);
      for (const step of steps) {
        optimizer.update(ours, tensors(step.grads, dtype));
        for (const [key, expected] of Object.entries(tensors(step.params, dtype))) {
          assertClose(ours[key], expected, { ...limits, what: `${name} ${key}` });
        }
      }
    }
  }
});

/** The point after 30 updates on x²/20 + y² from (−7, 2), as the book's Python gives it. */
const naive: [Optimizer, number, number][] = [
  [new SGD({ lr: 0.95 }), -0.3503929957523197, 0.0847823165504322],
  [new Momentum({ lr: 0.1 }), 0.896413858493733, 0.08808560171506971],
  [new AdaGrad({ lr: 1.5 }), -0.12016232231416045, 2.49e-17],
  [new Adam({ lr: 0.3 }), 0.13600685239498186, 0.31824537553721943],
];

Deno.test("update() moves plain numbers, as optimizer_compare_naive does", () => {
  for (const [optimizer, x, y] of naive) {
    const params = { x: -7, y: 2 };
    for (let i = 0; i < 30; i++) optimizer.update(params, { x: params.x / 10, y: 2 * params.y });
    assertClose([params.x, params.y], [x, y], { rtol: 1e-12, atol: 1e-15, what: optimizer.name });
  }
});

Deno.test("update() writes into the data that a layer holds, and keeps the gradients", () => {
  for (const Class of Object.values(optimizers)) {
    const W = tensor([[1, 2], [3, 4]]);
    const grads = { W: tensor([[1, 0], [-1, 2]]) };
    const { data } = W;
    assertUnchanged([grads.W], () => new Class().update({ W }, grads));
    assertTrue(W.data === data);
    assertTrue(W.at(0, 0) < 1 && W.at(0, 1) === 2 && W.at(1, 0) > 3 && W.at(1, 1) < 4);
  }
});

Deno.test("update() does not look at gradients of parameters that it was not given", () => {
  const params = { W2: tensor([1]) };
  new SGD({ lr: 1 }).update(params, { W1: tensor([5]), W2: tensor([0.5]) });
  assertEquals(params.W2.toArray(), [0.5]);
});

Deno.test("state, sent through JSON, makes a new optimizer go on bit for bit", () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const Class of Object.values(optimizers)) {
      const rng = random(1);
      const grads = Array.from({ length: 6 }, () => ({ W: rng.normal([3, 4], 0, 1, dtype) }));
      const through = { W: rng.normal([3, 4], 0, 1, dtype) };
      const stopped = { W: through.W.clone() };
      const first = new Class({ lr: 0.1 });
      for (const g of grads) first.update(through, g);

      const before = new Class({ lr: 0.1 });
      for (const g of grads.slice(0, 3)) before.update(stopped, g);
      const after = new Class();
      after.state = JSON.parse(JSON.stringify(before.state));
      for (const g of grads.slice(3)) after.update(stopped, g);
      assertEquals(stopped.W.toArray(), through.W.toArray());
      assertEquals(after.state, first.state);
    }
  }
});

Deno.test("what is remembered goes along when a parameter changes its dtype", () => {
  const optimizer = new Momentum({ lr: 1, momentum: 0.5 });
  const params = { w: tensor([0, 0]) };
  optimizer.update(params, { w: tensor([1, 2]) });
  params.w = params.w.astype("float64");
  optimizer.update(params, { w: tensor([0, 0], { dtype: "float64" }) });
  assertEquals(params.w.toArray(), [-1.5, -3]);
});

Deno.test("state is a copy: later updates do not change it", () => {
  const optimizer = new Momentum({ lr: 1 });
  optimizer.update({ x: 0 }, { x: 1 });
  const saved = optimizer.state;
  optimizer.update({ x: 0 }, { x: 1 });
  assertEquals(saved, { name: "Momentum", lr: 1, updates: 1, memory: { v: { x: [-1] } } });
  const other = new Momentum();
  other.state = saved;
  other.update({ x: 0 }, { x: 1 });
  assertEquals(saved.memory, { v: { x: [-1] } });
});

Deno.test("the learning rate may change between updates", () => {
  const params = { x: 1 };
  const optimizer = new SGD({ lr: 0.5 });
  optimizer.update(params, { x: 1 });
  optimizer.lr = 0.25;
  optimizer.update(params, { x: 1 });
  assertEquals(params, { x: 0.25 });
});

Deno.test("optimizers reject hyperparameters out of range, by name", () => {
  const cases: [() => unknown, string][] = [
    [() => new SGD({ lr: -0.1 }), "SGD: lr needs to be a positive number, got -0.1"],
    [() => new SGD({ lr: NaN }), "SGD: lr needs to be a positive number, got NaN"],
    [() => new AdaGrad({ lr: 0 }), "AdaGrad: lr needs to be a positive number, got 0"],
    [() => new Adam({ lr: Infinity }), "Adam: lr needs to be a positive number, got Infinity"],
    [() => new Adam().lr = -1, "Adam: lr needs to be a positive number, got -1"],
    [
      () => new Momentum({ momentum: 1 }),
      "Momentum: momentum needs to be from 0 to below 1, got 1",
    ],
    [
      () => new Nesterov({ momentum: NaN }),
      "Nesterov: momentum needs to be from 0 to below 1, got NaN",
    ],
    [
      () => new RMSprop({ decayRate: -0.5 }),
      "RMSprop: decayRate needs to be from 0 to below 1, got -0.5",
    ],
    [() => new Adam({ beta1: 1.5 }), "Adam: beta1 needs to be from 0 to below 1, got 1.5"],
    [() => new Adam({ beta2: 1 }), "Adam: beta2 needs to be from 0 to below 1, got 1"],
  ];
  for (const [make, message] of cases) assertThrowsWith(make, RangeError, message);
});

Deno.test("update() rejects gradients that do not fit, and changes nothing", () => {
  const W = tensor([[1, 2, 3], [4, 5, 6]]);
  const b = tensor([1, 2, 3]);
  const used = new Momentum();
  used.update({ W, b }, { W: W.clone(), b: b.clone() });
  const cases: [Optimizer, Record<string, unknown>, Record<string, unknown>, string][] = [
    [new SGD(), { b, W }, { b }, "SGD.update: grads has no W"],
    [
      new Adam(),
      { b, W },
      { b, W: W.T },
      "Adam.update: grads.W float32 (3, 2) does not fit params.W float32 (2, 3)",
    ],
    [
      new SGD(),
      { b, W },
      { b, W: W.astype("float64") },
      "SGD.update: grads.W float64 (2, 3) does not fit params.W float32 (2, 3)",
    ],
    [
      new SGD(),
      { b, W },
      { b, W: 1 },
      "SGD.update: grads.W number does not fit params.W float32 (2, 3)",
    ],
    [
      new SGD(),
      { b, W: tensor([1], { dtype: "int32" }) },
      { b, W: tensor([1], { dtype: "int32" }) },
      "SGD.update: params.W needs to be a float tensor or a number, got int32 (1,)",
    ],
    [
      new SGD(),
      { b, W: [1] },
      { b, W: [1] },
      "SGD.update: params.W needs to be a float tensor or a number, got object",
    ],
    [
      used,
      { b, W: W.slice([0, 1]) },
      { b, W: W.slice([0, 1]) },
      "Momentum.update: v remembers 6 numbers of W, but params.W is float32 (1, 3); " +
      "make an optimizer for each network",
    ],
  ];
  const state = used.state;
  for (const [optimizer, params, grads, message] of cases) {
    assertUnchanged([W, b], () =>
      // the notebook kernel runs cells without type checks, so wrong types arrive
      assertThrowsWith(
        () => optimizer.update(params as Record<string, Tensor>, grads as Record<string, Tensor>),
        TypeError,
        message,
      ));
  }
  assertEquals(used.state, state);
  assertThrowsWith(
    () => new SGD().state = new Adam().state,
    TypeError,
    "SGD.state: this is the state of Adam",
  );
});

forEachBackend("optimizer updates at the sizes round the width of vectors", (backend) => {
  const rng = random(7);
  for (const dtype of ["float32", "float64"] as const) {
    for (const size of [0, 1, 3, 4, 5, 7, 8, 9, 31]) {
      const [w, g, m] = [0, 1, 2].map(() => rng.normal(size, 0, 1, dtype));
      const v = rng.uniform(size, 0, 1, dtype);
      const runs = {
        sgd: [0.1],
        momentum: [m, 0.1, 0.9],
        nesterov: [m, 0.1, 0.9],
        adaGrad: [v, 0.1],
        rmsProp: [v, 0.1, 0.99],
        adam: [m, v, 0.1, 0.9, 0.999],
      } as const;
      for (const [name, rest] of Object.entries(runs)) {
        const results = [backend, reference].map((each) => {
          const all = [w, g, ...rest].map((x) => typeof x === "number" ? x : x.clone());
          const update = each[name as keyof typeof runs] as (...parts: unknown[]) => void;
          update(...all.map((x) => typeof x === "number" ? x : x.data));
          return all.filter((x) => typeof x !== "number");
        });
        results[0].forEach((x, i) => assertClose(x, results[1][i], { what: `${name} of ${size}` }));
      }
    }
  }
});

Deno.test("state takes what state gave, and names what is none", () => {
  const optimizer = new Adam();
  const { state } = optimizer;
  const wrong: [state: unknown, got: string][] = [
    [undefined, "undefined"],
    [{ ...state, memory: undefined }, "Object"],
    [{ ...state, memory: { v: {} } }, "Object"],
    [{ ...state, updates: NaN }, "Object"],
  ];
  for (const [value, got] of wrong) {
    assertThrowsWith(
      () => optimizer.state = value as OptimizerState,
      TypeError,
      `Adam.state: needs what optimizer.state gave, got ${got}`,
    );
  }
  optimizer.state = state;
  assertEquals(optimizer.state, state);
});
