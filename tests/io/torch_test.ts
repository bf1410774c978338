// The networks of the book in PyTorch, from our safetensors; where there is no PyTorch, such as that of the bench in
// bench/.venv, this is omitted.

import { assertTrue } from "../assert.ts";
import { pythonTest } from "../python.ts";
import { saveNpy, saveSafetensors } from "../../lib/mod.ts";
import { temporaryPath } from "./temporary_path.ts";
import { digits, dtypeOf, networks } from "./trained_networks.ts";

/** Prints how far PyTorch's scores are from ours; for each network, its arguments are a path and the layers in JSON. */
const compare = `
import json, sys, numpy as np, torch, torch.nn.functional as F
from safetensors.torch import load_file

def compare(path, layers):
    params = load_file(path)
    x, y = (torch.from_numpy(np.load(f"{path}.{name}.npy")) for name in "xy")
    affine, normal = 0, 0
    for layer in json.loads(layers):
        kind = layer["kind"]
        if kind in ("Affine", "Convolution"):
            affine += 1
            W, b = params[f"W{affine}"], params[f"b{affine}"]
        if kind == "Affine":
            x = F.linear(x.flatten(1), W.T, b)
        elif kind == "Convolution":
            x = F.conv2d(x, W, b, layer["stride"], layer["pad"])
        elif kind == "Pooling":
            x = F.max_pool2d(x, (layer["poolH"], layer["poolW"]), layer["stride"], layer["pad"])
        elif kind == "Relu":
            x = x.relu()
        elif kind == "Sigmoid":
            x = x.sigmoid()
        elif kind == "Dropout":
            x = x * (1 - layer["dropoutRatio"])
        elif kind == "BatchNormalization":
            normal += 1
            names = ("runningMean", "runningVar", "gamma", "beta")
            statistics = [params[f"{name}{normal}"] for name in names]
            x = F.batch_norm(x.flatten(1), *statistics, eps=1e-6).reshape(x.shape)
        else:
            raise ValueError(kind)
    return [float((x - y).abs().max()), float(y.abs().max())]

print(json.dumps([compare(*pair) for pair in zip(sys.argv[1::2], sys.argv[2::2])]))`;

pythonTest("PyTorch gives our scores", "torch, safetensors, numpy", async (python) => {
  using place = temporaryPath("net");
  const { x } = digits();
  const nets = await networks();
  const args: string[] = [];
  for (const [i, [net, sample]] of Object.values(nets).entries()) {
    const path = `${place.path}${i}.safetensors`;
    const samples = x.reshape(1000, ...sample).astype(dtypeOf(net));
    await saveSafetensors(path, { ...net.params, ...net.statistics });
    await saveNpy(`${path}.x.npy`, samples);
    await saveNpy(`${path}.y.npy`, net.predict(samples));
    const layers = Object.values(net.layers).map((layer) => {
      const { stride, pad, poolH, poolW, dropoutRatio } = layer as unknown as Record<
        string,
        number
      >;
      return { kind: layer.constructor.name, stride, pad, poolH, poolW, dropoutRatio };
    });
    args.push(path, JSON.stringify(layers));
  }
  const results: [number, number][] = JSON.parse(python(compare, ...args));
  Object.keys(nets).forEach((name, i) => {
    const [scores, largest] = results[i];
    console.log(
      `${name}: scores up to ${largest.toFixed(1)} differ by at most ${scores.toExponential(1)}`,
    );
    assertTrue(scores <= 1e-6 * Math.max(1, largest), `${name}: ${scores} of ${largest}`);
  });
});
