// Makes the TypeScript of a cell into JavaScript that shares its variables with the other cells: each is a property of
// the global object, which a later cell may declare again. worker.ts runs what this gives.
//
// Sucrase takes the types away and keeps the lines; acorn parses what is left; then a few pieces are put in or
// overwritten, so that the place of an error can be told in the reader's own lines and columns.

import { type ImportDeclaration, type Node, parse, type Pattern, type Program } from "acorn";
import { transform } from "sucrase";
import { type Edit, edited, type Place, placesOf } from "./places.ts";
import { decorator, fullWidth, namespace, refusal } from "./refusals.ts";

const options = { ecmaVersion: "latest", sourceType: "module" } as const;

/** The one name that cells cannot use: what worker.ts lends them. */
export const INSIDE = "ˑ";

/** A name that a cell declares; an imported one is as constant as `const`. */
export interface Declared {
  name: string;
  kind: "const" | "let" | "var" | "class" | "function" | "import";
}

/** A static import: names of the cell → names of the module, "*" for all of it. */
export interface Import {
  from: string;
  names: Record<string, string>;
}

/** A cell that can run. */
export interface Prepared {
  /** the body of an async function, in strict mode, which returns what the cell shows in an array, lest it be awaited */
  code: string;
  declared: Declared[];
  imports: Import[];
  /** the place in the cell of one in `code` */
  placeOf: (place: Place) => Place;
}

/**
 * Prepares a cell.
 *
 * @throws SyntaxError whose stack shows the line, with a caret; TypeError if a cell has changed what this works with
 */
export function prepare(source: string): Prepared {
  const { program, text, places } = read(source);
  const edits: Edit[] = [];
  const declared: Declared[] = [];
  const imports: Import[] = [];
  const put = (at: number, added: string) => edits.push({ start: at, end: at, text: added });
  const blank = (start: number, end: number) =>
    edits.push({ start, end, text: text.slice(start, end).replace(/[^\n]/g, " ") });
  const declare = (kind: Declared["kind"], names: string[]) =>
    declared.push(...names.map((name) => ({ name, kind })));

  const visit = (node: Program["body"][number], isLast: boolean): void => {
    if (node.type === "ImportDeclaration") {
      const found = importOf(node);
      imports.push(found);
      declare("import", Object.keys(found.names));
      blank(node.start, node.end);
    } else if (node.type === "ExportNamedDeclaration") { // there is nobody to export to
      blank(node.start, node.declaration?.start ?? node.end);
      if (node.declaration) visit(node.declaration, isLast);
    } else if (node.type === "ExportDefaultDeclaration" || node.type === "ExportAllDeclaration") {
      const message = "a cell exports nothing: its names are those of all cells";
      throw refusal(source, message, places(node.start));
    } else if (node.type === "VariableDeclaration") {
      const { kind, declarations } = node;
      if (kind !== "const" && kind !== "let" && kind !== "var") {
        const message = `${kind} needs a block around it, { … }, in a cell`;
        throw refusal(source, message, places(node.start));
      }
      const known = new Set(declared.map(({ name }) => name));
      declare(kind, declarations.flatMap(({ id }) => namesIn(id)));
      const isEnum = kind === "var" && isEnumAt(source, places(node.start));
      for (const { id, init } of declarations) {
        const isAgain = kind === "var" && !(isEnum && !known.has(namesIn(id)[0]!));
        if (!init) put(id.end, isAgain ? ` = ${namesIn(id)}` : " = undefined");
      }
      // as long as the word was, so that columns stay; the line before may have no semicolon
      const word = { start: node.start, end: node.start + kind.length };
      edits.push({ ...word, text: ";(".padEnd(kind.length) });
      put(declarations.at(-1)!.end, ")");
    } else if (node.type === "FunctionDeclaration") {
      // stays where it is, under another name; in front of the first line it becomes the variable
      const { name, start } = node.id;
      declare("function", [name]);
      put(start, INSIDE);
      put(0, `${name}=${INSIDE}.named("${name}",${INSIDE}${name});`);
    } else if (node.type === "ClassDeclaration") {
      declare("class", [node.id.name]);
      put(node.start, `;${node.id.name} = `);
      put(node.end, ";");
    } else if (node.type === "ExpressionStatement" && isLast) {
      put(node.start, "return [(");
      put(text[node.end - 1] === ";" ? node.end - 1 : node.end, ")]");
    }
  };
  program.body.forEach((node, i) => visit(node, i === program.body.length - 1));
  walk(program, ({ type, start, end }) => {
    if (type === "ImportExpression") {
      edits.push({ start, end: start + "import".length, text: `${INSIDE}.load` });
    } else if (type === "MetaProperty" && text.startsWith("import", start)) {
      edits.push({ start, end, text: `${INSIDE}.meta` });
    }
  });
  const { code, offsetOf } = edited(text, edits);
  return { code, declared, imports, placeOf: (place) => places(offsetOf(place)) };
}

