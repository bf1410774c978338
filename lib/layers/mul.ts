// A node of a computational graph that multiplies, for the book's apples and oranges.

import { checkNumbers, expectCalled } from "../tensor/arguments.ts";

/**
 * Multiplication of two numbers: out = x · y. Backward exchanges them: dx = dout · y, dy = dout · x.
 *
 * @example
 * ```ts
 * import { MulLayer } from "../mod.ts";
 * const apples = new MulLayer();
 * apples.forward(100, 2);    // 200
 * apples.backward(1.1);      // [2.2, 110.00000000000001]
 * ```
 * @see §5.4.1
 */
export class MulLayer {
  #inputs: [x: number, y: number] | undefined;

  /** x · y */
  forward(x: number, y: number): number {
    checkNumbers("MulLayer.forward", { x, y });
    this.#inputs = [x, y];
    return x * y;
  }

  /** [dx, dy] */
  backward(dout: number): [dx: number, dy: number] {
    checkNumbers("MulLayer.backward", { dout });
    const [x, y] = expectCalled("forward", this.#inputs, "MulLayer.backward");
    return [dout * y, dout * x];
  }
}
