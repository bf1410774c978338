// What the readers of this folder accept: a file, or its bytes.

import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "../errors/describe.ts";

/** A path, or the bytes of a file. */
export type Source = string | URL | Uint8Array;

/**
 * A path as text.
 *
 * @throws TypeError that names `call`, for what is none, such as an address on the web
 */
export function pathOf(call: string, path: string | URL): string {
  if (typeof path === "string" && path !== "") return path;
  if (path instanceof URL && path.protocol === "file:") return fileURLToPath(path);
  const got = path instanceof URL ? path : describe(path);
  throw new TypeError(`${call}: needs the path of a file, got ${got}`);
}

/**
 * The bytes of `source`, and a name for messages.
 *
 * @throws TypeError for another value, Error if the file cannot be read; both name `call`
 */
export async function readSource(
  call: string,
  source: Source,
): Promise<{ bytes: Uint8Array; name: string }> {
  if (source instanceof Uint8Array) return { bytes: source, name: "the bytes" };
  pathOf(call, source);
  try {
    return { bytes: await Deno.readFile(source), name: basename(String(source)) };
  } catch (cause) {
    throw new Error(`${call}: cannot read ${source} (${(cause as Error).message})`, { cause });
  }
}
