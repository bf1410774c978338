// The direction of imports in lib/: a file may import what stands above it in this list or on its line, never what
// stands below, and nothing in a circle.

import { dirname, join } from "node:path";
import { root } from "../setup.ts";

export const order = [
  ["errors", "host", "tensor/shape"],
  ["backend"],
  ["tensor"],
  ["exercises", "formats", "functions", "gradient", "optimizers", "parallel/serialize"],
  ["layers"],
  ["fusion"],
  ["networks"],
  ["training", "parallel/parallel"],
  ["display", "datasets", "io"],
  ["play", "search"],
  ["mod"],
  ["parallel/parallel_worker"],
];

/** Imports of `files` (path in lib/ → text) that point the wrong way, each with its file. */
export function checkImports(files: Map<string, string>): string[] {
  const findings: string[] = [];
  const imports = new Map<string, string[]>();
  for (const [file, text] of files) {
    imports.set(file, importsOf(file, text));
    if (rank(file) < 0) {
      findings.push(`lib/${file}: has no place in the order of imports`);
      continue;
    }
    for (const imported of imports.get(file)!) {
      if (rank(imported) > rank(file)) {
        findings.push(`lib/${file}: must not import ${imported}, which builds on it`);
      }
    }
  }
  const done = new Set<string>();
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) {
      findings.push(`lib/${file}: imports in a circle: ${[...path, file].join(" → ")}`);
    } else if (!done.has(file)) {
      imports.get(file)?.forEach((imported) => visit(imported, [...path, file]));
      done.add(file);
    }
  };
  imports.keys().forEach((file) => visit(file, []));
  return findings;
}

/** The line of `order` that names the file, or else its folder; −1 if none does. */
function rank(file: string): number {
  const lineOf = (name: string) => order.findIndex((names) => names.includes(name));
  const own = lineOf(file.replace(/\.tsx?$/, ""));
  return own >= 0 ? own : lineOf(file.split(/[/.]/)[0]!);
}

/** Relative imports of a file, as paths in lib/; those in its comments do not count. */
export function importsOf(file: string, text: string): string[] {
  const code = text.replace(/^ *(\*|\/\/|\/\*).*$/gm, "");
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+\.tsx?)"/g;
  return Array.from(code.matchAll(pattern), (match) => join(dirname(file), match[1]!));
}

/** All TypeScript files of lib/ but those in another dialect. */
export function readLib(folder = ""): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of Deno.readDirSync(join(root, "lib", folder))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory && entry.name !== "assembly") {
      readLib(path).forEach((text, file) => files.set(file, text));
    } else if (/\.tsx?$/.test(path)) {
      files.set(path, Deno.readTextFileSync(join(root, "lib", path)));
    }
  }
  return files;
}
