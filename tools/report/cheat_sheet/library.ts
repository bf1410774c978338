// What lib exports, as its documentation has it.

import { deno } from "../../check/deno.ts";

/** What we read of a tag: `@example`, `@see`. */
export interface Tag {
  kind: string;
  doc?: string;
}

export interface Doc {
  doc?: string;
  tags?: Tag[];
}

export interface Type {
  repr: string;
  value?: { typeName?: string; typeParams?: Type[]; properties?: { name: string }[] };
}

/** A parameter as `deno doc --json` has it. */
export interface Param {
  kind: "identifier" | "assign" | "object" | "rest" | "array";
  name?: string;
  optional?: boolean;
  left?: Param;
  arg?: Param;
  tsType?: Type;
}

export interface Callable {
  params: Param[];
  returnType?: Type;
}

export interface Member {
  name: string;
  kind?: string;
  jsDoc?: Doc;
  accessibility?: string;
  functionDef?: Callable;
}

export interface Declaration {
  kind: string;
  location: { filename: string };
  jsDoc?: Doc;
  def?: Partial<Callable> & {
    constructors?: Callable[];
    properties?: Member[];
    methods?: Member[];
  };
}

export interface Name {
  name: string;
  declarations: Declaration[];
}

let read: Promise<Name[]> | undefined;

/** All names of lib/mod.ts, in its order. They are read once, which takes a second. */
export function library(): Promise<Name[]> {
  return read ??= readLibrary();
}

async function readLibrary(): Promise<Name[]> {
  const { success, stdout, stderr } = await deno("doc", "--json", "lib/mod.ts");
  if (!success) throw new Error(`report: lib has no documentation: ${stderr}`);
  const { nodes } = JSON.parse(stdout) as { nodes: Record<string, { symbols: Name[] }> };
  return Object.values(nodes).flatMap(({ symbols }) => symbols);
}

/** Members that a reader may use. */
export function membersOf({ def }: Declaration): Member[] {
  return [...def?.properties ?? [], ...def?.methods ?? []]
    .filter(({ name, accessibility }) => accessibility === undefined && !name.startsWith("["));
}

/** `softmax`, `Affine`, `Affine.W`: every name, and every member of one. */
export async function namesOf(): Promise<Set<string>> {
  const names = (await library()).flatMap(({ name, declarations }) => [
    name,
    ...declarations.flatMap(membersOf).map((member) => `${name}.${member.name}`),
  ]);
  return new Set(names);
}
