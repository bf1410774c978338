// What the editor says of the library: of each exported name its signature and the first sentence of its documentation,
// as `deno doc` writes them.

import { deno } from "../check/deno.ts";

export interface Documented {
  name: string;
  kind: "function" | "class" | "type" | "variable" | "method" | "property";
  /** all of its overloads, one a line */
  signature: string;
  about: string;
}

export interface LibDocs {
  names: Documented[];
  /** of classes; of two with one name that of the first class */
  members: Documented[];
}

export async function libDocs(): Promise<LibDocs> {
  const { success, stdout, stderr } = await deno("doc", "lib/mod.ts");
  if (!success) throw new Error(`libDocs: ${stderr.trim()}`);
  return parseDocs(stdout);
}

const kinds: Record<string, Documented["kind"]> = {
  function: "function",
  "async function": "function",
  class: "class",
  "abstract class": "class",
  interface: "type",
  type: "type",
  const: "variable",
};

/** Takes the text of `deno doc` apart. */
export function parseDocs(text: string): LibDocs {
  const names = new Map<string, Documented>();
  const members = new Map<string, Documented>();
  const blocks = text.split(/^Defined in .*\n\n/m).slice(1);
  // Tensor first: its methods are those that a reader looks for
  blocks.sort((a, b) =>
    Number(b.startsWith("class Tensor ")) - Number(a.startsWith("class Tensor "))
  );
  for (const block of blocks) {
    const [signature, ...lines] = block.split("\n");
    const [, word, name] = signature!.match(/^((?:abstract |async )?\w+) \*?(\w+)/)!;
    const kind = kinds[word!] ?? "variable";
    add(names, {
      name: name!,
      kind,
      signature: signature!.replace(/^(async )?function /, ""),
      about: sentence(lines, 2),
    });
    if (kind !== "class") continue;
    lines.forEach((line, i) => {
      const plain = line.replace(/^ {2}get (\w+)\(\)/, "  $1")
        .replace(/^ {2}(?:abstract |override |readonly |async )*/, "  ");
      const [, name, rest] = plain.match(/^ {2}(\w+)([?(<:].*)$/) ?? [];
      const about = sentence(lines.slice(i + 1), 4); // every member has one; a line of text looks like a member
      if (!name || name === "constructor" || about === "") return;
      const kind = /^[(<]/.test(rest!) ? "method" : "property";
      add(members, { name, kind, signature: plain.trim(), about });
    });
  }
  const sorted = (found: Map<string, Documented>) => Array.from(found.values());
  return { names: sorted(names), members: sorted(members) };
}

/** A name once more is another of its overloads. */
function add(found: Map<string, Documented>, one: Documented): void {
  const known = found.get(one.name);
  if (!known) found.set(one.name, one);
  else if (one.kind === "function") known.signature += `\n${one.signature}`;
}

/** The first sentence of the paragraph at the beginning of `lines`, which are indented. */
function sentence(lines: string[], indent: number): string {
  const end = lines.findIndex((line) =>
    !line.startsWith(" ".repeat(indent)) || line.trim().startsWith("@")
  );
  const paragraph = lines.slice(0, end < 0 ? undefined : end).map((line) => line.trim()).join(" ");
  const plain = paragraph.replace(/\{@linkcode ([^}]*)\}/g, "$1").replaceAll("`", "");
  return plain.match(/^.*?[.:](?= |$)(?! *\d)/)?.[0].replace(/:$/, ".") ?? plain;
}
