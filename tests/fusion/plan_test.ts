// Each fusion gives what the layers that it stands for give, on every backend, and the plan says which runs.

import fc from "fast-check";
import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import {
  Affine,
  Convolution,
  DeepConvNet,
  type Layer,
  Network,
  ones,
  Pooling,
  random,
  Relu,
  SimpleConvNet,
  Tensor,
  tensor,
  TwoLayerNet,
  zeros,
} from "../../lib/mod.ts";
import { fusions, planRows, planSteps } from "../../lib/fusion/plan.ts";
import { seeded, tensorOf } from "../arbitraries.ts";
import { testOnEach } from "../on_backend.ts";

const named = (layers: readonly Layer[]) =>
  Object.fromEntries(layers.map((layer, i) => [`${layer.constructor.name}${i}`, layer]));

/** 1, 2, 3 …, as dout. */
const counting = ({ shape, size, dtype }: Tensor) =>
  tensor(Array.from({ length: size }, (_, i) => i + 1), { shape, dtype });

/** Forward and backward through `layers`, one after the other; what it keeps can be walked back once more. */
function walk(layers: readonly Layer[], x: Tensor): { out: Tensor; dx: Tensor } {
  const out = layers.reduce((x, layer) => layer.forward(x, true), x);
  return { out, dx: walkBack(layers, counting(out)) };
}

const walkBack = (layers: readonly Layer[], dout: Tensor) =>
  layers.reduceRight((dout, layer) => layer.backward(dout), dout);

/** The same through the steps of a plan. */
function walkPlanned(layers: readonly Layer[], x: Tensor): { out: Tensor; dx: Tensor | undefined } {
  const steps = planSteps(named(layers));
  const out = steps.reduce((x, step) => step.forward(x, true), x);
  let dx: Tensor | undefined = counting(out);
  for (const step of steps.toReversed()) dx = step.backward(dx!);
  return { out, dx };
}

const gradientsOf = (layers: readonly Layer[]) =>
  layers.flatMap((layer) =>
    layer instanceof Convolution || layer instanceof Affine ? [layer.dW, layer.db] : []
  );

/** Sums of the same numbers, in the order of the pooling's windows or in that of the maps. */
function assertSums(actual: Tensor, expected: Tensor): void {
  const largest = Math.max(expected.max(), -expected.min());
  assertClose(actual, expected, { atol: largest * (actual.dtype === "float32" ? 1e-6 : 1e-15) });
}

/** What fusions are made of, alone and in their order. */
const blocks = [
  ["Convolution"],
  ["Relu"],
  ["Pooling"],
  ["Affine"],
  ["own"],
  ["Convolution", "Relu"],
  ["Relu", "Pooling"],
  ["Convolution", "Relu", "Pooling"],
];

testOnEach(
  "layers in any order give the same by a plan, and can be walked back by hand after it",
  () => {
    const used = new Set<unknown>();
    const property = fc.property(
      fc.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 5 }),
      fc.constantFrom("float32", "float64"),
      fc.constantFrom(3, 5), // by Winograd's algorithm, and by windows
      fc.nat(),
      (chosen, dtype, size, seed) => {
        class Own extends Relu {}
        const make = () => {
          const rng = random(seed);
          const draw = (...shape: number[]) => rng.normal(shape, 0, 0.2, dtype);
          let length = 6;
          const layers: Layer[] = [];
          for (const kind of chosen.flat()) {
            if (kind === "Relu") layers.push(new Relu());
            if (kind === "own") layers.push(new Own());
            if (kind === "Pooling" && length > 1) {
              layers.push(new Pooling(2, 2, 1));
              length--;
            }
            if (kind === "Convolution") {
              layers.push(new Convolution(draw(8, 8, size, size), draw(8), 1, (size - 1) / 2));
            }
            if (kind !== "Affine") continue;
            layers.push(new Affine(draw(8 * length * length, 5), draw(5)), new Relu());
            break; // no images after it
          }
          return layers;
        };
        const x = random(seed).normal([2, 8, 6, 6], 0, 1, dtype);
        const [plain, planned] = [make(), make()];
        for (const { fusion } of planSteps(named(planned))) used.add(fusion);
        const expected = walk(plain, x);
        const { out, dx } = walkPlanned(planned, x);
        assertEquals(out.toArray(), expected.out.toArray());
        if (dx) assertEquals(dx.toArray(), expected.dx.toArray());
        const sums = gradientsOf(plain);
        gradientsOf(planned).forEach((gradient, i) => assertSums(gradient, sums[i]));
        // what the layers keep is what their own forward leaves
        assertEquals(walkBack(planned, counting(out)).toArray(), expected.dx.toArray());
        gradientsOf(planned).forEach((gradient, i) =>
          assertEquals(gradient.toArray(), sums[i].toArray())
        );
      },
    );
    fc.assert(property, { ...seeded, numRuns: 60 });
    for (const fusion of fusions) assertTrue(used.has(fusion), `${fusion.runs} did not run`);
  },
);

