// Scripts for pages, written in TypeScript and put together with what they import.

import { fileURLToPath } from "node:url";
import { deno } from "../check/deno.ts";

const made = new Map<string, Promise<string>>();

/** The script of a module and all that it imports, for a script element. It is put together once, which takes a second. */
export function bundle(module: URL): Promise<string> {
  const path = fileURLToPath(module);
  if (!made.has(path)) made.set(path, make(path));
  return made.get(path)!;
}

async function make(path: string): Promise<string> {
  const { success, stdout, stderr } = await deno(
    "bundle",
    "--quiet",
    "--platform=browser",
    "--minify",
    path,
  );
  if (!success) throw new Error(`report: the script ${path} cannot be made: ${stderr}`);
  return stdout.replaceAll("</script", "<\\/script");
}
