// A module of kernels with the memory in which it computes. No permission and no file is needed: the bytes are in
// module.ts, and compiling them takes less than a millisecond.

import type { TypedArray } from "../contract.ts";
import { Workshop } from "./memory.ts";
import * as builds from "./module.ts";

const PART = 16384; // elements: 64 or 128 KB

/** With a multiply-add that is rounded once (relaxed SIMD), or with both roundings everywhere. */
export type Build = "relaxed" | "plain";

/** The functions that assembly/index.ts exports take numbers, and addresses in the memory of the workshop. */
export interface Machine {
  kernels: Record<string, (...values: number[]) => number>;
  workshop: Workshop;
}

/** The best build that runs here; undefined where there is no SIMD. */
export function bestBuild(): Build | undefined {
  return (["relaxed", "plain"] as const).find((build) =>
    typeof WebAssembly !== "undefined" && WebAssembly.validate(bytesOf(build))
  );
}

/** A machine of its own, with its own memory. */
export function startMachine(build: Build): Machine {
  const workshop = new Workshop();
  const module = new WebAssembly.Module(bytesOf(build));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: workshop.memory } });
  return { kernels: exports as Machine["kernels"], workshop };
}

/** 4 if all are float32, 8 if all are float64; undefined for what only the plain backend computes. */
export function bytesOfAll(...arrays: TypedArray[]): 4 | 8 | undefined {
  if (arrays.every((array) => array instanceof Float32Array)) return 4;
  return arrays.every((array) => array instanceof Float64Array) ? 8 : undefined;
}

/**
 * Calls `run` for one part of a long array after the other. What is copied in, computed with and copied out part by
 * part stays in the cache: relu of 1.7 million elements takes half the time.
 */
export function inParts(length: number, run: (start: number, end: number) => void): void {
  for (let start = 0; start < length; start += PART) run(start, Math.min(start + PART, length));
}

function bytesOf(build: Build): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(builds[build]), (letter) => letter.charCodeAt(0));
}