const windows = fc.record({
  size: fc.integer({ min: 2, max: 6 }),
  window: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  pad: fc.integer({ min: 0, max: 2 }),
}).filter(({ size, window, pad }) => pad < window && window <= size + 2 * pad);

testOnEach("max pooling before ReLU: ties, overlaps, borders and NaN", () => {
  const property = fc.property(
    windows.chain((sizes) =>
      fc.record({
        sizes: fc.constant(sizes),
        x: tensorOf([2, 2, sizes.size, sizes.size], "int32"),
        isNaNAt: fc.nat(),
      })
    ),
    ({ sizes: { window, stride, pad }, x, isNaNAt }) => {
      const floats = x.div(20).astype("int32").astype("float64"); // −5 to 5, so many are equal
      if (isNaNAt % 3 === 0) floats.data[isNaNAt % floats.size] = NaN;
      const first: Layer = { forward: (x) => x, backward: (dout) => dout };
      const make = () => [first, new Relu(), new Pooling(window, window, stride, pad)];
      assertEquals(planSteps(named(make())).length, 2);
      const [planned, plain] = [walkPlanned(make(), floats), walk(make(), floats)];
      assertEquals(planned.out.toArray(), plain.out.toArray());
      assertEquals(planned.dx!.toArray(), plain.dx.toArray());
    },
  );
  fc.assert(property, seeded);
});

const convParam = { filterNum: 8, filterSize: 3, pad: 1, stride: 1 };
const simple = (fuse?: boolean) =>
  new SimpleConvNet({
    ...{ inputDim: [1, 8, 8], convParam: { filterSize: 3 }, seed: 1 },
    ...(fuse !== undefined && { fuse }),
  });
const deep = () =>
  new DeepConvNet({ inputDim: [1, 8, 8], convParams: Array(4).fill(convParam), seed: 1 });
const x = random(2).normal([4, 1, 8, 8]);
const t = tensor([0, 1, 2, 3]);

testOnEach("layers can be walked back by hand after loss() and after gradient()", () => {
  for (const net of [simple(), deep()]) {
    const { state } = net.rng;
    const back = () => {
      const { Conv1, ...others } = net.layers as Record<string, Layer> & { Conv1: Convolution };
      Conv1.backward(walkBack(Object.values(others), net.lastLayer.backward()));
      return Conv1.dW.clone();
    };
    net.loss(x, t, true);
    const afterLoss = back();
    net.rng.state = state; // the same masks of Dropout
    assertSums(net.gradient(x, t).W1, afterLoss);
    assertEquals(back().toArray(), afterLoss.toArray());
  }
});

Deno.test("net.plan() says which layers run as one, and shows a table in a cell", () => {
  const plan = deep().plan();
  assertEquals(plan.steps.map(({ layers, runs }) => `${layers}: ${runs}`), [
    "Conv1, Relu1: convolution with ReLU",
    "Conv2, Relu2, Pool1: convolution, max pooling, then ReLU",
    "Conv3, Relu3: convolution with ReLU",
    "Conv4, Relu4, Pool2: convolution, max pooling, then ReLU",
    "Affine1: Affine",
    "Relu5: Relu",
    "Dropout1: Dropout",
    "Affine2: Affine",
    "Dropout2: Dropout",
  ]);
  const two = new TwoLayerNet({ inputSize: 3, hiddenSize: 2, outputSize: 2 }).plan();
  const shown = [
    "layers   what runs  why",
    "Affine1  Affine     no dx for the first layer",
    "Relu1    Relu",
    "Affine2  Affine",
  ].join("\n");
  assertEquals(`${two}`, shown);
  assertEquals(Deno.inspect(two), shown);
  const bundle = (two as unknown as Record<symbol, () => Record<string, string>>)
    [Symbol.for("Jupyter.display")]();
  assertEquals(bundle["text/plain"], shown);
  assertEquals(bundle["text/html"].match(/<tr>/g)?.length, 4);
});

