// What the fusions with a convolution share.

import { checkDout } from "../tensor/arguments.ts";
import { backend } from "../backend/mod.ts";
import { filterWindows } from "../layers/checks.ts";
import type { Convolution } from "../layers/convolution.ts";
import { commonDType } from "../tensor/dtype.ts";
import { arrayOf, arraysOf, empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Place } from "./fusion.ts";

/**
 * Backward of a convolution, which leaves its `dW` and `db`: without dx if it is not needed; if x comes from a ReLU,
 * which is 0 where the ReLU's input was not positive, dx is 0 there too.
 *
 * @param dout (N, FN, OH, OW); with `argMax`, which a max pooling after the convolution has left, that of its output
 */
export function convolutionBackward(
  layer: Convolution,
  dout: Tensor,
  { isFirst, isAfterRelu }: Place,
  argMax?: Tensor,
): Tensor | undefined {
  const { x, W, b } = layer as { x: Tensor; W: Tensor; b: Tensor };
  const call = "Convolution.backward";
  const windows = filterWindows(call, x, layer);
  checkDout(call, dout, argMax?.shape ?? [windows.N, b.size, windows.OH, windows.OW]);
  commonDType(call, dout, W);
  const dx = isFirst ? undefined : empty(x.shape, W.dtype);
  const [dW, db] = [W, b].map(({ shape }) => empty(shape, W.dtype));
  const indices = argMax && arrayOf(argMax) as Int32Array;
  backend.convolutionBackward({
    ...arraysOf({ x, filters: W, dout, dx, dfilters: dW, db }),
    windows,
    ...{ afterRelu: isAfterRelu, indices },
  });
  layer.dW = dW;
  layer.db = db;
  return dx;
}
