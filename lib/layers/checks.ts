// What layers check before they compute: shapes, dtypes and sizes, each mistake with one message.

import { numberOr } from "../errors/describe.ts";
import { checkFlags, checkOptions } from "../errors/options.ts";
import { checkTensors, commonDType } from "../tensor/arguments.ts";
import type { Features, Windows } from "../backend/contract.ts";
import { checkIntegers, formatShape, sameShape, type Shape, sizeOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { zerosLike } from "../tensor/creation.ts";

/** Throws unless the sizes of a window are integers of at least 1, and its pad one of at least 0. */
export function checkWindow(call: string, sizes: Record<string, number>, pad: number): void {
  checkIntegers(call, sizes, 1);
  checkIntegers(call, { pad }, 0);
}

/** Throws unless each value is a number from 0 to 1. */
export function checkShare(call: string, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(Number.isFinite(value) && value >= 0 && value <= 1)) {
      throw new RangeError(
        `${call}: ${name} needs to be a number from 0 to 1, got ${numberOr(value)}`,
      );
    }
  }
}

/** Throws unless W has these axes, such as "(D, M)", and b is as long as the one that is called as b's only axis. */
export function checkParameters(
  call: string,
  { W, b }: { W: Tensor; b: Tensor },
  axesOfW: "(D, M)" | "(FN, C, FH, FW)",
): void {
  checkTensors(call, { W, b });
  const [ndim, outputs, length] = axesOfW === "(D, M)"
    ? [2, W.shape[1], "M"]
    : [4, W.shape[0], "FN"];
  if (W.ndim !== ndim || b.ndim !== 1 || b.size !== outputs) {
    throw new TypeError(
      `${call}: needs W ${axesOfW} and b (${length},), got W ${formatShape(W.shape)} and b ` +
        formatShape(b.shape),
    );
  }
  commonDType(call, W, b);
}

/** The batch x as the rows (N, D) of a matrix that fits W (D, M); images are flattened. */
export function rowsOf(call: string, x: Tensor, W: Tensor): Tensor {
  checkTensors(call, { x });
  const D = W.shape[0];
  const columns = sizeOf(x.shape.slice(1));
  if (x.ndim < 2 || columns !== D) {
    throw new TypeError(
      `${call}: x ${formatShape(x.shape)} does not fit W ${formatShape(W.shape)}: ` +
        (x.ndim < 2 ? "needs a batch, (N, D)" : `${columns} ≠ ${D}`),
    );
  }
  return x.ndim === 2 ? x : x.reshape(x.shape[0], D);
}

/** The places of the filters W (FN, C, FH, FW) on the images x (N, C, H, W). */
export function filterWindows(
  call: string,
  x: Tensor,
  { W, stride, pad }: { W: Tensor; stride: number; pad: number },
): Windows {
  checkTensors(call, { x });
  const [, C, FH, FW] = W.shape;
  const windows = slide(call, "x", x.shape, FH, FW, stride, pad);
  if (windows.C !== C) {
    throw new TypeError(
      `${call}: x ${formatShape(x.shape)} does not fit W ${formatShape(W.shape)}: ` +
        `${windows.C} channels ≠ ${C}`,
    );
  }
  return windows;
}

/** The places of a window on images of `shape`. */
export function slide(
  call: string,
  name: string,
  shape: Shape,
  FH: number,
  FW: number,
  stride: number,
  pad: number,
): Windows {
  if (shape.length !== 4) {
    throw new TypeError(`${call}: ${name} needs to be (N, C, H, W), got ${formatShape(shape)}`);
  }
  checkWindow(call, { filterH: FH, filterW: FW, stride }, pad);
  const [N, C, H, W] = shape;
  if (FH > H + 2 * pad || FW > W + 2 * pad) {
    throw new RangeError(
      `${call}: a window of ${FH} × ${FW} does not fit into ${name} ${formatShape(shape)} with ` +
        `pad ${pad}`,
    );
  }
  const [OH, OW] = [placesOf(H, FH, stride, pad), placesOf(W, FW, stride, pad)];
  return { N, C, H, W, FH, FW, stride, pad, OH, OW };
}

/** How many places a window has along an axis into which it fits: ⌊(input + 2·pad − filter) / stride⌋ + 1. */
export function placesOf(input: number, filter: number, stride: number, pad: number): number {
  return Math.floor((input + 2 * pad - filter) / stride) + 1;
}

/** What {@linkcode BatchNormalization} takes besides gamma and beta. */
export interface BatchNormalizationOptions {
  /** share of the old value that running statistics keep, 0 to 1; by default 0.9 */
  momentum?: number;
  /** mean of the features, (D,); by default 0 */
  runningMean?: Tensor;
  /** variance of the features, (D,); by default 0, as in the book */
  runningVar?: Tensor;
  /** whether a channel is one feature, as is usual today; by default each of its pixels is one, as in the book */
  perChannel?: boolean;
}

const normalizationOptions = ["momentum", "runningMean", "runningVar", "perChannel"] as const;

/** The options with their defaults, after a look at all that the layer is made from. */
export function checkNormalization(
  call: string,
  gamma: Tensor,
  beta: Tensor,
  options: BatchNormalizationOptions,
): Required<BatchNormalizationOptions> {
  checkOptions(call, options, normalizationOptions);
  const { momentum = 0.9, perChannel = false } = options;
  checkShare(call, { momentum });
  checkFlags(call, { perChannel });
  checkTensors(call, { gamma });
  const { runningMean = zerosLike(gamma), runningVar = zerosLike(gamma) } = options;
  checkFeatures(call, gamma, { beta, runningMean, runningVar });
  return { momentum, perChannel, runningMean, runningVar };
}

/** Throws unless gamma has one axis, and the others are like it. */
function checkFeatures(call: string, gamma: Tensor, others: Record<string, Tensor>): void {
  checkTensors(call, others);
  for (const [name, value] of Object.entries(others)) {
    if (gamma.ndim !== 1 || !sameShape(value.shape, gamma.shape)) {
      throw new TypeError(
        `${call}: needs gamma and ${name} of one shape (D,), got ${formatShape(gamma.shape)} and ` +
          formatShape(value.shape),
      );
    }
    commonDType(`${call}: ${name}`, gamma, value);
  }
}

/** The features of x, of which gamma says how many there are. */
export function featuresOf(
  call: string,
  x: Tensor,
  { gamma, beta, perChannel }: { gamma: Tensor; beta: Tensor; perChannel: boolean },
  epsilon: number,
): Features {
  checkFeatures(call, gamma, { beta });
  checkTensors(call, { x });
  if ((x.ndim !== 2 && x.ndim !== 4) || x.size === 0) {
    throw new TypeError(
      `${call}: needs (N, D) or (N, C, H, W) with at least 1 sample, got ${formatShape(x.shape)}`,
    );
  }
  commonDType(call, x, gamma);
  const [N, C] = x.shape;
  const D = perChannel ? C : x.size / N;
  if (D !== gamma.size) {
    throw new TypeError(
      `${call}: x ${formatShape(x.shape)} does not fit gamma ${formatShape(gamma.shape)}: ` +
        `${D} ≠ ${gamma.size}` +
        (C === gamma.size ? "; perChannel: true takes a channel for a feature" : ""),
    );
  }
  return { N, D, P: x.size / (N * D), epsilon };
}
