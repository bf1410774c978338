// node:path, as far as lib uses it.

import { ROOT } from "../deno.ts";

/** The last part of a path. */
export const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** All before it. */
export const dirname = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** One path of many parts. */
export const join = (...parts: string[]): string => parts.join("/").replaceAll(/\/+/g, "/");

/** The path `to`, as seen from the folder `from` above it. */
export const relative = (from: string, to: string): string =>
  to.slice(from.length).replace(/^\//, "");

/** A path from the root, as seen from the folder of notebooks. */
export const resolve = (path: string): string =>
  path.startsWith("/") ? path : join(ROOT, "notebooks", path);
