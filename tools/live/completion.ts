// What the editor knows of names: those of the library with their documentation, and those that cells have declared.

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { Documented, LibDocs } from "./lib_docs.ts";

const docs: LibDocs = JSON.parse(document.getElementById("live-docs")!.textContent);

/** Completion of names; `above`: code of the cells above. */
export function completions(above: readonly string[]): Extension {
  const declared = [...new Set(above.flatMap(namesIn))]
    .filter((name) => !docs.names.some((known) => known.name === name))
    .map((label): Completion => ({ label, type: "variable" }));
  const own = (context: CompletionContext): CompletionResult | null => {
    const word = wordAt(context);
    return word && !word.isMember && !isInImport(context.state, context.pos)
      ? { from: word.from, options: declared, validFor: /^[\w$]*$/ }
      : null;
  };
  return autocompletion({ override: [ofLib, own, local], icons: false });
}

const names = docs.names.map((one) => option(one));
const members = docs.members.map((one) => option(one));

function option(one: Documented): Completion {
  return {
    label: one.name,
    type: one.kind,
    ...one.kind !== "type" && { detail: shortSignature(one) },
    info: () => card(one),
    boost: one.kind === "type" ? -1 : 0,
  };
}

/** `(x: Tensor): Tensor` beside the name, where it is not too long. */
function shortSignature({ name, signature }: Documented): string {
  const rest = signature.split("\n")[0]!.replace(/^(const|class|type|interface) /, "")
    .slice(name.length);
  return rest.length > 40 ? `${rest.slice(0, 39)}…` : rest;
}

function ofLib(context: CompletionContext): CompletionResult | null {
  const word = wordAt(context);
  if (!word || isInTextOrComment(context.state, context.pos)) return null;
  return { from: word.from, options: word.isMember ? members : names, validFor: /^[\w$]*$/ };
}

/** The names that this cell declares itself. */
function local(context: CompletionContext): CompletionResult | null {
  const word = wordAt(context);
  if (!word || word.isMember || isInImport(context.state, context.pos)) return null;
  const found = localCompletionSource(context);
  const known = new Set(docs.names.map(({ name }) => name));
  return found && { ...found, options: found.options.filter(({ label }) => !known.has(label)) };
}

/** What is being written, if it has begun or is asked for. */
function wordAt(context: CompletionContext): { from: number; isMember: boolean } | null {
  const before = context.matchBefore(/\.?[\w$]*$/);
  if (!before) return null;
  const isMember = before.text.startsWith(".");
  const from = before.from + Number(isMember);
  const isBegun = isMember || /^[A-Za-z_$]/.test(before.text) ||
    isInImport(context.state, context.pos);
  return isBegun || context.explicit ? { from, isMember } : null;
}

/** Between the braces of an import from the library. */
function isInImport(state: EditorState, at: number): boolean {
  return /\bimport\s+(type\s+)?\{[^}]*$/.test(state.sliceDoc(Math.max(0, at - 2000), at));
}

function isInTextOrComment(state: EditorState, at: number): boolean {
  return /^(String|TemplateString|LineComment|BlockComment)$/.test(
    syntaxTree(state).resolveInner(at, -1).name,
  );
}

/** Names that code declares: `const x`, `function f`, `const { a, b: c }`. */
function namesIn(code: string): string[] {
  const declarations =
    /^(?:const|let|var|function\*?|async function|class|import) +([\w$]+|[{[][^=;]*?[}\]])/gm;
  return Array.from(
    code.matchAll(declarations),
    ([, what]) => what!.match(/[\w$]+(?=\s*[,}\]=]|$)/g) ?? [],
  )
    .flat();
}

/** The documentation of the name under the pointer. */
export const hovers: Extension = hoverTooltip((view, at) => {
  const line = view.state.doc.lineAt(at);
  const [before] = line.text.slice(0, at - line.from).match(/[\w$]*$/)!;
  const [after] = line.text.slice(at - line.from).match(/^[\w$]*/)!;
  const from = at - before.length;
  const isMember = view.state.sliceDoc(from - 1, from) === ".";
  const one = (isMember ? docs.members : docs.names).find(({ name }) => name === before + after);
  if (!one || isInTextOrComment(view.state, at)) return null;
  return { pos: from, end: at + after.length, above: true, create: () => ({ dom: card(one) }) };
});

/** Signature and documentation. */
function card({ signature, about }: Documented): HTMLElement {
  const card = document.createElement("div");
  card.className = "live-card";
  const code = card.appendChild(document.createElement("code"));
  code.textContent = signature;
  card.appendChild(document.createElement("p")).textContent = about;
  return card;
}
