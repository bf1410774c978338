// Writes a file so that it is never there in part.

import { basename, dirname, join } from "node:path";
import { pathOf } from "./source.ts";

/**
 * Writes a file: whole or not at all, also when the machine is switched off. A file that is there is replaced, also
 * where the path is a link to it; what is not a file, such as a device, stays.
 *
 * @throws Error that names `call` and the path, if the file cannot be written
 */
export async function writeWhole(
  call: string,
  path: string | URL,
  bytes: Uint8Array,
): Promise<void> {
  const named = pathOf(call, path);
  const target = await Deno.realPath(named).catch(() => named); // there may be none yet
  const present = await Deno.stat(target).catch(() => undefined);
  if (present !== undefined && !present.isFile) {
    const kind = present.isDirectory ? "it is a folder" : "it is not a file";
    throw new Error(`${call}: cannot write ${target} (${kind})`);
  }
  const partial = `${target}.${crypto.randomUUID()}.part`;
  try {
    {
      using file = await Deno.open(partial, { write: true, createNew: true });
      for (let written = 0; written < bytes.length;) {
        written += await file.write(bytes.subarray(written));
      }
      await file.sync(); // on the disk before it has its name
    }
    await Deno.rename(partial, target);
  } catch (cause) {
    await Deno.remove(partial).catch(() => {}); // it may never have been made
    throw new Error(`${call}: cannot write ${target} (${(cause as Error).message})`, { cause });
  }
  await removeLeftovers(target).catch(() => {}); // the file is written; this can wait
}

const ABANDONED = 60_000; // ms; no write takes a minute

/** Removes what earlier writes have left that were killed. */
async function removeLeftovers(target: string): Promise<void> {
  const folder = dirname(target);
  const mayRead = await Deno.permissions.query({ name: "read", path: folder });
  if (mayRead.state !== "granted") return;
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith(`${basename(target)}.`) || !/\.[\da-f-]{36}\.part$/.test(name)) continue;
    const { mtime } = await Deno.stat(join(folder, name));
    if (Date.now() - mtime!.getTime() > ABANDONED) await Deno.remove(join(folder, name));
  }
}
