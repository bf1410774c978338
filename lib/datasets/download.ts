// Downloads one file from the first mirror that has it whole. What has arrived is kept in `<path>.part`, from where
// the next attempt goes on; the file itself appears at `path` only when its checksum is right. Only one download may
// write to a path: findFile sees to that.

import { createHash } from "node:crypto";
import { gunzip, isGzip } from "../io/gunzip.ts";

/** By what a file is known, as in data/manifest.json: of its bytes, uncompressed if they are a gzip. */
export interface KnownFile {
  /** in hexadecimal */
  sha256: string;
  /** how many there are */
  bytes: number;
  /** known by the bytes of the gzip, as they come */
  isPacked?: boolean;
}

/** How {@linkcode download} goes about it. */
export interface DownloadOptions extends KnownFile {
  /** ends the download in order: what has arrived stays in the .part file */
  signal?: AbortSignal | undefined;
  /** told after each piece: bytes so far, and of the whole file if the server says how many */
  onProgress?: ((received: number, total: number | undefined) => void) | undefined;
  /** how long a mirror may take to answer, and then for each kilobyte; milliseconds, by default 5000 */
  timeout?: number | undefined;
  /** told if the file cannot be kept, for the disk is full; the bytes are given all the same */
  onUnkept?: ((error: Error) => void) | undefined;
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
  const part = new Part(path, mostBytes(options), options.onUnkept);
  const troubles: string[] = [];
  for (let i = 0; i < urls.length;) {
    const wasResumed = part.length > 0;
    try {
      await receive(urls[i], part, options);
      const bytes = await verified(part.bytes(), options, options.signal);
      part.keep();
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
 * @throws DamagedError if they are not those of `file`, or the gzip is broken
 * @throws the reason of `signal`, if it is aborted
 */
export async function verified(
  bytes: Uint8Array,
  file: KnownFile,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (file.isPacked) checkSum(bytes, file);
  let whole = bytes;
  try {
    if (isGzip(bytes)) whole = await gunzip(bytes, mostUnpacked(file), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DamagedError((cause as Error).message, { cause });
  }
  if (!file.isPacked) checkSum(whole, file);
  return whole;
}

/** Deflate packs at most 1032 bytes into one. */
const mostUnpacked = ({ bytes, isPacked = false }: KnownFile) => isPacked ? 1032 * bytes : bytes;

function checkSum(bytes: Uint8Array, { sha256 }: KnownFile): void {
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== sha256) {
    throw new DamagedError(`SHA-256 ${actual.slice(0, 8)}… instead of ${sha256.slice(0, 8)}…`);
  }
}

/** As many bytes as a file can have on its way: a gzip of what cannot be packed is a little longer than that. */
export function mostBytes({ bytes }: KnownFile): number {
  return Math.ceil(bytes * 1.001) + 1000;
}

/** What has arrived of a file: in memory, and on disk if it has a path and there is room. */
class Part {
  length = 0;
  #chunks: Uint8Array[] = [];
  #path: string | null;
  readonly #limit: number;
  readonly #onUnkept: DownloadOptions["onUnkept"];

  constructor(path: string | null, limit: number, onUnkept: DownloadOptions["onUnkept"]) {
    this.#path = path;
    this.#limit = limit;
    this.#onUnkept = onUnkept;
    if (path === null) return;
    try {
      const { isFile, size } = Deno.statSync(this.#part);
      if (isFile && size <= limit) this.#push(Deno.readFileSync(this.#part));
      else Deno.removeSync(this.#part);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) this.#giveUp(error as Error);
    }
  }

  get #part(): string {
    return `${this.#path}.part`;
  }

  append(chunk: Uint8Array): void {
    if (this.length + chunk.length > this.#limit) {
      throw new DamagedError(`it sends more than the ${this.#limit} bytes that there can be`);
    }
    this.#tryToKeep(() => Deno.writeFileSync(this.#part, chunk, { append: true }));
    this.#push(chunk);
  }

  clear(): void {
    if (this.length > 0) this.#tryToKeep(() => Deno.removeSync(this.#part));
    this.#chunks = [];
    this.length = 0;
  }

  /** The file is whole: gives it its name. */
  keep(): void {
    this.#tryToKeep(() => Deno.renameSync(this.#part, this.#path!));
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

  #tryToKeep(work: () => void): void {
    try {
      if (this.#path !== null) work();
    } catch (error) {
      this.#giveUp(error as Error);
    }
  }

  /** Goes on in memory, and leaves nothing on a disk that is full. */
  #giveUp(error: Error): void {
    try {
      Deno.removeSync(this.#part);
    } catch { /* it may not be there */ }
    this.#path = null;
    this.#onUnkept?.(error);
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
  const stall = () => stalled.abort(new Error(`less than 1 kB came in ${timeout / 1000} s`));
  let timer = setTimeout(stall, timeout);
  let waitingFor = part.length + 1000;
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
      part.append(chunk);
      if (part.length >= waitingFor) {
        clearTimeout(timer);
        timer = setTimeout(stall, timeout);
        waitingFor = part.length + 1000;
      }
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
  if (/redirects/.test(details)) return "redirects without end";
  if (error instanceof TypeError) return "the connection broke off";
  return message;
}
