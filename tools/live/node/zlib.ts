// node:zlib, as far as lib uses it.

import { inflateSync } from "fflate";

/** Unpacks the gzip that `end` gets, piece by piece. */
export function createGunzip(_options: unknown) {
  let packed: Blob;
  return {
    end: (bytes: Uint8Array<ArrayBuffer>) => packed = new Blob([bytes]),
    async *[Symbol.asyncIterator]() {
      const reader = packed.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
      try {
        for (let step = await reader.read(); !step.done; step = await reader.read()) {
          yield step.value;
        }
      } finally {
        reader.cancel().catch(() => {}); // it has told its trouble already
      }
    },
  };
}

/** Unpacks what a zip holds. */
export function inflateRawSync(
  packed: Uint8Array,
  { maxOutputLength }: { maxOutputLength: number },
) {
  return inflateSync(packed, { out: new Uint8Array(maxOutputLength) }); // throws for more than that
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ value >>> 1 : value >>> 1;
  return value;
});

/** The checksum of a zip. */
export function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255]! ^ crc >>> 8;
  return ~crc >>> 0;
}
