// The kernels of a GPU in the compiler of a browser, which is another than Deno's and stricter. What they compute is
// tested in Deno; here nothing runs.

import { assertEquals, assertTrue } from "../assert.ts";
import { broadcast } from "../../lib/tensor/shape.ts";
import type { BinaryOperation, Reduction, UnaryOperation } from "../../lib/backend/contract.ts";
import { reference } from "../../lib/backend/reference/reference.ts";
import type { Gpu } from "../../lib/backend/webgpu/device.ts";
import { kernelsOn, type Operations } from "../../lib/backend/webgpu/webgpu.ts";
import { launchBrowser } from "../../tools/browser.ts";

const unary: UnaryOperation[] = ["neg", "abs", "sqrt", "exp", "log", "tanh", "sigmoid", "relu"];
// deno-fmt-ignore
const binary: BinaryOperation[] = [
  "add", "sub", "mul", "div", "pow", "maximum", "minimum", "greater", "less", "equal",
];
const reductions: Reduction[] = ["sum", "max", "min", "argmax", "argmin"];

const floats = (length: number) => new Float32Array(length);
const features = { N: 2, D: 3, P: 4, epsilon: 1e-6 };
const windows = { N: 2, C: 20, H: 6, W: 6, FH: 4, FW: 4, stride: 1, pad: 1, OH: 5, OW: 5 };
const [image, map, seen] = [2 * 20 * 36, 2 * 3 * 25, 20 * 16];

/** Each operation, so that all of its kernels run. */
const calls: { [Name in keyof Operations]: (operations: Operations) => void } = {
  unary: ({ unary: run }) => unary.forEach((name) => run(name, floats(5), floats(5))),
  binary: ({ binary: run }) =>
    binary.forEach((name) => {
      for (const shape of [[2, 3], [3]]) {
        const layout = broadcast(name, [2, 3], shape);
        run(name, floats(6), floats(6), floats(6), layout);
      }
    }),
  reduce: ({ reduce }) =>
    reductions.forEach((name) => {
      reduce(name, floats(30), name.startsWith("arg") ? new Int32Array(6) : floats(6), 2, 5, 3);
    }),
  gemm({ gemm }) {
    for (const [M, K, N] of [[3, 4, 5], [20, 1000, 40]]) { // the second in parts
      for (const [transposeA, transposeB] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
        for (const bias of [undefined, floats(N)]) {
          const operands = [floats(M * K), floats(K * N), floats(M * N)] as const;
          gemm(...operands, M, K, N, transposeA === 1, transposeB === 1, bias);
        }
      }
    }
  },
  softmax: ({ softmax }) => softmax(floats(6), floats(6), 2, 3),
  softmaxCrossEntropyBackward: (operations) =>
    operations.softmaxCrossEntropyBackward(floats(6), floats(6), floats(6), 1),
  reluBackward({ reluBackward }) {
    const [x, dout] = [floats(6), floats(6)];
    reluBackward(x, dout, floats(6));
    reluBackward(x, dout, dout);
  },
  convolution({ convolution }) {
    for (const withRelu of [false, true]) {
      const [x, filters, b, out] = [image, 3 * seen, 3, map].map(floats);
      convolution({ x, filters, b, out, windows, withRelu });
    }
  },
  convolutionBackward({ convolutionBackward }) {
    for (const afterRelu of [false, true]) {
      const [x, filters, dx, dfilters] = [image, 3 * seen, image, 3 * seen].map(floats);
      const indices = new Int32Array(12);
      const gradients = { dout: floats(12), dx, dfilters, db: floats(3) };
      convolutionBackward({ x, filters, ...gradients, windows, afterRelu, indices });
    }
  },
  im2col: ({ im2col }) => im2col(floats(image), floats(50 * seen), windows),
  col2im: ({ col2im }) => col2im(floats(50 * seen), floats(image), windows),
  pooling: ({ pooling }) => pooling(floats(image), floats(1000), new Int32Array(1000), windows),
  poolingBackward: ({ poolingBackward }) =>
    poolingBackward(floats(1000), new Int32Array(1000), floats(image), windows),
  moments: ({ moments }) => moments(floats(24), floats(3), floats(3), features),
  normalize({ normalize }) {
    const [mean, variance, gamma, beta] = [3, 3, 3, 3].map(floats);
    normalize(floats(24), mean, variance, gamma, beta, floats(24), floats(24), features);
  },
  normalizeBackward({ normalizeBackward }) {
    const [dout, normalized, dx, variance, gamma] = [24, 24, 24, 3, 3].map(floats);
    normalizeBackward(dout, normalized, variance, gamma, dx, floats(3), floats(3), features);
  },
  sgd: ({ sgd }) => sgd(floats(6), floats(6), 1),
  momentum: ({ momentum }) => momentum(floats(6), floats(6), floats(6), 1, 1),
  nesterov: ({ nesterov }) => nesterov(floats(6), floats(6), floats(6), 1, 1),
  adaGrad: ({ adaGrad }) => adaGrad(floats(6), floats(6), floats(6), 1),
  rmsProp: ({ rmsProp }) => rmsProp(floats(6), floats(6), floats(6), 1, 1),
  adam: ({ adam }) => adam(floats(6), floats(6), floats(6), floats(6), 1, 1, 1),
};

/** The WGSL of all kernels, by name. */
function allKernels(): [name: string, code: string][] {
  const found = new Map<string, string>();
  const gpu: Gpu = {
    run({ name, code }, { inputs, outputs }) {
      assertTrue(found.get(name) === undefined || found.get(name) === code, `two of ${name}`);
      assertTrue(!outputs.some((array) => inputs.includes(array)), `${name} has an array twice`);
      assertTrue(inputs.length + outputs.length <= 8, `${name}: 8 arrays are what each GPU has`);
      found.set(name, code);
    },
    scratch: floats,
  };
  for (const call of Object.values(calls)) call(kernelsOn(gpu));
  return [...found];
}

Deno.test("kernels of a GPU: every operation has one, and a browser compiles them", async () => {
  const operations = Object.keys(reference).filter((name) => name !== "name");
  assertEquals(Object.keys(calls).sort(), operations.sort());
  const kernels = allKernels();
  // an adapter on the processor, which Chromium has on Linux
  const adapter = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];
  await using browser = await launchBrowser([...adapter, "--enable-features=Vulkan"]);
  await using server = Deno.serve(
    { port: 0, onListen() {} },
    () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  );
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.addr.port}/`);
  const messages = await page.evaluate(async (kernels) => {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return undefined;
    const device = await adapter.requestDevice();
    const all: string[] = [];
    for (const [name, code] of kernels) {
      const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
      for (const { lineNum, message } of messages) all.push(`${name}, ${lineNum}: ${message}`);
    }
    return all;
  }, kernels);
  if (messages === undefined) console.log("omitted: kernels of a GPU: this browser has no WebGPU");
  else assertEquals(messages, []);
});