/** A cell as a syntax tree; where it cannot be read, the likely cause in words. */
function read(source: string): Parsed {
  const refused = namespace(source); // whose types alone would be taken away, with all else in it
  if (refused) throw refused;
  try {
    return parsed(source);
  } catch (error) {
    throw fullWidth(source) ?? decorator(source) ?? error;
  }
}

interface Parsed {
  /** JavaScript of as many lines */
  text: string;
  program: Program;
  /** the place in the cell of an offset in `text` */
  places: (offset: number) => Place;
}

/** A cell as a syntax tree; what begins with a brace is an object where it can be one, as in Deno. */
export function parsed(source: string): Parsed {
  if (/^\s*\{/.test(source)) {
    try {
      const { places, ...rest } = parsedAs(`(${source.trimEnd().replace(/;$/, "")}\n)`);
      return {
        ...rest,
        places: (offset) => {
          const { line, column } = places(offset);
          return { line, column: line === 1 ? Math.max(1, column - 1) : column };
        },
      };
    } catch {
      // a block
    }
  }
  return parsedAs(source);
}

function parsedAs(source: string): Parsed {
  const { text, places } = withoutTypes(source);
  try {
    return { text, places, program: parse(text, options) };
  } catch (error) {
    const { message, pos } = error as SyntaxError & { pos: number };
    throw refusal(source, message, places(pos));
  }
}

function withoutTypes(source: string): Pick<Parsed, "text" | "places"> {
  try {
    const { code, sourceMap } = transform(source, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true, // a later cell may use them
      filePath: "cell",
      sourceMapOptions: { compiledFilename: "cell" },
    });
    return { text: code, places: placesOf(code, sourceMap!.mappings) };
  } catch (error) {
    if (error instanceof TypeError) throw error; // a fault of Sucrase, not of the cell
    const { message, loc } = error as Error & { loc?: Place };
    throw placedByAcorn(source, loc?.line) ??
      refusal(source, message.replace(/^Error transforming cell: /, ""), loc);
  }
}

/** Sucrase takes back what it has read of an arrow function with an error in it; acorn, up to the first type, does not. */
function placedByAcorn(source: string, line = 1): Error | undefined {
  try {
    parse(source, options);
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc: Place };
    if (loc.line > line) {
      return refusal(source, message, { line: loc.line, column: loc.column + 1 });
    }
  }
}

/** Sucrase makes a variable of an enum, which must not go on with the members that it had before. */
const isEnumAt = (source: string, { line, column }: Place) =>
  /^(export\s+)?(const\s+)?enum\b/.test(source.split("\n")[line - 1]!.slice(column - 1));

function importOf({ source, specifiers }: ImportDeclaration): Import {
  const names = specifiers.map((one) => [
    one.local.name,
    one.type === "ImportNamespaceSpecifier"
      ? "*"
      : one.type === "ImportDefaultSpecifier"
      ? "default"
      : one.imported.type === "Identifier"
      ? one.imported.name
      : String(one.imported.value),
  ]);
  return { from: String(source.value), names: Object.fromEntries(names) };
}

/** The names that a pattern declares. */
export function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) =>
        namesIn(one.type === "Property" ? one.value : one.argument)
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((one) => one ? namesIn(one) : []);
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    case "MemberExpression":
      return [];
  }
}

/** Visits each node of a tree. */
function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const part of Object.values(node).flat()) {
    if (part !== null && typeof part === "object" && typeof part.type === "string") {
      walk(part, visit);
    }
  }
}
