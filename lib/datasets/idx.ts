// The file format of MNIST: a magic number (00 00, type, number of axes), the length of each axis as a 32-bit
// big-endian integer, then the elements, big-endian too. MNIST's are bytes.

import { type NumberTypeName, sizeOfNumber } from "../formats/numbers.ts";
import { formatShape, type Shape, sizeOf } from "../tensor/shape.ts";

/** What an idx file holds, in row-major order. */
export interface IdxFile {
  shape: Shape;
  type: NumberTypeName;
  /** a view of the file's bytes, not a copy */
  data: Uint8Array;
}

const types: Record<number, NumberTypeName> = {
  ...{ 0x08: "u1", 0x09: "i1", 0x0b: "i2", 0x0c: "i4" },
  ...{ 0x0d: "f4", 0x0e: "f8" },
};
const MOST_AXES = 64; // NumPy's limit

/**
 * Reads an uncompressed idx file.
 *
 * @param name of the file, for messages of `call`
 * @throws SyntaxError with the byte offset, if it is not such a file, is cut short, or goes on after its end
 */
export function parseIdx(bytes: Uint8Array, name = "the file", call = "parseIdx"): IdxFile {
  const fail = (offset: number, problem: string): never => {
    throw new SyntaxError(`${call}: ${name}, byte ${offset}: ${problem}`);
  };
  const needs = (end: number, what: string) => {
    if (bytes.length < end) {
      fail(bytes.length, `the file ends here, but ${what} needs ${end} bytes`);
    }
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

  needs(4, "the magic number");
  const type = types[bytes[2]];
  if (view.getUint16(0) !== 0 || type === undefined) {
    const magic = view.getUint32(0).toString(16).padStart(8, "0");
    fail(0, `magic number ${magic} instead of one such as 0000080n, n axes of unsigned bytes`);
  }
  const ndim = bytes[3];
  const start = 4 + 4 * ndim;
  needs(start, `the header of ${ndim} axes`);
  if (ndim > MOST_AXES) fail(3, `${ndim} axes; at most ${MOST_AXES} are read`);
  const shape = Array.from({ length: ndim }, (_, axis) => view.getUint32(4 + 4 * axis));
  const end = start + sizeOf(shape) * sizeOfNumber(type);
  // A length of 0 after others whose product is infinite gives NaN
  if (!Number.isSafeInteger(end)) fail(4, `no file is as long as shape ${formatShape(shape)}`);
  needs(end, `shape ${formatShape(shape)}`);
  if (bytes.length > end) {
    fail(end, `shape ${formatShape(shape)} ends here, but the file has ${bytes.length} bytes`);
  }
  return { shape, type, data: bytes.subarray(start) };
}
