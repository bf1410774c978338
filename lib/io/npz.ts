// Reads what NumPy saved with np.savez: a zip with a file of np.save for each array.

import type { Tensor } from "../tensor/tensor.ts";
import { isNpy, parseNpy } from "./npy.ts";
import { readSource, type Source } from "./source.ts";
import { unzip } from "./zip.ts";

/**
 * The arrays that Python saved with `np.savez` or `np.savez_compressed`.
 *
 * float32 and float64 arrive bit for bit; float16 becomes float32, integers and booleans become int32.
 *
 * @param source a path, or the bytes of the file
 * @returns a tensor for each name; `np.savez(file, x, y)` gives them the names `arr_0` and `arr_1`
 * @throws SyntaxError with the byte offset, if it is not such a file, is damaged, or holds anything but arrays of
 *   numbers
 * @throws Error if the file cannot be read
 *
 * @example
 * ```ts
 * import { loadNpz } from "../mod.ts";
 * const { float32 } = await loadNpz("tests/vectors/arrays.npz");
 * float32.shape; // [2, 3]
 * ```
 */
export async function loadNpz(source: Source): Promise<Record<string, Tensor>> {
  const { bytes, name: file } = await readSource("loadNpz", source);
  const fail = (byte: number, problem: string, cause?: unknown): never => {
    throw new SyntaxError(`loadNpz: ${file}, byte ${byte}: ${problem}`, { cause });
  };
  if (isNpy(bytes)) fail(0, "this is a file of np.save; loadNpy reads it");
  return Object.fromEntries(
    unzip(bytes, fail).map(({ name, start, bytes }) => [
      name.replace(/\.npy$/, ""),
      parseNpy(
        bytes,
        (byte, problem, cause) =>
          fail(start, `${JSON.stringify(name.slice(0, 50))}, its byte ${byte}: ${problem}`, cause),
      ),
    ]),
  );
}
