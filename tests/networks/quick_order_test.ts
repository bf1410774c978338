import fc from "fast-check";
import { assertClose, assertEquals } from "../assert.ts";
import {
  Convolution,
  DeepConvNet,
  type Layer,
  Pooling,
  random,
  Relu,
  SimpleConvNet,
  type Tensor,
  tensor,
} from "../../lib/mod.ts";
import { inQuickOrder } from "../../lib/networks/quick_order.ts";
import { seeded, tensorOf } from "../arbitraries.ts";

/** Forward through `layers`, and back with dout = 1, 2, 3 … */
function walk(layers: readonly Layer[], x: Tensor): { out: Tensor; dx: Tensor } {
  const out = layers.reduce((x, layer) => layer.forward(x), x);
  const dout = tensor(Array.from(out.data, (_, i) => i + 1), { shape: out.shape, dtype: x.dtype });
  return { out, dx: layers.reduceRight((dout, layer) => layer.backward(dout), dout) };
}

const values = ({ out, dx }: { out: Tensor; dx: Tensor }) => [out, dx].map((x) => x.toArray());

/** Sums of the same, in the order of the pooling's windows or in that of the maps. */
function assertSums(actual: Tensor, expected: Tensor) {
  const largest = Math.max(expected.max(), -expected.min());
  assertClose(actual, expected, { atol: largest * (actual.dtype === "float32" ? 1e-6 : 1e-15) });
}

const cases = fc.record({
  size: fc.integer({ min: 2, max: 6 }),
  window: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  pad: fc.integer({ min: 0, max: 2 }),
}).filter(({ size, window, pad }) => pad < window && window <= size + 2 * pad);

Deno.test("a Relu behind a Pooling computes what it does before it: ties, overlaps, borders and NaN", () => {
  const property = fc.property(
    cases.chain((sizes) =>
      fc.record({
        sizes: fc.constant(sizes),
        x: tensorOf([2, 2, sizes.size, sizes.size], "int32"),
        isNaNAt: fc.nat(),
      })
    ),
    ({ sizes: { window, stride, pad }, x, isNaNAt }) => {
      const floats = x.div(20).astype("int32").astype("float64"); // −5 to 5, so many are equal
      if (isNaNAt % 3 === 0) floats.data[isNaNAt % floats.size] = NaN;
      const plain = [new Relu(), new Pooling(window, window, stride, pad)];
      const quick = inQuickOrder([new Relu(), new Pooling(window, window, stride, pad)]);
      assertEquals(quick.length, 1);
      assertEquals(values(walk(quick, floats)), values(walk(plain, floats)));
    },
  );
  fc.assert(property, seeded);
});

Deno.test("layers in the quick order compute what they do one after the other", () => {
  const kinds = ["convolution", "relu", "pooling"] as const;
  const property = fc.property(
    fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 7 }),
    fc.constantFrom("float32", "float64"),
    fc.constantFrom(3, 5), // Winograd's way, and windows
    fc.nat(),
    (names, dtype, size, seed) => {
      const make = () => {
        const rng = random(seed);
        return names.map((kind) => {
          if (kind === "relu") return new Relu();
          if (kind === "pooling") return new Pooling(2, 2, 1);
          return new Convolution(
            rng.normal([8, 8, size, size], 0, 0.2, dtype),
            rng.normal([8], 0, 1, dtype),
            1,
            (size - 1) / 2,
          );
        });
      };
      const x = random(seed).normal([2, 8, 9, 9], 0, 1, dtype);
      const [plain, quick] = [make(), inQuickOrder(make())];
      assertEquals(values(walk(quick, x)), values(walk(plain, x)));
      const gradients = (layers: Layer[]) =>
        layers.flatMap((layer) => layer instanceof Convolution ? [layer.dW, layer.db] : []);
      const own = make();
      walk(inQuickOrder(own), x);
      const expected = gradients(plain);
      gradients(own).forEach((gradient, i) => assertSums(gradient, expected[i]));
    },
  );
  fc.assert(property, seeded);
});

Deno.test("all can be walked back by hand after the network went forward", () => {
  const convParam = { filterNum: 8, filterSize: 3, pad: 1, stride: 1 };
  const nets = [
    new SimpleConvNet({ inputDim: [1, 8, 8], convParam: { filterSize: 3 }, seed: 1 }),
    new DeepConvNet({ inputDim: [1, 8, 8], convParams: Array(4).fill(convParam), seed: 1 }),
  ];
  for (const net of nets) {
    const [x, t] = [random(2).normal([4, 1, 8, 8]), tensor([0, 1, 2, 3])];
    const { state } = net.rng;
    net.loss(x, t, true);
    const back = Object.values(net.layers).slice(1).reduceRight(
      (dout, layer) => layer.backward(dout),
      net.lastLayer.backward(),
    );
    net.layers.Conv1.backward(back);
    const { dW } = net.layers.Conv1 as unknown as { dW: Tensor };
    const byHand = dW.clone();
    net.rng.state = state; // the same masks of Dropout
    assertSums(net.gradient(x, t).W1, byHand);
  }
});

Deno.test("layers of a reader's own stay where they are", () => {
  class Leaky extends Relu {}
  const layers: Layer[] = [
    new Leaky(),
    new Pooling(2, 2),
    new Relu(),
    new Relu(),
    new Pooling(2, 2),
    new Relu(),
  ];
  const quick = inQuickOrder(layers);
  assertEquals(quick.map((layer) => layers.indexOf(layer)), [0, 1, 2, -1, 5]);
});
