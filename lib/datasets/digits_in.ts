// Digits on a photo of a sheet of paper, as MNIST has them: the way from LeCun's scans to 28 × 28 pixels.

import { checkTensors } from "../tensor/arguments.ts";
import { formatShape } from "../tensor/shape.ts";
import { zeros } from "../tensor/creation.ts";
import { Tensor } from "../tensor/tensor.ts";
import { resized } from "../io/resize.ts";
import { type Blob, blobs } from "./blobs.ts";
import { SIZE } from "./ink.ts";

/** Where a digit is on its photo, in pixels. */
export interface Box {
  /** from the upper edge of the photo */
  top: number;
  /** from its left edge */
  left: number;
  /** of the digit */
  height: number;
  /** of the digit */
  width: number;
}

/** What {@linkcode digitsIn} has found. */
export interface FoundDigits {
  /** (N, 1, 28, 28), from 0 for paper to 1 for ink */
  x: Tensor;
  /** of each digit */
  boxes: Box[];
}

const LONGEST_SIDE = 800; // pixels; a larger photo is made smaller first
const DIGIT = 20; // pixels of the longer side, as in MNIST

/**
 * The digits on a photo, row by row, from left to right, each as MNIST has it: light on dark, 20 pixels at most, the
 * centre of mass in the middle of 28 × 28.
 *
 * What is darker than the paper around it is ink, so a shadow does no harm; ink that hangs together is a digit, and so
 * are two pieces one above the other, such as a 5 and its bar. What is much smaller than the others, or touches the edge
 * of the photo, is left out. Light chalk on a dark board is seen as well.
 *
 * @param photo (H, W) or (H, W, 3), as `imread` gives it
 * @throws TypeError for another shape; RangeError if there is nothing on it
 *
 * @example
 * ```ts
 * import { digitsIn, full, imread } from "../mod.ts";
 * const { x, boxes } = digitsIn(await imread("data/own_digits.png"));
 * x.shape; // [40, 1, 28, 28]
 * boxes.length; // 40
 * ```
 * @see §8.1
 */
export function digitsIn(photo: Tensor): FoundDigits {
  checkTensors("digitsIn", { photo });
  if (![2, 3].includes(photo.ndim) || photo.size === 0) {
    throw new TypeError(
      `digitsIn: needs a photo (H, W) or (H, W, 3), got ${formatShape(photo.shape)}`,
    );
  }
  const gray = photo.ndim === 3 ? photo.mean(2) : photo;
  const scale = Math.max(1, Math.max(...gray.shape) / LONGEST_SIDE);
  const [H, W] = gray.shape.map((length) => Math.floor(length / scale));
  const ink = inkOf(resized(gray, H, W));
  const darkest = quantile(ink.data, 0.995);
  const found = inRows(digitsAmong(blobs(ink, darkest / 2)));
  if (found.length === 0) throw new RangeError("digitsIn: there is nothing on the photo");

  const x = zeros([found.length, 1, SIZE, SIZE]);
  found.forEach((blob, i) => x.data.set(asInMnist(blob, ink).data, i * SIZE * SIZE));
  const boxes = found.map(({ top, left, bottom, right }) => ({
    ...{ top: top * scale, left: left * scale },
    ...{ height: (bottom - top) * scale, width: (right - left) * scale },
  }));
  return { x, boxes };
}

/** How much darker each pixel is than what is around it; or lighter, where most of the photo is dark. */
function inkOf(gray: Tensor): Tensor {
  const [H, W] = gray.shape;
  const radius = Math.ceil(Math.max(H, W) / 16);
  // Sums over rectangles from the corner give each window's in four steps
  const sums = new Float64Array((H + 1) * (W + 1));
  for (let y = 0; y < H; y++) {
    let row = 0;
    for (let x = 0; x < W; x++) {
      row += gray.data[y * W + x];
      sums[(y + 1) * (W + 1) + x + 1] = sums[y * (W + 1) + x + 1] + row;
    }
  }
  const sign = gray.mean() < quantile(gray.data, 0.5) ? 1 : -1; // ink pulls the mean away from the paper
  const ink = zeros(gray.shape);
  for (let y = 0; y < H; y++) {
    const [top, bottom] = [Math.max(0, y - radius), Math.min(H, y + radius + 1)];
    for (let x = 0; x < W; x++) {
      const [left, right] = [Math.max(0, x - radius), Math.min(W, x + radius + 1)];
      const sum = sums[bottom * (W + 1) + right] - sums[top * (W + 1) + right] -
        sums[bottom * (W + 1) + left] + sums[top * (W + 1) + left];
      const around = sum / ((bottom - top) * (right - left));
      ink.data[y * W + x] = Math.max(0, sign * (around - gray.data[y * W + x]));
    }
  }
  return ink;
}

