// The variables of cells: properties of the global object, so that each cell, and each function of an earlier cell,
// finds what was declared last.

import type { Declared } from "./cell.ts";

/**
 * Makes room for what a cell declares. The first value that a name gets is its beginning: from then on a constant
 * refuses another one. Until then it has its value from an earlier cell, or none: to ask for it is an error.
 */
export function declare({ name, kind }: Declared): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  const isOurs = before !== undefined && cells.has(name);
  cells.add(name);
  const begin = (value: unknown) =>
    Object.defineProperty(globalThis, name, {
      value,
      writable: kind !== "const" && kind !== "import",
      configurable: true,
      enumerable: true,
    });
  if (kind === "var") {
    return void begin(isOurs ? (globalThis as Record<string, unknown>)[name] : undefined);
  }
  const get = () => {
    if (isOurs) return before.get ? before.get() : before.value;
    const error = new ReferenceError(`Cannot access '${name}' before initialization`);
    Error.captureStackTrace(error, get); // where the cell asks
    throw error;
  };
  const both = { configurable: true, enumerable: true };
  Object.defineProperty(globalThis, name, { get, set: begin, ...both });
}

const cells = new Set<string>(); // names that cells have declared
