// The Jupyter kernel we run in, if any. Importing this file there makes Stop end long work instead of the kernel.

import { fileURLToPath } from "node:url";
import { jupyter } from "../host/jupyter.ts";
import { requestStop } from "../host/progress.ts";

/** Mime type → content: what a notebook keeps of an output. */
export type MimeBundle = Record<string, unknown>;

/** Anything a cell can show: its bundle, now or later. */
export interface Displayable {
  /** its bundle */
  [display]: () => MimeBundle | Promise<MimeBundle>;
}

/**
 * The method that the kernel calls on the last value of a cell.
 *
 * @example
 * ```ts
 * import { display } from "../mod.ts";
 * class Temperature {
 *   constructor(readonly degrees: number) {}
 *   [display]() {
 *     return { "text/html": `<b>${this.degrees} °C</b>` };
 *   }
 * }
 * new Temperature(21)[display]()["text/html"]; // <b>21 °C</b>
 * ```
 */
export const display: unique symbol = Symbol.for("Jupyter.display") as never;

const kernel = jupyter();

/** Whether there is a notebook to draw in. */
export const inNotebook = kernel !== undefined;

if (inNotebook) {
  Deno.addSignalListener("SIGINT", requestStop);
  Object.assign(Error, { prepareStackTrace: traceForReaders });
}

/** This library's folder, in the two ways in which a stack names it. */
const lib = [new URL("..", import.meta.url).href, fileURLToPath(new URL("..", import.meta.url))];

/** The text of an error's stack: the reader's own lines, then one line with the calls inside the library. */
export function traceForReaders(error: unknown, frames: readonly unknown[]): string {
  const isInside = (place: string) => lib.some((folder) => place.includes(folder));
  const places = frames.map(String);
  const own = places.filter((place) => !isInside(place)).map((place) => `\n    at ${place}`);
  const inside = places.filter(isInside).map((place) =>
    lib.reduce((text, folder) => text.replace(folder, ""), place)
  );
  const title = error instanceof Object ? Error.prototype.toString.call(error) : error; // console.trace() gives no Error
  return `${title}${own.join("")}${inside.length ? `\n    inside lib: ${inside.join(" < ")}` : ""}`;
}

/** Adds an output to the running cell, or changes the one that was added under the same `id`. */
export function emit(
  data: MimeBundle,
  { id, update = false, metadata = {} }: { id?: string; update?: boolean; metadata?: object } = {},
): void {
  const type = update ? "update_display_data" : "display_data";
  kernel?.broadcast(type, { data, metadata, transient: id ? { display_id: id } : {} });
}
