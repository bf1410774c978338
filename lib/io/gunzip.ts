// Unpacks a gzip piece by piece, so that one that holds far more than it should costs neither memory nor time.

import { Buffer } from "node:buffer";
import { createGunzip } from "node:zlib";
import { yieldToEventLoop } from "../host/progress.ts";

const PIECE = 2 ** 18; // bytes; with the default of 2 ** 14 it takes 1.4 times as long

/** Whether these are the bytes of a gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What `bytes` are the gzip of.
 *
 * @param limit how many bytes that may be
 * @param signal ends it
 * @throws Error if the gzip is broken, or holds more than `limit`
 * @throws the reason of `signal`, if it is aborted
 */
export async function gunzip(
  bytes: Uint8Array,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const unpacking = createGunzip({ chunkSize: PIECE });
  unpacking.end(bytes);
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of unpacking) {
      await yieldToEventLoop();
      if (signal?.aborted) break;
      length += piece.length;
      if (length > limit) break;
      pieces.push(piece);
    }
  } catch (cause) {
    throw new Error(`the gzip of ${bytes.length} bytes is broken or cut short`, { cause });
  }
  signal?.throwIfAborted();
  if (length > limit) {
    throw new Error(`the gzip of ${bytes.length} bytes holds more than ${limit}`);
  }
  const whole = Buffer.concat(pieces);
  return new Uint8Array(whole.buffer, whole.byteOffset, whole.length);
}
