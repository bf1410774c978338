import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import {
  Affine,
  DeepConvNet,
  type Differentiable,
  Dropout,
  type DType,
  GradientCheck,
  gradientCheck,
  MultiLayerNetExtend,
  ones,
  random,
  Relu,
  Sigmoid,
  SimpleConvNet,
  SoftmaxWithLoss,
  type Tensor,
  tensor,
  TwoLayerNet,
} from "../../lib/mod.ts";
import { onBackend } from "../on_backend.ts";

/** Two Affine layers with a sigmoid between; `damage` changes a gradient on its way out. */
function smallNet(
  dtype: DType,
  damage: (grads: Record<string, Tensor>) => void = () => {},
): Differentiable {
  const rng = random(0);
  const draw = (...shape: number[]) => rng.normal(shape, 0, 0.5, dtype);
  const [first, middle, last] = [
    new Affine(draw(4, 3), draw(3)),
    new Sigmoid(),
    new Affine(draw(3, 2), draw(2)),
  ];
  const end = new SoftmaxWithLoss();
  const params = {
    get W1() {
      return first.W;
    },
    set W1(value) {
      first.W = value;
    },
    get b1() {
      return first.b;
    },
    set b1(value) {
      first.b = value;
    },
    get W2() {
      return last.W;
    },
    set W2(value) {
      last.W = value;
    },
    get b2() {
      return last.b;
    },
    set b2(value) {
      last.b = value;
    },
  };
  const loss = (x: Tensor, t: Tensor) =>
    end.forward(last.forward(middle.forward(first.forward(x))), t);
  return {
    params,
    loss,
    gradient(x, t) {
      loss(x, t);
      first.backward(middle.backward(last.backward(end.backward())));
      const grads = { W1: first.dW, b1: first.db, W2: last.dW, b2: last.db };
      damage(grads);
      return grads;
    },
  };
}

const x = random(1).normal([5, 4]);
const t = tensor([0, 1, 1, 0, 1], { dtype: "int32" });

Deno.test("gradientCheck() finds right gradients right, in float64 and in a float32 network", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const net = smallNet(dtype);
    const before = { ...net.params };
    const check = gradientCheck(net, x, t);
    assertTrue(check.agrees, check.toString());
    assertEquals(Object.keys(check.differences), ["W1", "b1", "W2", "b2"]);
    for (const { largest, mean, relative } of Object.values(check.differences)) {
      assertTrue(largest < 1e-6 && mean <= largest && relative < 1e-6);
    }
    assertTrue(net.params.W1 === before.W1 && net.params.W2 === before.W2);
  }
});

Deno.test("gradientCheck() takes one-hot rows in any dtype", () => {
  const oneHot = tensor([[1, 0], [0, 1], [0, 1], [1, 0], [0, 1]]);
  assertTrue(gradientCheck(smallNet("float64"), x, oneHot).agrees);
  assertTrue(gradientCheck(smallNet("float32"), x, oneHot.astype("float64")).agrees);
});

Deno.test("gradientCheck() finds a wrong gradient, even of one element by a thousandth", () => {
  const damage = ({ W1 }: Record<string, Tensor>) => W1.data[W1.abs().argmax()] *= 1.001;
  const wrong = gradientCheck(smallNet("float64", damage), x, t);
  assertEquals(wrong.agrees, false);
  const { W1, b1, W2 } = wrong.differences;
  assertTrue(W1.relative > 9e-4 && b1.relative < 1e-6 && W2.relative < 1e-6);
});

Deno.test("gradientCheck() finds NaN, a gradient of zeros and the batch size forgotten", () => {
  const damages: ((grads: Record<string, Tensor>) => void)[] = [
    ({ W2 }) => W2.data[0] = NaN,
    ({ b1 }) => b1.data.fill(0),
    (grads) => grads.W2 = grads.W2.mul(5),
  ];
  for (const damage of damages) {
    assertEquals(gradientCheck(smallNet("float64", damage), x, t).agrees, false);
  }
});

Deno.test("gradientCheck() in float32 looks at what trains, on every backend", async () => {
  const convParam = { filterNum: 8, filterSize: 3, pad: 1, stride: 1 };
  const nets = [
    new SimpleConvNet({
      ...{
        inputDim: [1, 6, 6],
        convParam: { filterSize: 3, filterNum: 8 },
        hiddenSize: 3,
        weightInitStd: 0.3,
      },
    }),
    new DeepConvNet({ inputDim: [1, 6, 6], convParams: [convParam, convParam], hiddenSize: 3 }),
    new MultiLayerNetExtend({
      ...{ inputSize: 36, hiddenSizeList: [5, 5], outputSize: 10, useBatchnorm: true },
    }),
  ];
  for (const backend of ["reference", "wasm"] as const) {
    await onBackend(backend, () => {
      for (const net of nets) {
        const images = random(2).normal(
          net instanceof MultiLayerNetExtend ? [5, 36] : [5, 1, 6, 6],
        );
        const check = gradientCheck(net, images, t, { dtype: "float32" });
        assertTrue(check.agrees, check.toString());
        assertEquals(check.text.startsWith("backward in float32 agrees"), true);
        if (!(net instanceof MultiLayerNetExtend)) continue; // it is the quickest
        const { backward } = net.lastLayer;
        net.lastLayer.backward = function (dout) {
          const dx = backward.call(this, dout);
          return dx.dtype === "float32" ? dx.mul(1.01) : dx; // a kernel that float64 never calls
        };
        assertEquals(gradientCheck(net, images, t).agrees, true);
        assertEquals(gradientCheck(net, images, t, { dtype: "float32" }).agrees, false);
        net.lastLayer.backward = backward;
      }
    });
  }
});

