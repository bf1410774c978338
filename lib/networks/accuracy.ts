// How many answers of a network are right.

import { withArena } from "../backend/arena.ts";
import { oneHot } from "../functions/losses.ts";
import { checkRows } from "../tensor/arguments.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import { checkIntegers } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** The share of the rows of x for which `predict` gives t, with `batchSize` rows at once. */
export function accuracy(
  call: string,
  predict: (x: Tensor) => Tensor,
  x: Tensor,
  t: Tensor,
  batchSize: number,
): number {
  checkRows(call, { x, t });
  const N = x.shape[0];
  if (N === 0) throw new RangeError(`${call}: needs at least 1 sample, got 0`);
  checkIntegers(call, { batchSize }, 1);
  let correct = 0;
  for (let start = 0; start < N; start += batchSize) {
    correct += withArena(() => {
      const y = predict(rows(x, start, start + batchSize));
      const answers = oneHot(call, y, rows(t, start, start + batchSize)).argmax(1);
      return y.argmax(1).equal(answers).sum();
    });
  }
  return correct / N;
}

/** Rows `start` to `stop`, cut off at the end; they share their data with x. */
function rows(x: Tensor, start: number, stop: number): Tensor {
  const [N, ...rest] = x.shape;
  const size = x.size / N;
  return new Tensor(hostArrayOf(x).subarray(start * size, Math.min(stop, N) * size), [
    Math.min(stop, N) - start,
    ...rest,
  ]);
}
