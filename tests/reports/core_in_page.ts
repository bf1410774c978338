// Some steps of a training: what tests/reports/core_test.ts runs in a page of the browser, and in Deno.

import { SimpleConvNet } from "../../lib/networks/simple_conv_net.ts";
import { Adam } from "../../lib/optimizers/optimizers.ts";
import { random } from "../../lib/tensor/random.ts";
import { tensor } from "../../lib/tensor/tensor.ts";
import { backendInfo } from "../../lib/backend/mod.ts";

export interface Training {
  backend: string;
  losses: number[];
}

export function train(): Training {
  const rng = random(0);
  const [x, t] = [rng.uniform([20, 1, 28, 28]), tensor(rng.integers(0, 10, 20))];
  const net = new SimpleConvNet({ convParam: { filterNum: 10 } });
  const optimizer = new Adam();
  const losses = Array.from({ length: 3 }, () => {
    optimizer.update(net.params, net.gradient(x, t));
    return net.loss(x, t);
  });
  return { backend: backendInfo().name, losses };
}

Object.assign(globalThis, { train });
