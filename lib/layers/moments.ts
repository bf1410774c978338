// What batch normalization learns besides gamma and beta.

import type { Features } from "../backend/contract.ts";
import { backend } from "../backend/mod.ts";
import { copy } from "../backend/places.ts";
import { arrayOf, empty, hostArrayOf } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Statistics that follow those of the batches. */
interface Running {
  /** (D,) */
  readonly runningMean: Tensor;
  /** (D,) */
  readonly runningVar: Tensor;
  /** share of the old value that is kept */
  readonly momentum: number;
}

/** Mean and variance of the batch; the running ones become momentum · running + (1 − momentum) · batch. */
export function learnMoments(
  x: Tensor,
  features: Features,
  { runningMean, runningVar, momentum }: Running,
): [mean: Tensor, variance: Tensor] {
  const [mean, variance] = [empty(features.D, x.dtype), empty(features.D, x.dtype)];
  backend.moments(arrayOf(x), arrayOf(mean), arrayOf(variance), features);
  for (const [running, batch] of [[runningMean, mean], [runningVar, variance]]) {
    if (backend.memory === undefined || batch.dtype !== running.dtype) {
      const [data, values] = [running, batch].map(hostArrayOf);
      data.set(data.map((value, i) => momentum * value + (1 - momentum) * values[i]));
    } else { // nothing leaves the device in a training step
      const next = running.mul(momentum).add(batch.mul(1 - momentum));
      copy(arrayOf(next), arrayOf(running));
    }
  }
  return [mean, variance];
}
