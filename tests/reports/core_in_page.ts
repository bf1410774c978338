// Some steps of a training: what tests/reports/core_test.ts runs in a page of the browser, and in Deno.

import { backendInfo } from "../../lib/backend/mod.ts";
import { parseSafetensors, serialize } from "../../lib/formats/safetensors.ts";
import { DeepConvNet } from "../../lib/networks/deep_conv_net.ts";
import { Adam } from "../../lib/optimizers/optimizers.ts";
import { random } from "../../lib/tensor/random.ts";
import { tensor } from "../../lib/tensor/from_values.ts";

export interface Training {
  backend: string;
  losses: number[];
  scores: number[];
  /** of a network that has read the trained one's parameters */
  scoresOfCopy: number[];
}

export function train(): Training {
  const rng = random(0);
  const [x, t] = [rng.uniform([20, 1, 28, 28]), tensor(rng.integers(0, 10, 20))];
  const net = new DeepConvNet();
  const optimizer = new Adam();
  const losses = Array.from({ length: 3 }, () => {
    optimizer.update(net.params, net.gradient(x, t));
    return net.loss(x, t);
  });
  const copy = new DeepConvNet();
  copy.loadParams(parseSafetensors(serialize("train", net.params)).tensors);
  const [scores, scoresOfCopy] = [net, copy].map((net) => Array.from(net.predict(x).data));
  return { backend: backendInfo().name, losses, scores, scoresOfCopy };
}

Object.assign(globalThis, { train });
