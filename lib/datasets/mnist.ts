// MNIST, 60,000 + 10,000 handwritten digits; where it is not to be had, digits that we draw ourselves.

import { needsAwait } from "../errors/needs_await.ts";
import { checkFlags, checkOptions } from "../errors/options.ts";
import { Stopped } from "../host/progress.ts";
import type { DType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { zeros } from "../tensor/creation.ts";
import { syntheticDigits } from "./digits.ts";
import { defaultPlaces, findFile, type Places, remedy } from "./files.ts";
import { parseIdx } from "./idx.ts";

/** How {@linkcode loadMnist} hands out the digits. */
export interface MnistOptions {
  /** pixels from 0 to 1 (float) instead of 0 to 255 (int32); by default true */
  normalize?: boolean;
  /** images (N, 784) instead of (N, 1, 28, 28); by default true */
  flatten?: boolean;
  /** labels (N, 10), 1 at the digit and 0 elsewhere, instead of class labels (N,); by default false */
  oneHotLabel?: boolean;
  /** of the images, and of one-hot labels; by default float32, for images that are not normalized int32 */
  dtype?: DType;
}

/** Images and labels to train and to test with. */
export interface Mnist {
  /** (60000, 784) or (60000, 1, 28, 28) */
  xTrain: Tensor;
  /** (60000,) int32, or (60000, 10) */
  tTrain: Tensor;
  /** (10000, 784) or (10000, 1, 28, 28) */
  xTest: Tensor;
  /** (10000,) int32, or (10000, 10) */
  tTest: Tensor;
  /** "mnist", or "synthetic" for digits drawn by code */
  source: "mnist" | "synthetic";
}

/** Digits as they lie in the files: images of 784 bytes, labels of one. */
export interface Digits {
  train: { images: Uint8Array; labels: Uint8Array };
  test: { images: Uint8Array; labels: Uint8Array };
  source: "mnist" | "synthetic";
}

/** What the first call found, for the calls after it. */
let found: Promise<Digits> | undefined;

/** Has the next call look again, when there are files that were not there. */
export function lookForMnistAgain(): void {
  found = undefined;
}

/**
 * Handwritten digits: MNIST from data/cache/, from the folder DLFS_DATA_DIR, or downloaded. Where it cannot be had, a
 * line says why, and digits drawn by code take its place, in the same number; `source` tells which they are.
 *
 * @throws TypeError for normalized images in int32
 * @throws Stopped at Stop; the next call goes on with the download
 *
 * @example
 * ```ts ignore
 * const { xTrain, tTrain, xTest, tTest } = await loadMnist({ flatten: false });
 * xTrain.shape; // [60000, 1, 28, 28]
 * ```
 * @see §3.6.1
 */
export function loadMnist(options: MnistOptions = {}): Promise<Mnist> {
  return needsAwait("loadMnist", load(options), ["xTrain", "tTrain", "xTest", "tTest", "source"]);
}

async function load(options: MnistOptions): Promise<Mnist> {
  checkOptions("loadMnist", options, ["normalize", "flatten", "oneHotLabel", "dtype"]);
  const { normalize = true, flatten, oneHotLabel, dtype } = options;
  checkFlags("loadMnist", { normalize, flatten, oneHotLabel });
  if (normalize && dtype === "int32") {
    throw new TypeError(
      "loadMnist: normalize makes pixels from 0 to 1, which int32 cannot hold; " +
        "use a float dtype or normalize: false",
    );
  }
  found ??= findDigits(defaultPlaces());
  try {
    return fromBytes(await found, options);
  } catch (error) {
    found = undefined;
    throw error;
  }
}

/** MNIST from `places`, else synthetic digits. */
export async function findDigits(places: Places): Promise<Digits> {
  const read = async (name: string) => parseIdx(await findFile("mnist", name, places), name).data;
  try {
    return {
      train: {
        images: await read("train-images-idx3-ubyte.gz"),
        labels: await read("train-labels-idx1-ubyte.gz"),
      },
      test: {
        images: await read("t10k-images-idx3-ubyte.gz"),
        labels: await read("t10k-labels-idx1-ubyte.gz"),
      },
      source: "mnist",
    };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    places.say(
      `loadMnist: ${(error as Error).message}. Synthetic digits take its place; ${remedy(places)}.`,
    );
    return {
      train: syntheticDigits(60000, 1),
      test: syntheticDigits(10000, 2),
      source: "synthetic",
    };
  }
}

/** The digits as tensors. */
export function fromBytes({ train, test, source }: Digits, options: MnistOptions): Mnist {
  return {
    xTrain: imagesOf(train.images, options),
    tTrain: labelsOf(train.labels, options),
    xTest: imagesOf(test.images, options),
    tTest: labelsOf(test.labels, options),
    source,
  };
}

function imagesOf(
  bytes: Uint8Array,
  { normalize = true, flatten = true, dtype = normalize ? "float32" : "int32" }: MnistOptions,
): Tensor {
  const N = bytes.length / 784;
  const x = zeros(flatten ? [N, 784] : [N, 1, 28, 28], dtype);
  // Divided in float32 whatever the dtype, as the book's Python does
  const values = Float32Array.from({ length: 256 }, (_, pixel) => normalize ? pixel / 255 : pixel);
  for (let i = 0; i < bytes.length; i++) x.data[i] = values[bytes[i]];
  return x;
}

function labelsOf(
  labels: Uint8Array,
  { oneHotLabel = false, dtype = "float32" }: MnistOptions,
): Tensor {
  if (!oneHotLabel) return new Tensor(Int32Array.from(labels), labels.length);
  const t = zeros([labels.length, 10], dtype);
  labels.forEach((label, i) => t.data[i * 10 + label] = 1);
  return t;
}
