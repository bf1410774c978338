import { assertEquals, assertThrowsWith, assertUnchanged } from "../assert.ts";
import {
  loadSafetensors,
  MultiLayerNetExtend,
  random,
  saveSafetensors,
  SimpleConvNet,
  tensor,
  zeros,
} from "../../lib/mod.ts";

/** A path that is removed when disposed of. */
function temporaryFile(): Disposable & { path: string } {
  const path = Deno.makeTempFileSync({ suffix: ".safetensors" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path) };
}

const sizes = { inputSize: 6, hiddenSizeList: [5, 4], outputSize: 3, useBatchnorm: true } as const;

Deno.test("a network goes through safetensors: parameters and running statistics, bit for bit", async () => {
  for (const dtype of ["float32", "float64"] as const) {
    using file = temporaryFile();
    const net = new MultiLayerNetExtend({ ...sizes, dtype, seed: 1 });
    const x = random(2).normal([8, 6], 0, 1, dtype);
    net.gradient(x, tensor([0, 1, 2, 0, 1, 2, 0, 1], { dtype: "int32" }));
    await saveSafetensors(file.path, { ...net.params, ...net.statistics });

    const other = new MultiLayerNetExtend({ ...sizes, dtype, seed: 3 });
    other.loadParams(await loadSafetensors(file.path));
    assertEquals(other.predict(x).toArray(), net.predict(x).toArray());
  }
});

Deno.test("the file of another network is rejected, and nothing is changed", async () => {
  using file = temporaryFile();
  const net = new SimpleConvNet({ inputDim: [1, 8, 8], convParam: { filterNum: 2 } });
  await saveSafetensors(file.path, { ...net.params, W1: zeros([3, 1, 5, 5]) });
  const loaded = await loadSafetensors(file.path);
  assertUnchanged(Object.values(net.params), () =>
    assertThrowsWith(
      () => net.loadParams(loaded),
      TypeError,
      "SimpleConvNet.loadParams: W1 (3, 1, 5, 5) does not fit (2, 1, 5, 5)",
    ));
});
