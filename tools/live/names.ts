// The names by which cells hang together: what a cell declares for all cells, and what it takes from those above.

import type { Identifier, Node, Pattern } from "acorn";
import { namesIn, parsed, prepare } from "./cell.ts";

export interface Names {
  declared: string[];
  /** without its own: parameters, variables of blocks, imports, what it has declared before */
  mentioned: string[];
}

/** The names of a cell; none of one that cannot be read. */
export function namesOf(source: string): Names {
  try {
    const { declared } = prepare(source);
    const { program } = parsed(source);
    const ownFrom = new Map<string, number>(); // where in the cell a name begins to be its own
    for (const { name, kind } of declared) {
      if (["import", "function", "class"].includes(kind)) ownFrom.set(name, 0);
    }
    for (const { id, end } of program.body.flatMap(declarators)) {
      // `const x = x + 1` takes another cell's x
      for (const name of namesIn(id)) if (!ownFrom.has(name)) ownFrom.set(name, end);
    }
    const mentioned = new Set<string>();
    visit(program, new Set(), ({ name, start }) => {
      if (start < (ownFrom.get(name) ?? Infinity)) mentioned.add(name);
    });
    return { declared: declared.map(({ name }) => name), mentioned: [...mentioned] };
  } catch {
    return { declared: [], mentioned: [] };
  }
}

/** What a node of the syntax tree may have. */
interface Parts {
  type: string;
  computed?: boolean;
  shorthand?: boolean;
  params?: Pattern[];
  param?: Pattern | null;
  declaration?: Node | null;
  declarations?: { id: Pattern; end: number }[];
  id?: Identifier | null;
  body?: Node | Node[];
  init?: Node | null;
  left?: Node;
}

function declarators(node: Node): { id: Pattern; end: number }[] {
  const { declaration, declarations } = node as Parts;
  return declaration ? declarators(declaration) : declarations ?? [];
}

/** Calls `mention` for each name that a node takes from outside of it; `own`: those of the blocks around. */
function visit(node: Node, own: ReadonlySet<string>, mention: (name: Identifier) => void): void {
  if (node.type === "Identifier") {
    if (!own.has((node as Identifier).name)) mention(node as Identifier);
    return;
  }
  const { type, computed, shorthand, params = [], param, body, init, left } = node as Parts;
  const inside = type === "Program" ? own : new Set([
    ...own,
    ...[...params, ...(param ? [param] : [])].flatMap(namesIn),
    ...[body, init, left].flat().flatMap((part) => part ? namesOfDeclaration(part) : []),
  ]);
  for (const [role, parts] of Object.entries(node)) {
    if (["id", "label", "specifiers"].includes(role)) continue;
    if (!computed && (role === "property" || (role === "key" && !shorthand))) continue; // a.b, { b: 1 }
    for (const part of [parts].flat()) {
      if (typeof part?.type === "string") visit(part, inside, mention);
    }
  }
}

function namesOfDeclaration(node: Node): string[] {
  const { type, id } = node as Parts;
  const isNamed = type === "FunctionDeclaration" || type === "ClassDeclaration";
  return isNamed && id ? [id.name] : declarators(node).flatMap(({ id }) => namesIn(id));
}
