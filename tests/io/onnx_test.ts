// What saveOnnx writes: the bytes that Python's onnx writes, and in ONNX Runtime the scores of our own networks.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { pythonTest } from "../python.ts";
import {
  Affine,
  BatchNormalization,
  Convolution,
  Dropout,
  type Layer,
  Network,
  Pooling,
  random,
  Relu,
  saveNpy,
  saveOnnx,
  Sigmoid,
  SimpleConvNet,
  Tensor,
  TwoLayerNet,
} from "../../lib/mod.ts";
import { temporaryPath } from "./temporary_path.ts";
import { digits, dtypeOf, networks, numbers, Own } from "./trained_networks.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A layer of each kind that can be written, batch normalization of pixels and of channels. */
function everyLayer(): Own {
  const normalization = (D: number, perChannel: boolean) => {
    const [runningMean, runningVar] = [numbers(D), numbers(D).abs()];
    return new BatchNormalization(numbers(D), numbers(D), { runningMean, runningVar, perChannel });
  };
  return new Own({
    Norm1: normalization(32, false),
    Conv1: new Convolution(numbers(3, 2, 3, 3), numbers(3), 1, 1),
    Norm2: normalization(3, true),
    Relu1: new Relu(),
    Pool1: new Pooling(2, 2, 2),
    Dropout1: new Dropout(0.25),
    Affine1: new Affine(numbers(12, 3), numbers(3)),
    Sigmoid1: new Sigmoid(),
    Affine2: new Affine(numbers(3, 2), numbers(2)),
  });
}

Deno.test("saveOnnx() writes the bytes that Python's onnx writes", async () => {
  using place = temporaryPath("net.onnx");
  await saveOnnx(everyLayer(), place.path, { inputShape: [2, 4, 4], softmax: true });
  assertEquals(
    Deno.readFileSync(place.path),
    Deno.readFileSync(join(root, "tests", "vectors", "ours.onnx")),
  );
  assertEquals(place.files(), ["net.onnx"]);
});

Deno.test("saveOnnx() leaves the parameters and what predict gives as they were", async () => {
  using place = temporaryPath("net.onnx");
  const net = everyLayer();
  const before = Object.values(net.params).map(({ data }) => data.slice());
  const x = random(1).normal([3, 2, 4, 4]);
  const y = net.predict(x);
  await saveOnnx(net, place.path, { inputShape: [2, 4, 4] });
  assertEquals(net.predict(x).data, y.data);
  assertEquals(Object.values(net.params).map(({ data }) => data), before);
});

Deno.test("saveOnnx() names the layer that ONNX has not, and writes nothing", async () => {
  using place = temporaryPath("net.onnx");
  class Tanh implements Layer {
    forward(x: Tensor): Tensor {
      return x.tanh();
    }
    backward(dout: Tensor): Tensor {
      return dout;
    }
  }
  const affine = () => new Affine(numbers(2, 2), numbers(2));
  const wrapped = affine();
  wrapped.forward = (x) => x;
  const predicting = new TwoLayerNet({ inputSize: 2, hiddenSize: 2, outputSize: 2 });
  predicting.predict = (x) => x;
  const known =
    "there are Affine, Convolution, Pooling, Relu, Sigmoid, Dropout, BatchNormalization";

  const cases: [unknown, unknown, string][] = [
    [
      new Own({ Affine1: affine(), Tanh1: new Tanh() }),
      {},
      `layers.Tanh1 of Own is of class Tanh, for which ONNX has no operator here; ${known}`,
    ],
    [
      new Own({ Affine1: wrapped }),
      {},
      `layers.Affine1 of Own is of class Affine with a forward of its own, for which ONNX has no operator here; ${known}`,
    ],
    [
      predicting,
      {},
      "predict of TwoLayerNet is its own; only layers one after the other can be written",
    ],
    [new Own({}), {}, "Own has no layers"],
    [
      new Own({ Relu1: new Relu() }),
      {},
      "no layer of Own says how large a sample is; write { inputShape: [D] } or { inputShape: [C, H, W] }",
    ],
    [
      new Own({ Pool1: new Pooling(2, 2, 2), Affine1: affine() }),
      {},
      "Own begins with images, and layers.Pool1 does not say how large they are; " +
      "write { inputShape: [C, H, W] }",
    ],
    [{ W1: numbers(2) }, {}, 'needs a network, then a path: saveOnnx(net, "net.onnx"), got Object'],
    [
      new Own({ Affine1: affine() }),
      { softMax: true },
      'no option "softMax"; did you mean softmax?',
    ],
    [
      new Own({ Affine1: affine() }),
      { softmax: "no" },
      'softmax needs to be true or false, got the string "no"',
    ],
  ];
  for (const [net, options, problem] of cases) {
    await assertRejectsWith(
      () => saveOnnx(net as Network, place.path, options as never),
      TypeError,
      `saveOnnx: ${problem}`,
    );
  }
  await assertRejectsWith(
    () => saveOnnx(new SimpleConvNet(), place.path, { inputShape: [1, 14, 14] }),
    TypeError,
    "Affine.forward: x (1, 30, 5, 5) does not fit W (4320, 100): 750 ≠ 4320",
  );
  await assertRejectsWith(
    () => saveOnnx(new SimpleConvNet(), undefined as never),
    TypeError,
    "saveOnnx: needs the path of a file, got undefined",
  );
  assertEquals(place.files(), []);
});

/** Prints how far scores, and their softmax, are from those that we have saved beside each model. */
const compare = `
import json, sys, onnx, onnxruntime, numpy as np

def softmax(y):
    y = np.exp(y - y.max(1, keepdims=True))
    return y / y.sum(1, keepdims=True)

def compare(path):
    onnx.checker.check_model(path, full_check=True)
    session = onnxruntime.InferenceSession(path)
    x, y = (np.load(f"{path}.{name}.npy") for name in "xy")
    (scores,) = session.run(["scores"], {"x": x})
    (first,) = session.run(None, {"x": x[:1]})
    assert first.shape == (1, *y.shape[1:])
    differences = abs(scores - y).max(), abs(y).max(), abs(softmax(scores) - softmax(y)).max()
    return [float(difference) for difference in differences]

print(json.dumps([compare(path) for path in sys.argv[1:]]))`;

pythonTest(
  "a file of saveOnnx() passes onnx.checker and gives our scores in ONNX Runtime",
  "onnx, onnxruntime",
  async (python) => {
    using place = temporaryPath("net");
    const { x } = digits();
    const nets = await networks();
    const paths = Object.keys(nets).map((_, i) => `${place.path}${i}.onnx`);
    for (const [i, [net, sample]] of Object.values(nets).entries()) {
      const samples = x.reshape(1000, ...sample);
      await saveOnnx(net, paths[i], net instanceof Own ? { inputShape: sample } : {});
      await saveNpy(`${paths[i]}.x.npy`, samples);
      await saveNpy(`${paths[i]}.y.npy`, net.predict(samples.astype(dtypeOf(net))));
    }
    const results: [number, number, number][] = JSON.parse(python(compare, ...paths));
    Object.keys(nets).forEach((name, i) => {
      const [scores, largest, probabilities] = results[i];
      console.log(
        `${name}: scores up to ${largest.toFixed(1)} differ by at most ${
          scores.toExponential(1)
        }, ` +
          `probabilities by ${probabilities.toExponential(1)}`,
      );
      assertTrue(scores <= 1e-6 * Math.max(1, largest), `${name}: ${scores} of ${largest}`);
      assertTrue(probabilities <= 1e-5, `${name}: ${probabilities}`);
    });
  },
);
