import { assertClose, assertEquals } from "../assert.ts";
import {
  fromGolden,
  type GoldenCase,
  goldenCases,
  type GoldenTensor,
  goldenTest,
} from "../golden.ts";
import {
  type DType,
  MultiLayerNetExtend,
  type Network,
  SimpleConvNet,
  type Tensor,
  tensor,
} from "../../lib/mod.ts";

/** The network of a case, with its weights. */
function networkOf(golden: GoldenCase, dtype: DType): Network {
  const outputSize = golden.output_size;
  const net = golden.name === "SimpleConvNet"
    ? new SimpleConvNet({
      inputDim: golden.input_dim,
      convParam: {
        filterNum: golden.conv.filter_num,
        filterSize: golden.conv.filter_size,
        pad: golden.conv.pad,
        stride: golden.conv.stride,
      },
      hiddenSize: golden.hidden_size,
      outputSize,
      dtype,
    })
    : new MultiLayerNetExtend({
      inputSize: golden.input_size,
      hiddenSizeList: golden.hidden,
      outputSize,
      activation: golden.options.activation,
      weightInitStd: golden.options.weight_init_std,
      weightDecayLambda: golden.options.weight_decay_lambda ?? 0,
      useBatchnorm: golden.options.use_batchnorm ?? false,
      dtype,
    });
  net.loadParams(tensors(golden.params, dtype));
  return net;
}

function tensors(record: Record<string, GoldenTensor>, dtype: DType): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, fromGolden(value, dtype)]),
  );
}

goldenTest("networks give NumPy's loss, scores and gradients", (folder) => {
  const cases = goldenCases(folder, "net");
  assertEquals(cases.length, 3);
  for (const dtype of ["float64", "float32"] as const) {
    const limits = dtype === "float64" ? { rtol: 1e-10, atol: 1e-12 } : { rtol: 1e-5, atol: 1e-6 };
    for (const golden of cases) {
      const net = networkOf(golden, dtype);
      const x = fromGolden(golden.x, dtype);
      const t = tensor(golden.t.data, { dtype: "int32" });
      assertClose(net.loss(x, t, true), golden.loss, limits);
      if (golden.predict) assertClose(net.predict(x), fromGolden(golden.predict, dtype), limits);
      const grads = net.gradient(x, t);
      assertEquals(Object.keys(grads).toSorted(), Object.keys(golden.grads).toSorted());
      for (const [key, expected] of Object.entries(tensors(golden.grads, dtype))) {
        assertClose(grads[key], expected, { ...limits, what: `${golden.name} ${key}` });
      }
    }
  }
});