Deno.test("net.plan() shows what a reader has changed", () => {
  const runs = (net: Network) => net.plan().steps.map(({ runs }) => runs).slice(0, 3);
  const plain = ["Convolution", "Relu", "Pooling"];
  const net = simple();
  assertEquals(runs(net), ["convolution, max pooling, then ReLU", "Affine", "Relu"]);
  net.layers.Relu1.forward = (x) => x.maximum(0);
  assertEquals(runs(net), ["convolution", "Relu", "Pooling"]);
  assertEquals(net.plan().steps[1].why, "its forward or backward is not the library's");
  class Leaky extends Relu {}
  net.layers.Relu1 = new Leaky();
  assertEquals(runs(net), ["convolution", "Leaky", "Pooling"]);
  net.layers.Relu1 = new Relu();
  net.fuse = false;
  assertEquals(runs(net), plain);
  assertEquals(net.plan().steps[0].why, "fuse is false");
  net.fuse = true;
  net.predict = (x) => x;
  assertEquals(runs(net), plain);
  assertEquals(net.plan().steps[0].why, "predict is not Network's");
});

testOnEach("fuse: false runs layer after layer, for the same gradients", () => {
  const [fused, plain] = [simple(), simple(false)];
  let calls = 0;
  const { forward } = Relu.prototype;
  const expected = fused.gradient(x, t);
  Object.values(plain.layers).forEach((layer) => {
    if (!(layer instanceof Relu)) return;
    layer.forward = function (x) {
      calls++;
      return forward.call(this as Relu, x);
    };
  });
  const grads = plain.gradient(x, t);
  assertEquals(calls, 2);
  for (const [key, grad] of Object.entries(grads)) assertSums(expected[key], grad);
});

testOnEach("a dout of another shape is an error, beside a fusion too", () => {
  class Short implements Layer {
    forward(x: Tensor): Tensor {
      return x;
    }
    backward(dout: Tensor): Tensor {
      return dout.slice([0, 1]);
    }
  }
  class Own extends Network {
    constructor(...layers: Layer[]) {
      super(named(layers), random(0));
    }
  }
  const convolution = () => new Convolution(zeros([1, 1, 1, 1]), zeros(1));
  const affine = () => new Affine(zeros([64, 2]), zeros(2));
  const cases: [Layer[], string][] = [
    [
      [convolution(), new Short()],
      "Convolution.backward: dout (1, 1, 8, 8) does not fit the output (4, 1, 8, 8) of forward",
    ],
    [
      [convolution(), new Relu(), new Short()],
      "Relu.backward: dout (1, 1, 8, 8) does not fit the output (4, 1, 8, 8) of forward",
    ],
    [
      [convolution(), new Relu(), new Pooling(2, 2, 2), new Short()],
      "Relu.backward: dout (1, 1, 4, 4) does not fit the output (4, 1, 4, 4) of forward",
    ],
  ];
  for (const [layers, message] of cases) {
    const last = new Affine(zeros([layers.length === 4 ? 16 : 64, 10]), zeros(10));
    assertThrowsWith(() => new Own(...layers, last).gradient(x, t), TypeError, message);
  }
  assertThrowsWith(
    () => new Own(affine(), new Short()).gradient(x, tensor([0, 1, 0, 1])),
    TypeError,
    "Affine.backward: dout (1, 2) does not fit the output (4, 2) of forward",
  );
});

Deno.test("fuse needs to be true or false", () => {
  assertThrowsWith(
    () => simple("no" as unknown as boolean),
    TypeError,
    'SimpleConvNet: fuse needs to be true or false, got the string "no"',
  );
});

Deno.test("the first step has no dx where plan() says so", () => {
  const starts: (() => Layer[])[] = [
    () => [new Relu(), new Pooling(2, 2, 2)],
    () => [new Convolution(ones([1, 1, 3, 3]), ones(1))],
    () => [new Convolution(ones([1, 1, 3, 3]), ones(1)), new Relu()],
    () => [new Convolution(ones([1, 1, 3, 3]), ones(1)), new Relu(), new Pooling(2, 2, 2)],
  ];
  for (const start of starts) {
    const [step] = planSteps(named(start()));
    const { why } = planRows([step])[0];
    assertTrue(why.includes("no dx for the first layer"));
    assertEquals(step.backward(step.forward(ones([1, 1, 6, 6]), true)), undefined);
  }
});
