// node:crypto, as far as lib uses it.

import { sha256 } from "@noble/hashes/sha2.js";

/** SHA-256, the one hash that is asked for. */
export function createHash(_name: "sha256") {
  const hash = sha256.create();
  return {
    update(data: string | Uint8Array) {
      hash.update(typeof data === "string" ? new TextEncoder().encode(data) : data);
      return this;
    },
    digest: (_encoding: "hex") => hash.digest().toHex(),
  };
}
