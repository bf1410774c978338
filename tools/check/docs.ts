// What is missing in the documentation of what lib exports: what `deno doc --lint` says, but for one thing that it cannot
// know, that a type of an npm package is public there; and examples.

/** Findings among its messages; `lib` has the text of our own files, by path. */
export function checkDocs(lib: Map<string, string>, messages: string): string[] {
  const own = new Set(lib.values().flatMap((text) => text.split("\n")).map((line) => line.trim()));
  if (!messages.includes("error[")) return messages === "" ? [] : [messages];
  return messages.split(/^(?=error)/m)
    .filter((message) => message.startsWith("error["))
    .filter((message) => {
      // It shows the line of the type after that of its use.
      const declaration = Array.from(message.matchAll(/^ *\d+ \| (.*)$/gm), (match) => match[1]!);
      return !message.startsWith("error[private-type-ref]") || own.has(declaration.at(-1)!.trim());
    })
    .map((message) => message.trim());
}

/** A name of the output of `deno doc --json`, as far as it matters here. */
interface Documented {
  name: string;
  declarations: { kind: string; jsDoc?: { tags?: { kind: string }[] } }[];
}

/** The functions and classes without an example; `json` is what `deno doc --json` gives. */
export function checkExamples(json: string): string[] {
  const { nodes } = JSON.parse(json) as { nodes: Record<string, { symbols: Documented[] }> };
  return Object.values(nodes).flatMap(({ symbols }) => symbols)
    .filter(({ declarations }) =>
      declarations.some(({ kind }) => kind === "function" || kind === "class") &&
      !declarations.some(({ jsDoc }) => jsDoc?.tags?.some(({ kind }) => kind === "example"))
    )
    .map(({ name }) => `${name}: has no @example`);
}
