// Everything above the backend on WASM, as useBackend() chooses it; deno task test runs the other tests on it too.

import { assertClose, assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { goldenTest, goldenTraining } from "../golden.ts";
import { onBackend } from "../on_backend.ts";
import {
  backendInfo,
  random,
  SGD,
  SimpleConvNet,
  tensor,
  TwoLayerNet,
  useBackend,
} from "../../lib/mod.ts";
import { defaultPlaces } from "../../lib/datasets/files.ts";
import { findDigits, fromBytes } from "../../lib/datasets/mnist.ts";

Deno.test("useBackend() exchanges what computes, and says what that is", () => {
  const before = backendInfo().name;
  try {
    assertEquals(useBackend("reference"), { name: "reference" });
    const x = random(1).normal([5, 7]);
    const product = x.dot(x.T);
    const { name, build, threads } = useBackend("wasm");
    assertEquals(name, "wasm");
    assertTrue(build === "relaxed" || build === "plain");
    assertTrue(threads! >= 1, `${threads} threads`);
    assertEquals({ ...backendInfo(), threads }, { name, build, threads });
    assertClose(x.dot(x.T), product);
  } finally {
    useBackend(before);
  }
  assertEquals(backendInfo().name, before);
});

Deno.test("useBackend() rejects a name that it does not know, and changes nothing", () => {
  const before = backendInfo();
  const wrong = "numpy" as "wasm"; // the notebook kernel runs cells without type checks
  assertThrowsWith(
    () => useBackend(wrong),
    TypeError,
    'useBackend: got "numpy", needs "reference", "wasm", "openblas" or "webgpu"',
  );
  assertEquals(backendInfo(), before);
});

Deno.test("a step of SimpleConvNet in float64 is that of the plain loops, to the last digits", async () => {
  const x = random(1).uniform([3, 1, 28, 28], 0, 1, "float64");
  const t = tensor([1, 2, 3], { dtype: "int32" });
  const step = () => {
    const net = new SimpleConvNet({ dtype: "float64", seed: 0 });
    new SGD().update(net.params, net.gradient(x, t));
    return net.params;
  };
  const expected = step();
  const params = await onBackend("wasm", step);
  for (const [key, value] of Object.entries(params)) {
    assertClose(value, expected[key], { rtol: 0, atol: 1e-13, what: key });
  }
});

goldenTest("chapter 5: the first 200 losses on WASM are those of NumPy", async (folder) => {
  const golden = goldenTraining(folder)["ch05 train_neuralnet"];
  const digits = await findDigits({ ...defaultPlaces(), folder });
  const { xTrain, tTrain } = fromBytes(digits, { dtype: "float64", flatten: true });
  await onBackend("wasm", () => {
    const net = new TwoLayerNet({
      inputSize: 784,
      hiddenSize: 50,
      outputSize: 10,
      dtype: "float64",
      seed: 0,
    });
    const optimizer = new SGD({ lr: 0.1 });
    const losses = Array.from({ length: 200 }, () => {
      const batch = net.rng.choice(60000, 100);
      const [x, t] = [xTrain.take(batch), tTrain.take(batch)];
      optimizer.update(net.params, net.gradient(x, t));
      return net.loss(x, t);
    });
    assertClose(losses, golden.losses_first_200, { rtol: 0, atol: 1e-9 });
  });
});
