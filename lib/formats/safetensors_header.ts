// The header of a safetensors file: read, and checked against the file before anyone reads a number. The rules are
// those of the format's own library: names once, numbers one after the other from the first byte to the last, none
// twice.

import { formatShape, type Shape, sizeOf } from "../tensor/shape.ts";
import { type NumberTypeName, sizeOfNumber } from "./numbers.ts";

/** The dtypes of the format that can be read. */
const numberTypes: Record<string, NumberTypeName> = {
  F64: "f8",
  F32: "f4",
  F16: "f2",
  BF16: "bf2",
  I64: "i8",
  I32: "i4",
  I16: "i2",
  I8: "i1",
  U64: "u8",
  U32: "u4",
  U16: "u2",
  U8: "u1",
  BOOL: "b1",
};

const MOST_AXES = 64; // NumPy's limit

/** Notes that a file carries beside its tensors. */
export type Metadata = Record<string, string>;

/** A tensor of the file: what its numbers are, and at which bytes of the file they begin and end. */
export interface Entry {
  name: string;
  type: NumberTypeName;
  shape: Shape;
  begin: number;
  end: number;
}

/** Throws an error that names a byte of the file. */
export type Fail = (byte: number, problem: string, cause?: unknown) => never;

/** Whether `value` is an object whose values are text. */
export function isMetadata(value: unknown): value is Metadata {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}

/** What the header of a whole file says, if all of it is true. */
export function parseHeader(
  bytes: Uint8Array,
  fail: Fail,
): { entries: Entry[]; metadata: Metadata } {
  if (bytes.length < 8) fail(bytes.length, "the file ends here, in the length of its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > bytes.length - 8) {
    fail(0, `a header of ${headerLength} bytes, but only ${bytes.length - 8} follow`);
  }
  const dataStart = 8 + Number(headerLength);
  const text = decode(bytes.subarray(8, dataStart), fail);
  const header = parseObject(text, fail);
  const places = placesOfKeys(text, fail);
  const failAt = (key: string, problem: string) => fail(byteOf(text, places.get(key)!), problem);

  const metadata = header.__metadata__ ?? {}; // null counts as none, as in the format's own library
  if (!isMetadata(metadata)) {
    return failAt("__metadata__", "the metadata are not an object of strings");
  }
  const described = Object.entries(header).filter(([name]) => name !== "__metadata__");
  const entries = described.map(([name, description]) =>
    parseEntry(
      name,
      description,
      dataStart,
      (problem) => failAt(name, `${JSON.stringify(name)}: ${problem}`),
    )
  );
  checkPlaces(entries, dataStart, bytes.length, fail);
  return { entries, metadata };
}

function decode(bytes: Uint8Array, fail: Fail): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    return fail(8, "the header is not UTF-8", cause);
  }
}

function parseObject(text: string, fail: Fail): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    fail(8, "the header is not JSON", cause);
  }
  return isObject(value) ? value : fail(8, "the header is not a JSON object");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Where in `text` the keys of the outermost object stand. JSON.parse lets a key that comes twice pass; here it fails,
 * in the objects within too.
 *
 * @param text JSON without errors
 */
function placesOfKeys(text: string, fail: Fail): Map<string, number> {
  const objects: Map<string, number>[] = [];
  let outermost = new Map<string, number>();
  const colon = /\s*:/y;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "{") {
      objects.push(new Map());
    } else if (text[i] === "}") {
      outermost = objects.pop()!;
    } else if (text[i] === '"') {
      const start = i;
      while (text[++i] !== '"') if (text[i] === "\\") i++;
      colon.lastIndex = i + 1;
      if (!colon.test(text)) continue; // no key, but a value
      const written = text.slice(start, i + 1);
      const key = written.includes("\\") ? JSON.parse(written) : written.slice(1, -1);
      const keys = objects.at(-1)!;
      if (keys.has(key)) fail(byteOf(text, start), `the key ${written} comes twice`);
      keys.set(key, start);
    }
  }
  return outermost;
}

/** The byte of the file at which a character of its header stands. */
function byteOf(text: string, place: number): number {
  return 8 + new TextEncoder().encode(text.slice(0, place)).length;
}

function parseEntry(
  name: string,
  description: unknown,
  dataStart: number,
  fail: (problem: string) => never,
): Entry {
  const { dtype, shape, data_offsets: offsets } = isObject(description) ? description : {};
  if (typeof dtype !== "string" || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    return fail("needs dtype, shape and data_offsets of two numbers");
  }
  if (!Object.hasOwn(numberTypes, dtype)) {
    return fail(`dtype ${dtype} is none of ${Object.keys(numberTypes).join(", ")}`);
  }
  if (shape.length > MOST_AXES) fail(`${shape.length} axes; at most ${MOST_AXES} are read`);
  const type = numberTypes[dtype];
  const [begin, end] = offsets;
  if (begin > end) return fail(`data_offsets go backwards, from ${begin} to ${end}`);
  if (sizeOf(shape) * sizeOfNumber(type) !== end - begin) {
    return fail(`${end - begin} bytes do not fill ${dtype} ${formatShape(shape)}`);
  }
  return { name, type, shape, begin: dataStart + begin, end: dataStart + end };
}

/** Whether `value` is an array of integers of at least 0. */
function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Fails unless the numbers of one entry begin where those of another end, from `dataStart` to `fileEnd`. */
function checkPlaces(
  entries: readonly Entry[],
  dataStart: number,
  fileEnd: number,
  fail: Fail,
): void {
  let next = dataStart;
  for (
    const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  ) {
    if (begin < next) {
      fail(begin, `${JSON.stringify(name)} begins here, before the numbers of another end`);
    }
    if (begin > next) fail(next, `the bytes from here to ${begin} belong to no tensor`);
    if (end > fileEnd) {
      fail(fileEnd, `the file ends here, but ${JSON.stringify(name)} needs ${end} bytes`);
    }
    next = end;
  }
  if (next < fileEnd) fail(next, `the tensors end here, but the file has ${fileEnd} bytes`);
}
