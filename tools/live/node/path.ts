// node:path, as far as lib uses it: paths with slashes.

import { ROOT } from "../deno.ts";

/** The last part of a path. */
export const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** All before it. */
export const dirname = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** The ending of a file's name, with the dot. */
export const extname = (path: string): string => basename(path).match(/(?<=.)\.[^.]*$/)?.[0] ?? "";

/** One path of many parts. */
export const join = (...parts: string[]): string => parts.join("/").replaceAll(/\/+/g, "/");

/** The path `to`, as seen from the folder `from` above it. */
export const relative = (from: string, to: string): string =>
  to.slice(from.length).replace(/^\//, "");

/** The whole path, from the folder in which cells run. */
export const resolve = (path: string): string => new URL(path, `file://${ROOT}notebooks/`).pathname;
