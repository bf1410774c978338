// Downloads one file from the first mirror that has it whole. What has arrived is kept in `<path>.part`, from where
// the next attempt goes on; the file itself appears at `path` only when its checksum is right.

import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** How {@linkcode download} goes about it. */
export interface DownloadOptions {
  /** SHA-256 of the file, uncompressed if it is a gzip, in hexadecimal */
  sha256: string;
  /** ends the download in order: what has arrived stays in the .part file */
  signal?: AbortSignal | undefined;
  /** told after each piece: bytes so far, and of the whole file if the server says how many */
  onProgress?: ((received: number, total: number | undefined) => void) | undefined;
  /** how long a mirror may take to answer, and then to send the next piece; milliseconds, by default 5000 */
  timeout?: number | undefined;
}

/**
 * The bytes of a file, uncompressed and checked, from the first of `urls` that gives them.
 *
 * @param path where the file is kept as it came; `null` keeps nothing
 * @throws Error with the trouble of each mirror, if none gives the right bytes
 * @throws the reason of `signal`, if it is aborted
 */
export async function download(
  urls: readonly string[],
  path: string | null,
  options: DownloadOptions,
): Promise<Uint8Array> {
  const part = new Part(path === null ? null : `${path}.part`);
  const troubles: string[] = [];
  for (let i = 0; i < urls.length;) {
    const wasResumed = part.length > 0;
    try {
      await receive(urls[i], part, options);
      const bytes = verified(part.bytes(), options.sha256);
      if (path !== null) Deno.renameSync(`${path}.part`, path);
      return bytes;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof DamagedError) part.clear();
      // The beginning may have come from another mirror, or long ago: once more, from the start
      if (wasResumed && part.length === 0) continue;
      troubles.push(`${new URL(urls[i]).host}: ${reason(error)}`);
      i++;
    }
  }
  throw new Error(`cannot be downloaded (${troubles.join("; ")})`);
}

/** Bytes that are not those of the file they should be. */
export class DamagedError extends Error {}

/**
 * What `bytes` are the gzip of, or else `bytes` themselves.
 *
 * @throws DamagedError if their SHA-256 is not `sha256`, or the gzip is broken
 */
export function verified(bytes: Uint8Array, sha256: string): Uint8Array {
  let whole = bytes;
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) whole = gunzipSync(bytes);
  } catch (cause) {
    throw new DamagedError(`the gzip of ${bytes.length} bytes is broken or cut short`, { cause });
  }
  const actual = createHash("sha256").update(whole).digest("hex");
  if (actual !== sha256) {
    throw new DamagedError(`SHA-256 ${actual.slice(0, 8)}… instead of ${sha256.slice(0, 8)}…`);
  }
  return whole;
}

/** What has arrived of a file: in memory, and on disk if it has a path. */
class Part {
  length = 0;
  #chunks: Uint8Array[] = [];
  #path: string | null;

  constructor(path: string | null) {
    this.#path = path;
    try {
      if (path !== null) this.#push(Deno.readFileSync(path));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  append(chunk: Uint8Array): void {
    if (this.#path !== null) Deno.writeFileSync(this.#path, chunk, { append: true });
    this.#push(chunk);
  }

  clear(): void {
    if (this.#path !== null && this.length > 0) Deno.removeSync(this.#path);
    this.#chunks = [];
    this.length = 0;
  }

  bytes(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, offset);
      offset += chunk.length;
    }
    return whole;
  }

  #push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.length += chunk.length;
  }
}

/** Adds to `part` what it lacks, from one mirror. */
async function receive(
  url: string,
  part: Part,
  { signal, onProgress, timeout = 5000 }: DownloadOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const stalled = new AbortController();
  const stall = () => stalled.abort(new Error(`nothing came for ${timeout / 1000} s`));
  let timer = setTimeout(stall, timeout);
  try {
    const response = await fetch(url, {
      // A server that compresses on the way counts other bytes than those of the file
      headers: {
        "Accept-Encoding": "identity",
        ...(part.length > 0 && { Range: `bytes=${part.length}-` }),
      },
      signal: AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]),
    });
    const isPartUseless = response.status === 416 || response.ok && !continues(response, part);
    if (isPartUseless) part.clear();
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`${response.status} ${response.statusText}`);
    }
    const coming = response.headers.get("Content-Length");
    const total = coming === null ? undefined : part.length + Number(coming);
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(stall, timeout);
      part.append(chunk);
      onProgress?.(part.length, total);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the response goes on where the part ends. */
function continues(response: Response, part: Part): boolean {
  const range = response.headers.get("Content-Range") ?? "";
  return response.status === 206 && range.startsWith(`bytes ${part.length}-`);
}

/** Why a download failed, in few words. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  const details = cause instanceof Error ? `${message}: ${cause.message}` : message;
  if (/\(Connect\)/.test(details)) return "no connection";
  if (error instanceof TypeError) return "the connection broke off";
  return message;
}
