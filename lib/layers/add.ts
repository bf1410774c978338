// A node of a computational graph that adds, for the book's apples and oranges.

import { checkNumbers } from "../tensor/arguments.ts";

/**
 * Addition of two numbers: out = x + y. Backward passes dout on to both.
 *
 * @example
 * ```ts
 * import { AddLayer } from "../mod.ts";
 * const add = new AddLayer();
 * add.forward(200, 450); // 650
 * add.backward(1.1); // [1.1, 1.1]
 * ```
 * @see §5.4.2
 */
export class AddLayer {
  /** x + y */
  forward(x: number, y: number): number {
    checkNumbers("AddLayer.forward", { x, y });
    return x + y;
  }

  /** [dx, dy] */
  backward(dout: number): [dx: number, dy: number] {
    checkNumbers("AddLayer.backward", { dout });
    return [dout, dout];
  }
}
