// The layer of relu.

import { checkDout, checkTensors, expectCalled } from "../tensor/arguments.ts";
import { backend } from "../backend/mod.ts";
import { commonDType } from "../tensor/dtype.ts";
import { arrayOf, empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { relu } from "../functions/activations.ts";
import type { Layer } from "./layer.ts";

/**
 * out = max(x, 0). Backward lets dout through where x > 0 and stops it elsewhere; the gradient at 0 is 0.
 * A NaN passes in both directions, so that a network that diverged is seen.
 *
 * @example
 * ```ts
 * import { Relu, tensor } from "../mod.ts";
 * const relu = new Relu();
 * relu.forward(tensor([-1, 2])); // [0. 2.]
 * relu.backward(tensor([5, 5])); // [0. 5.]
 * ```
 * @see §5.5.1
 */
export class Relu implements Layer {
  /** of the last forward: backward lets through what was positive there */
  x: Tensor | undefined;

  /** The shape of x. */
  forward(x: Tensor): Tensor {
    checkTensors("Relu.forward", { x });
    this.x = x;
    return relu(x);
  }

  /** dx in the shape of x; dout stays as it is (the book's layer writes into it). */
  backward(dout: Tensor): Tensor {
    const call = "Relu.backward";
    const x = expectCalled("forward", this.x, call);
    checkDout(call, dout, x.shape);
    commonDType(call, dout, x);
    const dx = empty(dout.shape, dout.dtype);
    backend.reluBackward(arrayOf(x), arrayOf(dout), arrayOf(dx));
    return dx;
  }
}
