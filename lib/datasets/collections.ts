// Collections of images that come as MNIST does: 28 × 28 pixels in idx files.

import { gunzip } from "../io/gunzip.ts";
import { unzip } from "../io/zip.ts";
import { findFile, type Places } from "./files.ts";
import { parseIdx } from "./idx.ts";

/** Names of collections. */
export type Collection =
  | "mnist"
  | "fashion"
  | "kmnist"
  | "emnist-digits"
  | "emnist-letters"
  | "emnist-balanced";

/** Images of 784 bytes and labels of one, as they lie in the files. */
export interface Part {
  images: Uint8Array;
  labels: Uint8Array;
}

const digits = [..."0123456789"];
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** What the labels of each collection mean, in their order. */
export const classesOf: Record<Collection, readonly string[]> = {
  mnist: digits,
  fashion: [
    ...["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"],
    ...["Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
  ],
  kmnist: [..."おきすつなはまやれを"],
  "emnist-digits": digits,
  "emnist-letters": letters,
  // of small letters only those that do not look like their capitals
  "emnist-balanced": [...digits, ...letters, ..."abdefghnqrt"],
};

/**
 * What to train and to test with.
 *
 * @throws Error that tells what was tried, if the files are nowhere to be had
 * @throws Stopped if `places.signal` is aborted
 */
export async function findCollection(
  name: Collection,
  places: Places,
): Promise<{ train: Part; test: Part }> {
  const read = name.startsWith("emnist")
    ? await readerOfEmnist(name, places)
    : readerOf(name, places);
  return { train: await partOf("train", read), test: await partOf("t10k", read) };
}

/** MNIST's digits to test with, without those to train with. */
export function findTestDigits(places: Places): Promise<Part> {
  return partOf("t10k", readerOf("mnist", places));
}

type Reader = (file: string) => Promise<Uint8Array>;

const readerOf = (name: Collection, places: Places): Reader => async (file) =>
  parseIdx(await findFile(name as "mnist", `${file}.gz`, places), file).data;

const partOf = async (set: "train" | "t10k", read: Reader): Promise<Part> => ({
  images: await read(`${set}-images-idx3-ubyte`),
  labels: await read(`${set}-labels-idx1-ubyte`),
});

/** EMNIST is one zip of all its collections. Its images lie on their side, and its letters begin with 1. */
async function readerOfEmnist(name: Collection, places: Places): Promise<Reader> {
  const wanted = (path: string) => path.startsWith(`gzip/${name}-`) && path.endsWith(".gz");
  const fail = (byte: number, problem: string) => {
    throw new Error(`gzip.zip, byte ${byte}: ${problem}`);
  };
  const files = unzip(await findFile("emnist", "gzip.zip", places), fail, wanted);
  return async (file) => {
    const path = `gzip/${name}-${file.replace("t10k", "test")}.gz`;
    const packed = files.find((one) => one.name === path);
    if (!packed) throw new Error(`gzip.zip has no ${path}`);
    const { data } = parseIdx(await gunzip(packed.bytes, 2 ** 29, places.signal), path);
    if (file.includes("images")) return upright(data);
    return name === "emnist-letters" ? data.map((label) => label - 1) : data;
  };
}

/** Images with rows and columns exchanged. */
function upright(images: Uint8Array): Uint8Array {
  return images.map((_, i) => images[i - i % 784 + i % 28 * 28 + Math.floor(i % 784 / 28)]);
}
