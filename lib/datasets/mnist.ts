// MNIST, 60,000 + 10,000 handwritten digits; where it is not to be had, digits that we draw ourselves.

import { needsAwait } from "../errors/needs_await.ts";
import { checkFlags, checkOptions } from "../errors/options.ts";
import { Stopped } from "../host/progress.ts";
import type { DType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { zeros } from "../tensor/creation.ts";
import { drawnDigits } from "./digits.ts";
import {
  classesOf,
  type Collection,
  findCollection,
  findTestDigits,
  type Part,
} from "./collections.ts";
import { defaultPlaces, type Places, remedy } from "./files.ts";

/** How {@linkcode loadMnist} hands out the digits. */
export interface MnistOptions {
  /**
   * another collection in MNIST's form: `"fashion"` (clothes), `"kmnist"` (old Japanese letters), `"emnist-letters"`,
   * `"emnist-digits"`, `"emnist-balanced"`; by default `"mnist"`
   */
  name?: Collection;
  /** pixels from 0 to 1 (float) instead of 0 to 255 (int32); by default true */
  normalize?: boolean;
  /** images (N, 784) instead of (N, 1, 28, 28); by default true */
  flatten?: boolean;
  /** labels (N, classes), 1 at the digit and 0 elsewhere, instead of class labels (N,); by default false */
  oneHotLabel?: boolean;
  /** of the images, and of one-hot labels; by default float32, for images that are not normalized int32 */
  dtype?: DType;
}

/** Images and labels to train and to test with. */
export interface Mnist {
  /** (60000, 784) or (60000, 1, 28, 28) */
  xTrain: Tensor;
  /** (60000,) int32, or (60000, classes) */
  tTrain: Tensor;
  /** (10000, 784) or (10000, 1, 28, 28) */
  xTest: Tensor;
  /** (10000,) int32, or (10000, classes) */
  tTest: Tensor;
  /** the name, or "synthetic" for digits drawn by code */
  source: Collection | "synthetic";
  /** what the labels mean: "0" … "9", or "T-shirt/top", … */
  classes: readonly string[];
}

/** Digits as they lie in the files: images of 784 bytes, labels of one. */
export interface Digits {
  train: Part;
  test: Part;
  source: Collection | "synthetic";
}

/** What earlier calls found. */
const found = new Map<Collection, Promise<Digits>>();

/** Has the next call look again, when there are files that were not there. */
export function lookForMnistAgain(): void {
  found.delete("mnist");
}

type Drawn = Pick<Digits, "train" | "test">;

/** What draws digits where MNIST is not to be had. */
let draw: () => Drawn | Promise<Drawn> = () => drawnDigits();

/** Has others draw what `drawnDigits()` draws: in a page its workers. */
export function drawDigitsBy(others: () => Promise<Drawn>): void {
  draw = others;
}

/**
 * Handwritten digits: MNIST from data/cache/, from the folder DLFS_DATA_DIR, or downloaded. Where it cannot be had, a
 * line says why, and digits drawn by code take its place, in the same number; `source` tells which they are.
 *
 * In a page that has MNIST's two files of test digits alone, `xTest` and `tTest` are those, and `source` is "mnist".
 *
 * With a `name` another collection of 28 × 28 pixels, found and checked the same way; nothing takes its place.
 *
 * @throws TypeError for normalized images in int32; RangeError for another name
 * @throws Error if another collection than MNIST cannot be had
 * @throws Stopped at Stop; the next call goes on with the download
 *
 * @example
 * ```ts ignore
 * const { xTrain, tTrain, xTest, tTest } = await loadMnist({ flatten: false });
 * xTrain.shape; // [60000, 1, 28, 28]
 * const fashion = await loadMnist({ name: "fashion" });
 * fashion.classes[0]; // "T-shirt/top"
 * ```
 * @see §3.6.1
 */
export function loadMnist(options: MnistOptions = {}): Promise<Mnist> {
  return needsAwait("loadMnist", load(options), [
    ...["xTrain", "tTrain", "xTest", "tTest", "source", "classes"] as const,
  ]);
}

async function load(options: MnistOptions): Promise<Mnist> {
  checkOptions("loadMnist", options, ["name", "normalize", "flatten", "oneHotLabel", "dtype"]);
  const { name = "mnist", normalize = true, flatten, oneHotLabel, dtype } = options;
  if (!Object.hasOwn(classesOf, name)) {
    const names = Object.keys(classesOf).join('", "');
    throw new RangeError(`loadMnist: name "${name}" is none of "${names}"`);
  }
  checkFlags("loadMnist", { normalize, flatten, oneHotLabel });
  if (normalize && dtype === "int32") {
    throw new TypeError(
      "loadMnist: normalize makes pixels from 0 to 1, which int32 cannot hold; " +
        "use a float dtype or normalize: false",
    );
  }
  if (!found.has(name)) found.set(name, findDigits(defaultPlaces(), name));
  try {
    return fromBytes(await found.get(name)!, options);
  } catch (error) {
    found.delete(name);
    throw error;
  }
}

/** The images of `name` from `places`; for MNIST, where it is not to be had, synthetic digits. */
export async function findDigits(places: Places, name: Collection = "mnist"): Promise<Digits> {
  try {
    return { ...await findCollection(name, places), source: name };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const { message } = error as Error;
    if (name !== "mnist") throw new Error(`loadMnist: ${name}: ${message}`, { cause: error });
    const test = places.isPage && await findTestDigits(places).catch(() => undefined);
    places.say(
      test
        ? `loadMnist: ${message}. Synthetic digits are there to train with; the 10,000 to test with are MNIST's.`
        : `loadMnist: ${message}. Synthetic digits take its place; ${remedy(places)}.`,
    );
    const drawn = await draw();
    return test ? { ...drawn, test, source: name } : { ...drawn, source: "synthetic" };
  }
}

/** The digits as tensors. */
export function fromBytes({ train, test, source }: Digits, options: MnistOptions): Mnist {
  const classes = classesOf[source === "synthetic" ? "mnist" : source];
  return {
    xTrain: imagesOf(train.images, options),
    tTrain: labelsOf(train.labels, classes.length, options),
    xTest: imagesOf(test.images, options),
    tTest: labelsOf(test.labels, classes.length, options),
    source,
    classes,
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
  const { data } = x; // asked for once, not 55 million times, which would take as long as all else
  for (let i = 0; i < bytes.length; i++) data[i] = values[bytes[i]];
  return x;
}

function labelsOf(
  labels: Uint8Array,
  classes: number,
  { oneHotLabel = false, dtype = "float32" }: MnistOptions,
): Tensor {
  if (!oneHotLabel) return new Tensor(Int32Array.from(labels), labels.length);
  const t = zeros([labels.length, classes], dtype);
  labels.forEach((label, i) => t.data[i * classes + label] = 1);
  return t;
}
