// Finds the files that are too large, or not ours, to be committed: in data/cache/, in the folder DLFS_DATA_DIR, or on
// the network. What is found is checked before anyone sees it.

import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../data/manifest.json" with { type: "json" };
import { variable } from "../host/environment.ts";
import { type ProgressBar, progressBar, Stopped, stopSignal } from "../host/progress.ts";
import { DamagedError, download, type KnownFile, mostBytes, verified } from "./download.ts";

/** A group of files: a folder in the cache and in DLFS_DATA_DIR, and a part of data/manifest.json. */
export type FileGroup = "mnist" | "fashion" | "kmnist" | "emnist" | "book";

/** The files of a group, as in data/manifest.json. */
export interface FileList {
  /** how the addresses begin */
  mirrors: readonly string[];
  /** what is known of each file, and how its address ends if not with its name */
  files: Record<string, KnownFile & { at?: string }>;
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
  /** whether there is nothing but the cache: in a page, which has what the reader has dropped on it */
  isPage?: boolean;
  /** how long a mirror may be silent; milliseconds */
  timeout?: number;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** data/cache/, the folder DLFS_DATA_DIR, the files of data/manifest.json, and the reader's next Stop. */
export function defaultPlaces(): Places {
  return {
    cache: join(root, "data", "cache"),
    folder: variable("DLFS_DATA_DIR"),
    manifest,
    say: console.log,
    signal: stopSignal(),
    isPage: variable("DLFS_PAGE") !== undefined,
  };
}

/** What the reader can do where a file is missing. */
export function remedy({ isPage = false }: Places): string {
  return isPage ? "drop its files on the page to have it" : "restart the kernel to try again";
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
  const { at = name, ...file } = files[name];
  const folder = join(places.cache, group);
  const cached = join(folder, name);
  let trouble = "";
  /** The bytes of one place, if they are there and right. */
  const look = async (path: string) => {
    try {
      const { size } = Deno.statSync(path);
      if (size > mostBytes(file)) throw new DamagedError(`${size} bytes, more than there can be`);
      return await verified(Deno.readFileSync(path), file, places.signal);
    } catch (error) {
      places.signal?.throwIfAborted();
      if (!(error instanceof Deno.errors.NotFound)) trouble ||= describe(path, error);
    }
  };

  if (places.isPage) {
    const bytes = await look(cached);
    if (bytes) return bytes;
    throw new Error(trouble || `${name} is not in this page`);
  }
  let unkept = "";
  const bar = downloadBar(name);
  try {
    for (const path of places.folder ? [cached, join(places.folder, group, name)] : [cached]) {
      const bytes = await look(path);
      if (bytes && trouble) places.say(`${trouble}; took the one in DLFS_DATA_DIR`);
      if (bytes) return bytes;
    }
    using lock = await lockFolder(folder, name, places);
    unkept = lock.trouble;
    // Another program may have brought it in the meantime
    const bytes = (unkept ? undefined : await look(cached)) ??
      await download(mirrors.map((mirror) => mirror + at), unkept ? null : cached, {
        ...file,
        onProgress: bar.update,
        onUnkept: (error) => unkept = cannotBeWritten(folder, error),
        ...places,
      });
    if (trouble) places.say(`${trouble}; downloaded another`);
    if (unkept) places.say(`${name} is not kept: ${unkept}`);
    return bytes;
  } catch (cause) {
    if (places.signal?.aborted) {
      const next = unkept ? "begins again" : "goes on from there";
      throw new Stopped(`stopped downloading ${name}; the next call ${next}`, { cause });
    }
    trouble ||= `${name} is neither in ${shown(folder)} nor in DLFS_DATA_DIR`;
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

/** The right to write to a folder of the cache. */
interface FolderLock extends Disposable {
  /** why there is none, if so */
  trouble: string;
}

const BETWEEN_TRIES = 100; // ms
const TELL_AFTER = 2000; // ms; shorter waits are not worth a line

/** Waits until no other program downloads into `folder`, which is made if need be; one that dies frees its lock. */
async function lockFolder(folder: string, name: string, places: Places): Promise<FolderLock> {
  const lock = { trouble: "", [Symbol.dispose]: () => file?.close() };
  let file: Deno.FsFile | undefined;
  let waited = 0;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    file = Deno.openSync(join(folder, "lock"), { create: true, write: true });
    while (!(await file.tryLock(true))) {
      if (waited === TELL_AFTER) places.say(`waiting for another program, which downloads ${name}`);
      waited += BETWEEN_TRIES;
      await new Promise((resume) => setTimeout(resume, BETWEEN_TRIES));
      places.signal?.throwIfAborted();
    }
  } catch (error) {
    file?.close();
    file = undefined;
    places.signal?.throwIfAborted();
    lock.trouble = cannotBeWritten(folder, error as Error);
  }
  return lock;
}

function cannotBeWritten(folder: string, error: Error): string {
  return `${shown(folder)} cannot be written (${error.message})`;
}

/** A path of the project without the folder that the project lies in. */
function shown(path: string): string {
  return path.startsWith(root) ? relative(root, path) : path;
}
