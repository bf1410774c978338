// The layer of sigmoid.

import { checkDout, checkTensors, expectCalled } from "../tensor/arguments.ts";
import { sigmoid } from "../functions/activations.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Layer } from "./layer.ts";

/**
 * out = 1 / (1 + e⁻ˣ). Backward needs the output only: dx = dout · (1 − out) · out.
 *
 * @example
 * ```ts
 * import { Sigmoid, tensor } from "../mod.ts";
 * const sigmoid = new Sigmoid();
 * sigmoid.forward(tensor([0])); // [0.5]
 * sigmoid.backward(tensor([1])); // [0.25]
 * ```
 * @see §5.5.2
 */
export class Sigmoid implements Layer {
  #out: Tensor | undefined;

  /** The shape of x. */
  forward(x: Tensor): Tensor {
    checkTensors("Sigmoid.forward", { x });
    return this.#out = sigmoid(x);
  }

  /** dx in the shape of x. */
  backward(dout: Tensor): Tensor {
    const out = expectCalled("forward", this.#out, "Sigmoid.backward");
    checkDout("Sigmoid.backward", dout, out.shape);
    const rest = out.neg().add(1); // 1 − out
    return dout.mul(rest).mul(out);
  }
}
