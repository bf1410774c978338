// The weights that come with the book: trained by its author, kept in its repository, found or downloaded as MNIST is.

import { loadPickle } from "../io/pickle.ts";
import { Stopped } from "../host/progress.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { defaultPlaces, findFile, type Places, remedy } from "./files.ts";

/** Files of weights: of chapter 3, of chapter 7, of chapter 8, and a later training of one epoch for chapter 8. */
export type BookWeights =
  | "sample_weight"
  | "simple_convnet_params_2016"
  | "deep_convnet_params_2016"
  | "deep_convnet_params";

const names: BookWeights[] = [
  "sample_weight",
  "simple_convnet_params_2016",
  "deep_convnet_params_2016",
  "deep_convnet_params",
];

/** What earlier calls found; a file that is not to be had is not looked for again. */
const found = new Map<BookWeights, Promise<Record<string, Tensor> | undefined>>();

/** Has the next calls look again, when there are files that were not there. */
export const lookForBookWeightsAgain = (): void => found.clear();

/**
 * Weights trained by the book's author, from data/cache/, from the folder DLFS_DATA_DIR, or downloaded.
 *
 * @param name `"sample_weight"` (§3.6.2): W1 (784, 50), W2 (50, 100), W3 (100, 10) and b1, b2, b3, in float32;
 *   `"simple_convnet_params_2016"` (§7.5) and `"deep_convnet_params_2016"` (§8.1), in float64
 * @returns a tensor for each key, or `undefined` where the file is not to be had, after a line that says why
 * @throws RangeError for another name
 * @throws Stopped at Stop; the next call goes on with the download
 *
 * @example
 * ```ts ignore
 * const network = await loadBookWeights("sample_weight") ?? await loadSafetensors(ourOwn);
 * ```
 */
export async function loadBookWeights(
  name: BookWeights,
): Promise<Record<string, Tensor> | undefined> {
  if (!names.includes(name)) {
    throw new RangeError(`loadBookWeights: "${name}" is none of "${names.join('", "')}"`);
  }
  if (!found.has(name)) found.set(name, findBookWeights(name, defaultPlaces()));
  try {
    const weights = await found.get(name);
    // Copies: training on them must not change what the next call gives
    return weights &&
      Object.fromEntries(Object.entries(weights).map(([key, x]) => [key, x.clone()]));
  } catch (error) {
    found.delete(name);
    throw error;
  }
}

/** The weights from `places`; without them, a line for the reader and `undefined`. */
export async function findBookWeights(
  name: BookWeights,
  places: Places,
): Promise<Record<string, Tensor> | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await findFile("book", `${name}.pkl`, places);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    places.say(`loadBookWeights: ${(error as Error).message}; ${remedy(places)}.`);
    return undefined;
  }
  return await loadPickle(bytes);
}
