// Windows that slide over images.

import { checkTensors } from "../tensor/arguments.ts";
import type { Windows } from "../backend/contract.ts";
import { backend } from "../backend/mod.ts";
import { formatShape, type Shape } from "../tensor/shape.ts";
import { arrayOf, empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkWindow, placesOf, slide } from "./checks.ts";

/**
 * How many positions a window has along an axis: ⌊(input + 2·pad − filter) / stride⌋ + 1.
 *
 * @throws RangeError if the window does not fit, or for sizes that are not integers of at least 1 (pad: 0)
 *
 * @example
 * ```ts
 * import { outputSize } from "../mod.ts";
 * outputSize(28, 5); // 24
 * outputSize(28, 5, 1, 2); // 28
 * ```
 * @see §7.2.5
 */
export function outputSize(
  inputSize: number,
  filterSize: number,
  stride = 1,
  pad = 0,
): number {
  const call = "outputSize";
  checkWindow(call, { inputSize, filterSize, stride }, pad);
  if (filterSize > inputSize + 2 * pad) {
    throw new RangeError(
      `${call}: a window of ${filterSize} does not fit into ${inputSize} with pad ${pad}`,
    );
  }
  return placesOf(inputSize, filterSize, stride, pad);
}

/**
 * What a window sees at each of its places, a row each: a convolution becomes a product of matrices.
 *
 * @param x (N, C, H, W)
 * @param filterH height of the window, FH
 * @param filterW width of the window, FW
 * @param stride distance from one place to the next
 * @param pad width of the border of zeros around each image
 * @returns (N·OH·OW, C·FH·FW); rows in the order (n, y, x) of the places, columns in the order (c, y, x) of the window
 * @throws TypeError unless x has 4 axes; RangeError if the window does not fit
 * @example
 * ```ts
 * import { arange, im2col } from "../mod.ts";
 * im2col(arange(9).reshape(1, 1, 3, 3), 2, 2);
 * // [[0. 1. 3. 4.]
 * //  [1. 2. 4. 5.]
 * //  [3. 4. 6. 7.]
 * //  [4. 5. 7. 8.]]
 * ```
 * @see §7.4.3
 */
export function im2col(
  x: Tensor,
  filterH: number,
  filterW: number,
  stride = 1,
  pad = 0,
): Tensor {
  checkTensors("im2col", { x });
  const windows = slide("im2col", "x", x.shape, filterH, filterW, stride, pad);
  const col = empty(colShape(windows), x.dtype);
  backend.im2col(arrayOf(x), arrayOf(col), windows);
  return col;
}

/**
 * The backward pass of {@linkcode im2col}: every element of col is added where it was taken from. Where windows
 * overlap, elements add up, as gradients do.
 *
 * @param col (N·OH·OW, C·FH·FW)
 * @param inputShape (N, C, H, W)
 * @returns (N, C, H, W)
 * @throws TypeError if col does not fit; RangeError if the window does not fit
 *
 * @example
 * ```ts
 * import { col2im, im2col, ones } from "../mod.ts";
 * const x = ones([1, 1, 3, 3]);
 * col2im(im2col(x, 2, 2), x.shape, 2, 2).reshape(3, 3); // [[1. 2. 1.] [2. 4. 2.] [1. 2. 1.]]
 * ```
 * @see §7.4.4
 */
export function col2im(
  col: Tensor,
  inputShape: Shape,
  filterH: number,
  filterW: number,
  stride = 1,
  pad = 0,
): Tensor {
  const call = "col2im";
  checkTensors(call, { col });
  const windows = slide(call, "inputShape", inputShape, filterH, filterW, stride, pad);
  const [rows, columns] = colShape(windows);
  if (col.ndim !== 2 || col.shape[0] !== rows || col.shape[1] !== columns) {
    throw new TypeError(
      `${call}: col ${formatShape(col.shape)} does not fit ${formatShape(inputShape)}: needs ` +
        formatShape([rows, columns]),
    );
  }
  const x = empty(inputShape, col.dtype);
  backend.col2im(arrayOf(col), arrayOf(x), windows);
  return x;
}

function colShape({ N, C, FH, FW, OH, OW }: Windows): [rows: number, columns: number] {
  return [N * OH * OW, C * FH * FW];
}
