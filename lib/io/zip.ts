// Unpacks a zip. The list of its files is at the end of it; each is kept as it is, or packed as gzip packs.

import { crc32, inflateRawSync } from "node:zlib";

/** A file of a zip. */
export interface ZippedFile {
  name: string;
  /** where it begins in the zip */
  start: number;
  /** unpacked */
  bytes: Uint8Array;
}

const LARGEST = 2 ** 29; // bytes of all files together; zips that hold more are made to fill the memory
const LIST_END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 0xffff;

/** The files of a zip, or those whose names are `wanted`; `fail` throws. */
export function unzip(
  bytes: Uint8Array,
  fail: (byte: number, problem: string, cause?: unknown) => never,
  wanted: (name: string) => boolean = () => true,
): ZippedFile[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  /** Fails unless `length` bytes from `at` on begin with this signature. */
  const check = (at: number, length: number, signature: number, what: string) => {
    if (at + length > bytes.length || u32(at) !== signature) {
      fail(Math.min(at, bytes.length), `${what} of the zip should be here`);
    }
  };

  let end = bytes.length - 22;
  while (end >= 0 && u32(end) !== LIST_END) {
    end = end > bytes.length - 22 - LONGEST_COMMENT ? end - 1 : -1;
  }
  if (end < 0) return fail(bytes.length, "the file is not a zip, or is cut short");

  const files: ZippedFile[] = [];
  const names = new Set<string>();
  let packedBytes = 0;
  let unpackedBytes = 0;
  let entry = u32(end + 16);
  if (entry + u32(end + 12) !== end) fail(end, "the list of the zip does not end here");
  for (let count = u16(end + 10); count > 0; count--) {
    check(entry, 46, LISTED, "an entry of the list");
    const [flags, method, crc] = [u16(entry + 8), u16(entry + 10), u32(entry + 16)];
    const [packed, unpacked, local] = [u32(entry + 20), u32(entry + 24), u32(entry + 42)];
    const [nameLength, more] = [u16(entry + 28), u16(entry + 30) + u16(entry + 32)];
    const nameOf = (at: number) => new TextDecoder().decode(bytes.subarray(at, at + nameLength));
    const name = nameOf(entry + 46);
    const about = JSON.stringify(name.slice(0, 50));
    if (names.has(name)) fail(entry, `${about} comes twice`);
    names.add(name);
    if (!wanted(name)) {
      entry += 46 + nameLength + more;
      continue;
    }
    if (flags % 2 === 1) fail(entry, `${about} has a password`);
    if (method !== 0 && method !== 8) fail(entry, `${about} is packed by method ${method}`);

    check(local, 30, LOCAL, about);
    if (u16(local + 26) !== nameLength || nameOf(local + 30) !== name) {
      fail(local, `${about} has another name here than in the list`);
    }
    const start = local + 30 + u16(local + 26) + u16(local + 28);
    packedBytes += packed;
    unpackedBytes += unpacked;
    if (start + packed > bytes.length) fail(bytes.length, `the file ends here, in ${about}`);
    if (packedBytes > bytes.length) fail(entry, `${about} is longer than the zip has room for`);
    if (unpackedBytes > LARGEST) fail(entry, `${about} unpacks to ${unpacked} bytes: too many`);
    const content = bytes.subarray(start, start + packed);
    const whole = method === 0 ? content : inflate(content, unpacked);
    if (whole?.length !== unpacked || crc32(whole) !== crc) fail(start, `${about} is damaged`);
    files.push({ name, start, bytes: whole! });
    entry += 46 + nameLength + more;
  }
  if (entry !== end) fail(entry, "the list of the zip should end here");
  return files;
}

/** At most `length` bytes unpacked, or `undefined`. */
function inflate(packed: Uint8Array, length: number): Uint8Array | undefined {
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(length, 1) });
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  } catch {
    return undefined;
  }
}
