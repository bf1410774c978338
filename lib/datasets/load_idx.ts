// Reads a file in MNIST's format.

import { readNumbers } from "../formats/numbers.ts";
import { stopSignal } from "../host/progress.ts";
import { gunzip, isGzip } from "../io/gunzip.ts";
import { readSource, type Source } from "../io/source.ts";
import { Tensor } from "../tensor/tensor.ts";
import { parseIdx } from "./idx.ts";

const LARGEST = 2 ** 30; // bytes, unpacked

/**
 * The numbers of an idx file, MNIST's format: images (N, H, W), labels (N,), or whatever it holds. Integers become
 * int32; a gzip is unpacked.
 *
 * @param source a path, or the bytes of the file
 * @throws SyntaxError with the byte offset, if it is not such a file or is cut short
 * @throws Error if the file cannot be read
 *
 * @example
 * ```ts
 * import { loadIdx } from "../mod.ts";
 * const file = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1); // three labels
 * const labels = await loadIdx(file);
 * labels; // [7 2 1]
 * ```
 */
export async function loadIdx(source: Source): Promise<Tensor> {
  const { bytes, name } = await readSource("loadIdx", source);
  let whole = bytes;
  try {
    if (isGzip(bytes)) whole = await gunzip(bytes, LARGEST, stopSignal());
  } catch (cause) {
    stopSignal().throwIfAborted();
    throw new SyntaxError(`loadIdx: ${name}: ${(cause as Error).message}`, { cause });
  }
  const { shape, type, data } = parseIdx(whole, name, "loadIdx");
  return new Tensor(readNumbers(data, type, false), shape);
}
