// What `deno doc --lint` says, but for one thing that it cannot know: that a type of an npm package is public there.

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