function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))];
}

/** Blobs without specks and edges, those that belong together as one. */
function digitsAmong(all: Blob[]): Blob[] {
  const whole = all.filter(({ touchesEdge }) => !touchesEdge);
  const sizeOf = ({ top, bottom, left, right }: Blob) => Math.max(bottom - top, right - left);
  const largest = Math.max(...whole.map(sizeOf));
  const digits: Blob[] = [];
  for (const blob of whole.filter((blob) => sizeOf(blob) > largest / 5)) {
    const other = digits.find((digit) => belongTogether(digit, blob));
    if (!other) {
      digits.push({ ...blob });
      continue;
    }
    other.top = Math.min(other.top, blob.top);
    other.bottom = Math.max(other.bottom, blob.bottom);
    other.left = Math.min(other.left, blob.left);
    other.right = Math.max(other.right, blob.right);
    other.pixels = [...other.pixels, ...blob.pixels];
  }
  return digits.filter((digit) => sizeOf(digit) > largest / 3);
}

/** Whether one lies above the other, near, and they overlap by half of the narrower. */
function belongTogether(a: Blob, b: Blob): boolean {
  const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const gap = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
  const height = Math.max(a.bottom - a.top, b.bottom - b.top);
  return overlap > Math.min(a.right - a.left, b.right - b.left) / 2 && gap < height / 5;
}

/** Row by row: a digit whose middle is above the foot of the row's first belongs to that row. */
function inRows(digits: Blob[]): Blob[] {
  const rows: Blob[][] = [];
  for (const digit of digits.toSorted((a, b) => a.top - b.top)) {
    const row = rows.at(-1);
    if (row && (digit.top + digit.bottom) / 2 < row[0].bottom) row.push(digit);
    else rows.push([digit]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.left - b.left));
}

/** A blob's ink, scaled and moved: (28, 28) from 0 to 1. */
function asInMnist({ top, left, bottom, right, pixels }: Blob, ink: Tensor): Tensor {
  const [height, width] = [bottom - top, right - left];
  const own = zeros([height, width]);
  // Inside of a thick line the paper around seems darker than it is; a pen's ink is the same everywhere
  const most = 0.75 * pixels.reduce((most, pixel) => Math.max(most, ink.data[pixel]), 0);
  for (const pixel of pixels) {
    const [y, x] = [Math.floor(pixel / ink.shape[1]), pixel % ink.shape[1]];
    own.data[(y - top) * width + x - left] = Math.min(ink.data[pixel], most);
  }
  const scale = DIGIT / Math.max(height, width);
  const [h, w] = [height, width].map((length) => Math.max(1, Math.round(length * scale)));
  const small = resized(own, h, w);
  const brightest = small.max();
  let [mass, massY, massX] = [0, 0, 0];
  small.data.forEach((value, i) => {
    mass += value;
    massY += value * (Math.floor(i / w) + 0.5);
    massX += value * (i % w + 0.5);
  });
  const [y0, x0] = [massY, massX].map((sum) => Math.round(SIZE / 2 - sum / mass));
  const digit = zeros([SIZE, SIZE]);
  small.data.forEach((value, i) => {
    const [y, x] = [y0 + Math.floor(i / w), x0 + i % w];
    if (y < 0 || y >= SIZE || x < 0 || x >= SIZE) return; // far from its own middle
    digit.data[y * SIZE + x] = value / brightest;
  });
  return digit;
}
