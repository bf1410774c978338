// Pictures in another size.

import { Tensor } from "../tensor/tensor.ts";

/**
 * A picture in `height` × `width` pixels: each is the mean of what it covers of the old picture. A picture of another
 * ratio loses its edges, as much above as below, or left as right.
 *
 * @param picture (H, W) or (H, W, channels)
 */
export function resized(picture: Tensor, height: number, width: number): Tensor {
  const [H, W, channels = 1] = picture.shape;
  const scale = Math.min(H / height, W / width); // old pixels of one new pixel
  const columns = resizedRows(picture.data, H, W * channels, height, scale);
  // The other direction is the same with rows and columns exchanged
  const turned = new Tensor(columns, [height, W, channels]).transpose(1, 0, 2);
  const rows = resizedRows(turned.data, W, height * channels, width, scale);
  const result = new Tensor(rows, [width, height, channels]).transpose(1, 0, 2);
  return result.reshape(height, width, ...picture.shape.slice(2));
}

/** From `length` rows of `size` numbers to `count`, each the mean of `scale` rows around the middle. */
function resizedRows(
  values: ArrayLike<number>,
  length: number,
  size: number,
  count: number,
  scale: number,
): Float32Array {
  const result = new Float32Array(count * size);
  const first = (length - count * scale) / 2;
  for (let i = 0; i < count; i++) {
    const [begin, end] = [first + i * scale, first + (i + 1) * scale];
    for (let row = Math.max(0, Math.floor(begin)); row < Math.min(length, end); row++) {
      const share = (Math.min(row + 1, end) - Math.max(row, begin)) / scale;
      for (let j = 0; j < size; j++) result[i * size + j] += share * values[row * size + j];
    }
  }
  return result;
}
