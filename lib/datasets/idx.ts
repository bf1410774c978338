// The file format of MNIST: a magic number (00 00, type, number of axes), the length of each axis as a 32-bit
// big-endian integer, then the elements. MNIST's elements are bytes; this reads no others.

import { formatShape, type Shape, sizeOf } from "../tensor/shape.ts";

/** What an idx file holds: bytes in row-major order. */
export interface IdxFile {
  shape: Shape;
  /** a view of the file's bytes, not a copy */
  data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const MOST_AXES = 64; // NumPy's limit

/**
 * Reads an uncompressed idx file of unsigned bytes.
 *
 * @param name of the file, for messages
 * @throws SyntaxError with the byte offset, if it is not such a file, is cut short, or goes on after its end
 */
export function parseIdx(bytes: Uint8Array, name = "the file"): IdxFile {
  const fail = (offset: number, problem: string): never => {
    throw new SyntaxError(`parseIdx: ${name}, byte ${offset}: ${problem}`);
  };
  const needs = (end: number, what: string) => {
    if (bytes.length < end) {
      fail(bytes.length, `the file ends here, but ${what} needs ${end} bytes`);
    }
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

  needs(4, "the magic number");
  if (view.getUint16(0) !== 0 || bytes[2] !== UNSIGNED_BYTE) {
    const magic = view.getUint32(0).toString(16).padStart(8, "0");
    fail(0, `magic number ${magic} instead of 0000080n, n axes of unsigned bytes`);
  }
  const ndim = bytes[3];
  const start = 4 + 4 * ndim;
  needs(start, `the header of ${ndim} axes`);
  if (ndim > MOST_AXES) fail(3, `${ndim} axes; at most ${MOST_AXES} are read`);
  const shape = Array.from({ length: ndim }, (_, axis) => view.getUint32(4 + 4 * axis));
  const end = start + sizeOf(shape);
  // A length of 0 after others whose product is infinite gives NaN
  if (!Number.isSafeInteger(end)) fail(4, `no file is as long as shape ${formatShape(shape)}`);
  needs(end, `shape ${formatShape(shape)}`);
  if (bytes.length > end) {
    fail(end, `shape ${formatShape(shape)} ends here, but the file has ${bytes.length} bytes`);
  }
  return { shape, data: bytes.subarray(start) };
}
