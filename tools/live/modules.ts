// The modules that cells can import: those that the page carries.

import * as Plot from "@observablehq/plot";
import face from "../../lib/mod.ts" with { type: "text" };
import * as lib from "../../lib/mod.ts";
import { nearest } from "../../lib/errors/options.ts";
import type { Import } from "./cell.ts";

type Module = Record<string, unknown>;

const modules: Record<string, Module> = { "../lib/mod.ts": lib, "@observablehq/plot": Plot };

/** Types of lib, which are not there when a cell runs. */
const types = new Set(
  Array.from(face.matchAll(/\btype (\w+)|(?<=export type \{[^}]*)\b(\w+)/g), ([, a, b]) => a ?? b),
);

/** A module by its name. @throws TypeError for one that the page does not carry */
export function moduleNamed(name: string): Module {
  const module = modules[name];
  if (module) return module;
  const names = Object.keys(modules).map((one) => `"${one}"`).join(" and ");
  throw new TypeError(
    `the page carries ${names}; "${name}" needs Deno: open the notebook with \`deno task lab\``,
  );
}

/**
 * The values of an import by the names that the cell gives them.
 *
 * @throws TypeError for a module that the page does not carry, SyntaxError for a name that lib does not have
 */
export function imported({ from, names }: Import): [name: string, value: unknown][] {
  const module = moduleNamed(from);
  return Object.entries(names).flatMap(([local, name]) => {
    if (name === "*") return [[local, module]];
    if (name in module) return [[local, module[name]]];
    if (module !== lib) return [[local, undefined]]; // may be a type
    if (types.has(name)) return [];
    const meant = nearest(name, Object.keys(lib));
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    throw new SyntaxError(`${from} has no export ${name}${hint}`);
  });
}
