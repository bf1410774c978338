// Keeps values of a notebook's cells, for Python to compare its own with. The module that numpy_folds.ts makes of the
// cells imports it in the place of lib, so that it also keeps what cells check and what they show in tables.

import { join } from "node:path";
import * as lib from "../../lib/mod.ts";

export * from "../../lib/mod.ts";

type Value = string | boolean | number | { [key: string]: unknown };

interface Kept {
  before: Record<string, Value>;
  after: Record<string, Value>;
  /** what shouldSee and assertClose were given, the value of the last line, and the columns of tables */
  shown: Value[];
}

const values: Record<string, Kept> = {};
/** What the cell that is running shows; undefined outside of cells with a fold. */
let shown: Value[] | undefined;
const folder = Deno.args[0]!;
const file = Deno.openSync(join(folder, "values.bin"), { write: true, create: true });
let at = 0; // bytes written

/** Keeps the values of names before a cell; those of names that it declares itself are not there yet. */
export function before(cell: string, names: Record<string, () => unknown>): void {
  shown = [];
  values[cell] = { before: read(names), after: {}, shown };
}

/** Keeps the values of names after a cell, and that of its last line. */
export function after(cell: string, names: Record<string, () => unknown>, last: unknown): void {
  values[cell]!.after = read(names);
  note(last);
  shown = undefined;
}

function read(names: Record<string, () => unknown>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [name, get] of Object.entries(names)) {
    if (name in globalThis) continue; // Deno's own
    try {
      const value = encode(get());
      if (value !== undefined) kept[name] = value;
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
    }
  }
  return kept;
}

function note(value: unknown): void {
  if (shown === undefined) return;
  const encoded = encode(value);
  if (encoded !== undefined) shown.push(encoded);
}

export const shouldSee: typeof lib.shouldSee = (what, value, ...more) => {
  note(value);
  return lib.shouldSee(what, value, ...more);
};

export const show: typeof lib.show = (...values) => {
  for (const value of values) {
    if (typeof value !== "object" || value instanceof lib.Tensor) note(value);
  }
  return lib.show(...values);
};

export const assertClose: typeof lib.assertClose = (actual, ...more) => {
  note(actual);
  return lib.assertClose(actual, ...more);
};

export const table: typeof lib.table = (rows, ...more) => {
  const keys = new Set(rows.flatMap((row) => Object.keys(row)));
  for (const key of keys) note(rows.map((row) => row[key]));
  return lib.table(rows, ...more);
};

/** Writes what has been kept. */
export function finish(): void {
  file.close();
  Deno.writeTextFileSync(join(folder, "values.json"), JSON.stringify(values));
}

/** What Python decodes; `undefined` for functions and all that holds nothing else. */
function encode(value: unknown, depth = 0): Value | undefined {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : { number: `${value}`.replace("Infinity", "inf") };
  }
  if (typeof value !== "object" || value === null || depth > 4) return undefined;
  if (value instanceof lib.Tensor) {
    try {
      return encodeArray(value.data, value.shape);
    } catch {
      return undefined; // what a layer remembers of a training step that is over
    }
  }
  if (
    value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array
  ) return encodeArray(value, [value.length]);
  if (Array.isArray(value)) {
    const list = value.map((item) => encode(item, depth + 1));
    return list.includes(undefined) ? undefined : { list };
  }
  // Of an instance of a class its fields
  const record = Object.entries(value).map(([key, item]) => [key, encode(item, depth + 1)] as const)
    .filter(([, item]) => item !== undefined);
  return record.length === 0 ? undefined : { record: Object.fromEntries(record) };
}

function encodeArray(
  data: Float32Array | Float64Array | Int32Array,
  shape: readonly number[],
): Value {
  const dtype = { Float32Array: "float32", Float64Array: "float64", Int32Array: "int32" }[
    data.constructor.name
  ]!;
  const place = at;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let written = 0; written < bytes.length;) {
    written += file.writeSync(bytes.subarray(written));
  }
  at += bytes.length;
  return { dtype, shape, at: place };
}
