// Finds the files that are too large, or not ours, to be committed: in data/cache/, in the folder DLFS_DATA_DIR, or on
// the network. What is found is checked before anyone sees it.

import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../data/manifest.json" with { type: "json" };
import { type ProgressBar, progressBar, Stopped, stopSignal } from "../progress.ts";
import { DamagedError, download, verified } from "./download.ts";

/** A group of files: a folder in the cache and in DLFS_DATA_DIR, and a part of data/manifest.json. */
export type FileGroup = "mnist" | "book";

/** The files of a group, as in data/manifest.json. */
export interface FileList {
  /** how the addresses begin */
  mirrors: readonly string[];
  /** SHA-256 of the uncompressed file, and how its address ends if not with its name */
  files: Record<string, { sha256: string; at?: string }>;
}

/** Where files are looked for, and who is told. The defaults are the reader's; tests have their own. */
export interface Places {
  /** folder in which downloads are kept */
  cache: string;
  /** the reader's own folder of data, if there is one */
  folder: string | undefined;
  /** which files there are */
  manifest: Record<FileGroup, FileList>;
  /** tells the reader one line */
  say: (line: string) => void;
  /** ends a download in order */
  signal?: AbortSignal;
  /** how long a mirror may be silent; milliseconds */
  timeout?: number;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** data/cache/, the folder DLFS_DATA_DIR, the files of data/manifest.json, and the reader's next Stop. */
export function defaultPlaces(): Places {
  return {
    cache: join(root, "data", "cache"),
    folder: Deno.env.get("DLFS_DATA_DIR"),
    manifest,
    say: console.log,
    signal: stopSignal(),
  };
}

/**
 * The bytes of a file of `places.manifest`, uncompressed. A damaged file is passed over, with a line when another one
 * takes its place.
 *
 * @throws Error that tells what was tried, if the file is nowhere to be had
 * @throws Stopped if `places.signal` is aborted
 */
export async function findFile(
  group: FileGroup,
  name: string,
  places: Places,
): Promise<Uint8Array> {
  const { mirrors, files } = places.manifest[group];
  const { sha256, at = name } = files[name];
  const cached = join(places.cache, group, name);
  const own = places.folder === undefined ? [] : [join(places.folder, group, name)];
  let trouble = "";
  for (const path of [cached, ...own]) {
    try {
      const bytes = verified(Deno.readFileSync(path), sha256);
      if (trouble) places.say(`${trouble}; took the one in DLFS_DATA_DIR`);
      return bytes;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) trouble ||= describe(path, error);
    }
  }

  const unwritable = writeTrouble(dirname(cached));
  const urls = mirrors.map((mirror) => mirror + at);
  const bar = downloadBar(name);
  try {
    const bytes = await download(urls, unwritable ? null : cached, {
      sha256,
      onProgress: bar.update,
      ...places,
    });
    if (trouble) places.say(`${trouble}; downloaded another`);
    if (unwritable) places.say(`${name} is not kept: ${unwritable}`);
    return bytes;
  } catch (cause) {
    if (places.signal?.aborted) {
      const next = unwritable ? "begins again" : "goes on from there";
      throw new Stopped(`stopped downloading ${name}; the next call ${next}`, { cause });
    }
    trouble ||= `${name} is neither in ${shown(dirname(cached))} nor in DLFS_DATA_DIR`;
    throw new Error(`${trouble}, and ${(cause as Error).message}`, { cause });
  } finally {
    bar.end();
  }
}

/** A bar for one download, drawn from its first piece on, with the speed beside it. */
function downloadBar(name: string): {
  update: (received: number, total: number | undefined) => void;
  end: () => void;
} {
  let bar: ProgressBar | undefined;
  let first = { bytes: 0, time: 0 };
  let last = 0;
  return {
    update(received, total = received) {
      const now = performance.now();
      // At the start, and where it has begun anew
      if (bar === undefined || received < last) first = { bytes: received, time: now };
      bar ??= progressBar(`Downloading ${name}, kB`, kilobytes(total));
      const speed = (received - first.bytes) / (now - first.time) / 1000; // MB/s
      bar.update(kilobytes(received), speed > 0 ? `${speed.toFixed(1)} MB/s` : "");
      last = received;
    },
    end: () => bar?.end(kilobytes(last), ""),
  };
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000);
}

function describe(path: string, error: unknown): string {
  const { message } = error as Error;
  return error instanceof DamagedError
    ? `${shown(path)} is damaged (${message})`
    : `${shown(path)} cannot be read (${message})`;
}

/** Why no file can be made in `folder`, which is made if need be; "" if one can. */
function writeTrouble(folder: string): string {
  try {
    Deno.mkdirSync(folder, { recursive: true });
    Deno.removeSync(Deno.makeTempFileSync({ dir: folder }));
    return "";
  } catch (error) {
    return `${shown(folder)} cannot be written (${(error as Error).message})`;
  }
}

/** A path of the project without the folder that the project lies in. */
function shown(path: string): string {
  return path.startsWith(root) ? relative(root, path) : path;
}
