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
  Object.defineProperty(globalThis, name, {
    get() {
      if (!isOurs) throw new ReferenceError(`Cannot access '${name}' before initialization`);
      return before.get ? before.get.call(globalThis) : before.value;
    },
    set: begin,
    configurable: true,
    enumerable: true,
  });
}

const cells = new Set<string>(); // names that cells have declared
