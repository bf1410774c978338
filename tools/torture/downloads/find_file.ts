// A program of several that want the same file in one cache: deno run -A find_file.ts CACHE MIRROR

import { findFile } from "../../../lib/datasets/files.ts";
import { testManifest } from "../../../tests/datasets/places.ts";

const [cache, url] = Deno.args;
const file = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7 + (i >> 8));
const manifest = testManifest({ "digits.bin": file }, [url]);
const bytes = await findFile("mnist", "digits.bin", {
  cache,
  folder: undefined,
  manifest,
  say: console.log,
});
const isRight = bytes.length === file.length && bytes.every((byte, i) => byte === file[i]);
console.log(isRight ? "right bytes" : "wrong bytes");
