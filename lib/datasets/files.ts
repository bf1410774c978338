// Finds the files that are too large, or not ours, to be committed: in data/cache/, in the folder DLFS_DATA_DIR, or on
// the network. What is found is checked before anyone sees it.

import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../data/manifest.json" with { type: "json" };
import { DamagedError, download, verified } from "./download.ts";

/** A group of files: a folder in the cache and in DLFS_DATA_DIR, and a part of data/manifest.json. */
export type FileGroup = "mnist" | "book";

/** Where files are looked for, and who is told. The defaults are the reader's; tests have their own. */
export interface Places {
  /** folder in which downloads are kept */
  cache: string;
  /** the reader's own folder of data, if there is one */
  folder: string | undefined;
  /** how the addresses of each group begin */
  mirrors: Record<FileGroup, readonly string[]>;
  /** tells the reader one line */
  say: (line: string) => void;
  /** ends a download in order */
  signal?: AbortSignal;
  /** how long a mirror may be silent; milliseconds */
  timeout?: number;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** data/cache/, the folder DLFS_DATA_DIR, and the mirrors of data/manifest.json. */
export function defaultPlaces(): Places {
  return {
    cache: join(root, "data", "cache"),
    folder: Deno.env.get("DLFS_DATA_DIR"),
    mirrors: { mnist: manifest.mnist.mirrors, book: manifest.book.mirrors },
    say: console.log,
  };
}

/**
 * The bytes of a file of data/manifest.json, uncompressed. A damaged file is passed over, with a line when another one
 * takes its place.
 *
 * @throws Error that tells what was tried, if the file is nowhere to be had
 * @throws the reason of `places.signal`, if it is aborted
 */
export async function findFile(
  group: FileGroup,
  name: string,
  places: Places,
): Promise<Uint8Array> {
  const files: Record<string, { sha256: string; at?: string }> = manifest[group].files;
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
  const urls = places.mirrors[group].map((mirror) => mirror + at);
  const onProgress = (_received: number, total?: number) => {
    if (!isComing) places.say(`Downloading ${name}${total ? `, ${megabytes(total)}` : ""}`);
    isComing = true;
  };
  let isComing = false;
  try {
    const bytes = await download(urls, unwritable ? null : cached, {
      sha256,
      onProgress,
      ...places,
    });
    if (trouble) places.say(`${trouble}; downloaded another`);
    if (unwritable) places.say(`${name} is not kept: ${unwritable}`);
    return bytes;
  } catch (cause) {
    places.signal?.throwIfAborted();
    trouble ||= `${name} is neither in ${shown(dirname(cached))} nor in DLFS_DATA_DIR`;
    throw new Error(`${trouble}, and ${(cause as Error).message}`, { cause });
  }
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

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A path of the project without the folder that the project lies in. */
function shown(path: string): string {
  return path.startsWith(root) ? relative(root, path) : path;
}
