// What a page whose cells can be run carries: the script of the worker, put together by deno bundle, and the files
// that the cells read.

import { basename, extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import config from "../../deno.json" with { type: "json" };
import { bundle } from "../../lib/play/bundle.ts";
import { figureNamed } from "../../lib/play/figures/all.ts";
import { root } from "../setup.ts";

/** The project's packages; in the place of Node's modules and of a decoder, what lib needs of them in a page. */
const imports = {
  ...config.imports,
  ...Object.fromEntries(
    Object.entries(config.imports).map((
      [name, at],
    ) => [`${name}/`, at.replace("npm:", "npm:/") + "/"]),
  ),
  "@jsquash/jpeg/codec/dec/mozjpeg_dec.js": import.meta.resolve("./node/jpeg.ts"),
  ...Object.fromEntries(
    ["buffer", "crypto", "path", "url", "zlib"].map((name) => [
      `node:${name}`,
      import.meta.resolve(`./node/${name}.ts`),
    ]),
  ),
};

/** What the library goes on using when a cell has a variable of that name: `const performance = 0.97`. */
// deno-fmt-ignore
const own = [
  "globalThis", "performance", "crypto", "setTimeout", "clearTimeout", "setInterval", "clearInterval",
  "queueMicrotask", "structuredClone", "Array", "ArrayBuffer", "BigInt", "Boolean", "DataView", "Date", "Error",
  "Float32Array", "Float64Array", "Function", "Int32Array", "JSON", "Map", "Math", "Number", "Object", "Promise", "Proxy",
  "RangeError", "Reflect", "RegExp", "Set", "String", "Symbol", "SyntaxError", "TextDecoder", "TextEncoder", "TypeError",
  "URL", "Uint8Array", "WeakMap", "WebAssembly",
];

let made: Promise<string> | undefined;

/** The script of the worker, packed. */
async function workerScript(): Promise<string> {
  // not made smaller: names stay in stacks and in the texts of functions, and packed it is not much larger
  const script = await bundle(
    new URL("worker.ts", import.meta.url),
    "--keep-names",
    `--import-map=data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`,
  );
  // the worker evaluates it as the text of a function, which has no address of its own
  // (a variable, since a package sets one where there is none)
  const text = script.replaceAll("import.meta.url", "scriptAddress");
  return packText(`(({ ${own.join(", ")} }) => (async () => {"use strict";
let scriptAddress = "file:///book/lib/live/live.ts";
${text}
})())(globalThis);
//# sourceURL=live-script`);
}

/** The elements that a page with such cells carries; nothing reads them before the first Run. */
export async function liveAssets(sources: readonly string[]): Promise<string> {
  const script = await (made ??= workerScript());
  const files = filesFor(sources.join("\n")).map((path) =>
    `<script type="text/plain" data-live-file="${path}">${pack(fileBytes(path))}</script>`
  );
  return [...files, `<script type="text/plain" id="live-script">${script}</script>`].join("\n");
}

/** A file as the page carries it: weights in float16, half of their size. */
function fileBytes(path: string): Uint8Array {
  const bytes = Deno.readFileSync(join(root, path));
  if (!path.endsWith(".safetensors")) return bytes;
  const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  for (const [name, entry] of Object.entries<{ dtype: string; data_offsets: number[] }>(header)) {
    if (name === "__metadata__") continue;
    if (entry.dtype !== "F32") throw new Error(`live: ${path}: ${name} needs to be F32`);
    entry.dtype = "F16";
    entry.data_offsets = entry.data_offsets.map((offset) => offset / 2);
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const halves = Float16Array.from(new Float32Array(bytes.buffer.slice(start)));
  const packed = new Uint8Array(8 + json.length + halves.byteLength);
  new DataView(packed.buffer).setBigUint64(0, BigInt(json.length), true);
  packed.set(json, 8);
  packed.set(new Uint8Array(halves.buffer), 8 + json.length);
  return packed;
}

/** Bytes as an element carries them. */
const pack = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).toString("base64");

/** A text as an element carries it. */
export const packText = (text: string) => pack(new TextEncoder().encode(text));

/** The files of data/ that a chapter names, by itself or through the figures that it plays with. */
function filesFor(source: string): string[] {
  const figures = Array.from(source.matchAll(/\bplay\(\s*"([^"]+)"/g), ([, name]) => name!);
  const needed = new Set<string>(figures.flatMap((name) => figureNamed(name)?.weights ?? []));
  return ["data", "data/weights"].flatMap((folder) =>
    Array.from(Deno.readDirSync(join(root, folder)))
      .filter(({ isFile, name }) => isFile && [".png", ".safetensors"].includes(extname(name)))
      .filter(({ name }) => {
        const stem = basename(name, extname(name));
        return needed.has(stem) || new RegExp(`\\b${stem}\\b`).test(source);
      })
      .map(({ name }) => `${folder}/${name}`)
  );
}
