// Scripts for pages, put together by deno bundle from TypeScript and all that it imports.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const made = new Map<string, Promise<string>>();

/**
 * The script of a module. It is put together once, when it is first wanted, which takes some seconds.
 *
 * @param options of deno bundle, the same at each call
 */
export function bundle(module: URL, ...options: string[]): Promise<string> {
  const path = fileURLToPath(module);
  if (!made.has(path)) made.set(path, make(path, options));
  return made.get(path)!;
}

async function make(path: string, options: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", ...options, path],
    cwd: dirname(path), // where the project's packages are found
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [script, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (!success) throw new Error(`the script ${path} cannot be made: ${said}`);
  return script!;
}
