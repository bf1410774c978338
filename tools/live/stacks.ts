// Where in its cell an error was thrown, in words.

import { traceForReaders } from "../../lib/display/kernel.ts";
import type { Prepared } from "./cell.ts";
import { ROOT } from "./deno.ts";
import type { LiveCell } from "./messages.ts";

/** What the script of the worker is called in stacks. */
const LIB = /^(?:async |new )*(.*?) ?\(?live-script:\d+:\d+\)?$/;
const CELL = /cell-run-(\d+):(\d+):(\d+)/;

const ran = new Map<number, { cell: LiveCell; prepared: Prepared; before: number }>();

/** Keeps what is needed to tell the places of a run; `before` is how much stands before its code in the first line. */
export function remember(run: number, cell: LiveCell, prepared: Prepared, before: number): string {
  ran.set(run, { cell, prepared, before });
  return `\n//# sourceURL=cell-run-${run}`;
}

/** As V8 calls it for an error: the reader's own lines, then the calls inside the library. */
export function writeStack(error: unknown, frames: readonly unknown[]): string {
  const places = frames.map(String);
  const first = places.findIndex((place) => CELL.test(place));
  const last = places.findLastIndex((place) => CELL.test(place));
  const own = last < 0 ? places : places.slice(0, last + 1) // below is the worker
    .filter((place, i) => !place.endsWith("(<anonymous>)") || i > first); // above, lib calls JavaScript's own
  return traceForReaders(error, own.map(readable).filter((place) => place !== ""));
}

function readable(place: string): string {
  const inLib = place.match(LIB);
  if (inLib) {
    const name = inLib[1]!.replace(/\b_(?=[A-Z])/, ""); // deno bundle calls a class _Tensor inside
    return name && name !== "eval" ? `${ROOT}lib/${name}` : "";
  }
  return place.replace(/^(?:async )?eval \((.*)\)$/, "$1").replace(CELL, (text, ...numbers) => {
    const [run, line, column] = numbers.map(Number) as [number, number, number];
    const { cell, prepared, before } = ran.get(run) ?? {};
    if (!cell) return text;
    const at = prepared!.placeOf({ line, column: line === 1 ? column - before! : column });
    return `cell ${cell.number}, line ${at.line}, column ${at.column}`;
  });
}

/** An error as an output. */
export function errorOutput(error: unknown, inspect: (value: unknown) => string) {
  const isError = error instanceof Error;
  const [ename, evalue] = isError
    ? [String(error.name), inWords(String(error.message))]
    : ["Error", `Uncaught ${inspect(error)}`];
  const stack = isError ? inWords(stackOf(error, inspect)) : evalue;
  return { output_type: "error" as const, ename, evalue, traceback: stack.split("\n") };
}

/** The stack of an error, and of what has caused it. */
function stackOf(error: Error, inspect: (value: unknown) => string, most = 5): string {
  const own = String(error.stack ?? error);
  const { cause } = error;
  if (cause === undefined || most === 0) return own;
  const before = cause instanceof Error ? stackOf(cause, inspect, most - 1) : inspect(cause);
  return `${own}\nCaused by ${before}`;
}

/** A constant of a cell is a property that cannot be written (variables.ts): that is nothing to be told of. */
function inWords(text: string): string {
  return text.replace(
    /Cannot assign to read only property '(.*)' of object '#<DedicatedWorkerGlobalScope>'/,
    "Assignment to constant variable $1.",
  );
}