Deno.test("gradientCheck() takes float32 and float64 only", () => {
  assertThrowsWith(
    () => gradientCheck(smallNet("float64"), x, t, { dtype: "int32" as "float32" }),
    TypeError,
    'gradientCheck: dtype needs to be "float32" or "float64", got "int32"',
  );
});

Deno.test("GradientCheck is a table as text and in a cell", () => {
  const check = new GradientCheck({
    W1: { largest: 4.53e-10, mean: 1.2e-11, relative: 3.2e-9 },
    b10: { largest: 0, mean: 0, relative: 0 },
  });
  const text = [
    "✓ backward agrees with numerical gradients: they differ by 3.2e-9 of the largest gradient",
    "      largest      mean  relative",
    "W1    4.5e-10   1.2e-11    3.2e-9",
    "b10         0         0         0",
  ].join("\n");
  assertEquals(check.toString(), text);
  const shown = check as unknown as Record<symbol, () => Record<string, string>>;
  const bundle = shown[Symbol.for("Jupyter.display")]();
  assertEquals(bundle["text/plain"], text);
  assertEquals(bundle["text/html"].match(/<tr>/g)?.length, 3);

  const wrong = new GradientCheck({ W1: { largest: 1, mean: 0.5, relative: 0.25 } });
  assertEquals(
    wrong.toString().split("\n")[0],
    "○ backward is wrong: they differ by 2.5e-1 of the largest gradient",
  );
});

Deno.test("gradientCheck() says which gradient is missing or has another shape", () => {
  assertThrowsWith(
    () => gradientCheck(smallNet("float64", (grads) => delete grads.b1), x, t),
    TypeError,
    "gradientCheck: gradient gives nothing for b1 (3,)",
  );
  assertThrowsWith(
    () => gradientCheck(smallNet("float64", (grads) => grads.W1 = grads.W1.T), x, t),
    TypeError,
    "gradientCheck: gradient gives (3, 4) for W1 (4, 3)",
  );
});

Deno.test("gradientCheck() gives Dropout the same mask in every call", () => {
  const net = smallNet("float64");
  const rng = random(5);
  const dropout = new Dropout(0.5, rng);
  const withDropout = {
    ...net,
    params: net.params,
    rng,
    loss: (x: Tensor, t: Tensor) => net.loss(dropout.forward(x), t),
    gradient: (x: Tensor, t: Tensor) => net.gradient(dropout.forward(x), t),
  };
  assertTrue(gradientCheck(withDropout, x, t).agrees);
  assertEquals(gradientCheck({ ...withDropout, rng: random(5) }, x, t).agrees, false);
});

Deno.test("gradientCheck() of what is not a network, or has nothing to check, says so", () => {
  const own = { params: { W: ones(2) }, loss: () => 1, gradient: () => ({ W: ones(2) }) };
  const cases: [net: unknown, message: string][] = [
    [undefined, "net needs to be a network with loss and gradient, got undefined"],
    [new Relu(), "net needs to be a network with loss and gradient, got Relu"],
    [{ ...own, params: undefined }, "net.params has no parameters, so there is nothing to check"],
    [{ ...own, params: {} }, "net.params has no parameters, so there is nothing to check"],
    [{ ...own, params: { W: 1 } }, "W needs to be a Tensor, got number: write tensor(…)"],
    [{ ...own, gradient: () => undefined }, "gradient gives nothing for W (2,)"],
    [{ ...own, gradient: () => ({ W: 3 }) }, "gradient gives number for W (2,)"],
  ];
  for (const [net, message] of cases) {
    assertThrowsWith(
      () => gradientCheck(net as Differentiable, ones([1, 2]), tensor([0])),
      TypeError,
      `gradientCheck: ${message}`,
    );
  }
});

Deno.test("gradientCheck() of a network that is sure of wrong answers says that it may be right", () => {
  const x = random(1).normal([4, 6]);
  const sizes = { inputSize: 6, hiddenSize: 8, outputSize: 3 };
  const check = (weightInitStd: number, damage: number) => {
    const net = new TwoLayerNet({ ...sizes, weightInitStd });
    const { gradient } = net;
    net.gradient = (x, t) => {
      const grads = gradient.call(net, x, t);
      return { ...grads, W1: grads.W1.mul(damage) };
    };
    return gradientCheck(net, x, tensor([0, 1, 2, 0]));
  };
  const hint = "the 1e-7 inside the log counts: check with smaller weights";
  const sure = check(3, 1);
  assertTrue(!sure.agrees && sure.text.endsWith(hint));
  assertTrue(check(0.1, 1).agrees);
  const wrong = check(0.1, 2);
  assertTrue(!wrong.agrees && wrong.text.endsWith("of the largest gradient"));
});
