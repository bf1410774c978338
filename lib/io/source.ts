// What the readers of this folder accept: a file, or its bytes.

import { basename } from "node:path";

/** A path, or the bytes of a file. */
export type Source = string | URL | Uint8Array;

/**
 * The bytes of `source`, and a name for messages.
 *
 * @throws Error that names `call` and the path, if the file cannot be read
 */
export async function readSource(
  call: string,
  source: Source,
): Promise<{ bytes: Uint8Array; name: string }> {
  if (source instanceof Uint8Array) return { bytes: source, name: "the bytes" };
  try {
    return { bytes: await Deno.readFile(source), name: basename(String(source)) };
  } catch (cause) {
    throw new Error(`${call}: cannot read ${source} (${(cause as Error).message})`, { cause });
  }
}
