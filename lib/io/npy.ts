// Reads and writes NumPy's own file of one array: a magic number, a header that is a dictionary in Python's notation,
// and the numbers.

import type { DType } from "../tensor/dtype.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import { Tensor } from "../tensor/tensor.ts";
import { isShape, numberType, tensorOf } from "../formats/numpy_array.ts";
import { readSource, type Source } from "./source.ts";
import { writeWhole } from "./write_file.ts";

const MAGIC = "\x93NUMPY";
const LONGEST_HEADER = 10_000; // bytes, NumPy's limit
const codes: Record<DType, string> = { float32: "<f4", float64: "<f8", int32: "<i4" };

/**
 * The array that Python saved with `np.save`.
 *
 * float32 and float64 arrive bit for bit; float16 becomes float32, integers and booleans become int32.
 *
 * @param source a path, or the bytes of the file
 * @throws SyntaxError with the byte offset, if it is not such a file, is cut short, or holds anything but numbers
 * @throws Error if the file cannot be read
 *
 * @example
 * ```ts
 * import { loadNpy, ones, saveNpy } from "../mod.ts";
 * const path = `${Deno.makeTempDirSync()}/images.npy`;
 * await saveNpy(path, ones([5, 28, 28]));
 * const x = await loadNpy(path);
 * x.shape; // [5, 28, 28]
 * ```
 */
export async function loadNpy(source: Source): Promise<Tensor> {
  const { bytes, name } = await readSource("loadNpy", source);
  return parseNpy(bytes, (byte, problem, cause) => {
    throw new SyntaxError(`loadNpy: ${name}, byte ${byte}: ${problem}`, { cause });
  });
}

/** Whether a file begins as one of np.save does. */
export const isNpy = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 6)) === MAGIC;

/** The array in the bytes of a file; `fail` throws. */
export function parseNpy(
  bytes: Uint8Array,
  fail: (byte: number, problem: string, cause?: unknown) => never,
): Tensor {
  if (!isNpy(bytes)) {
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b; // PK
    fail(0, `no file of np.save begins like this${isZip ? "; loadNpz reads one of np.savez" : ""}`);
  }
  const version = bytes[6];
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) fail(bytes.length, "the file ends here, before its header");
  if (![1, 2, 3].includes(version) || bytes[7] !== 0) {
    fail(6, `version ${version}.${bytes[7]} is none of 1.0, 2.0 and 3.0`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const end = start + length;
  if (bytes.length < end) fail(bytes.length, `the file ends here, but its header at byte ${end}`);

  if (length > LONGEST_HEADER) {
    fail(8, `a header of ${length} bytes; NumPy reads ${LONGEST_HEADER}`);
  }

  const { descr, fortran_order: isFortran, shape } = parseHeader(bytes.subarray(start, end));
  if (typeof isFortran !== "boolean" || !isShape(shape) || descr === undefined) {
    return fail(start, "the header is none of np.save: it needs descr, fortran_order and shape");
  }
  if (descr === "|O") fail(start, "the array holds Python objects, which only Python can read");
  const [, order, code] = /^([<>|=])(\w+)$/.exec(String(descr)) ?? [, , descr];
  let place = start;
  try {
    const type = numberType(code);
    place = end;
    const numbers = bytes.subarray(end);
    return tensorOf({ type, shape, littleEndian: order !== ">", isFortran, bytes: numbers });
  } catch (cause) {
    return fail(place, (cause as Error).message, cause);
  }
}

/** What the header says, `{}` if it is none: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`. */
function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  const json = new TextDecoder().decode(bytes)
    .replaceAll("'", '"')
    .replace(/\bFalse\b/, "false").replace(/\bTrue\b/, "true")
    .replace(/\(([^()]*)\)/g, (tuple, lengths) => /^\s*$|,/.test(lengths) ? `[${lengths}]` : tuple)
    .replace(/,\s*([\]}])/g, "$1")
    .replace(/(\d)L\b/g, "$1"); // Python 2
  try {
    const header = JSON.parse(json);
    return Object.keys(header).length === 3 ? header : {};
  } catch {
    return {};
  }
}

/**
 * Writes a tensor, as it is at the call, to a file that `np.load` reads: whole or not at all. A file that is there is
 * replaced.
 *
 * @throws TypeError for a value that is not a tensor
 * @throws Error if the file cannot be written
 *
 * @example
 * ```ts
 * import { arange, loadNpy, saveNpy } from "../mod.ts";
 * const path = `${Deno.makeTempDirSync()}/x.npy`;
 * await saveNpy(path, arange(3));
 * const x = await loadNpy(path);
 * x; // [0. 1. 2.]
 * ```
 */
export async function saveNpy(path: string | URL, x: Tensor): Promise<void> {
  if (!(x instanceof Tensor)) {
    throw new TypeError("saveNpy: needs a path and a Tensor; use tensor(…) to make one");
  }
  const lengths = x.shape.length === 1 ? `${x.shape[0]},` : x.shape.join(", ");
  const dictionary = `{'descr': '${
    codes[x.dtype]
  }', 'fortran_order': False, 'shape': (${lengths}), }`;
  const start = 10 + dictionary.length + 1;
  const header = dictionary + " ".repeat((64 - start % 64) % 64) + "\n"; // numbers at a multiple of 64
  const length = String.fromCharCode(header.length % 256, header.length >> 8);
  const text = `${MAGIC}\x01\x00${length}${header}`;
  const { buffer, byteOffset, byteLength } = hostArrayOf(x);
  const bytes = new Uint8Array(text.length + byteLength);
  bytes.set(Array.from(text, (character) => character.charCodeAt(0)));
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength), text.length);
  await writeWhole("saveNpy", path, bytes);
}
