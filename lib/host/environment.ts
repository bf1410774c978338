// What the reader has set outside of the program.

/** An environment variable, where it may be read without asking; else undefined. */
export function variable(name: string): string | undefined {
  if (typeof Deno === "undefined") return undefined; // in a browser
  const wanted = { name: "env", variable: name } as const;
  if (Deno.permissions.querySync(wanted).state !== "granted") return undefined;
  return Deno.env.get(name) || undefined;
}
