// Breaks lib/ in small ways, one at a time, in a copy of the project, and counts those that its quick tests notice. A break
// that no test notices is a hole in the tests, or changes nothing that can be seen: those are in `harmless`, with the reason.

import { cpSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { random } from "../../lib/mod.ts";
import { dataFolder } from "../../tests/golden.ts";
import { ticker } from "../progress.ts";
import { root } from "../setup.ts";
import { dear, whole } from "../test_files.ts";
import type { TortureOptions, TortureReport } from "../torture.ts";

/** What is broken, and how: a pattern of code, and what takes its place. */
const breaks: [name: string, pattern: RegExp, replace: (code: string) => string][] = [
  ["sign", / [+-] (?=[\w(])/g, (code) => code === " + " ? " - " : " + "],
  ["sign", / [+-]= /g, (code) => code === " += " ? " -= " : " += "],
  ["factor", / [*/] (?=[\w(])/g, (code) => code === " * " ? " / " : " * "],
  [
    "boundary",
    / [<>]=? (?=[\w("-])/g,
    (code) => code.includes("=") ? code.replace("=", "") : `${code.trimEnd()}= `,
  ],
  ["equality", / [!=]== /g, (code) => code === " === " ? " !== " : " === "],
  ["logic", / (&&|\|\|) /g, (code) => code === " && " ? " || " : " && "],
  ["off by one", /(?<![\w.])\d+(?![\w.])/g, (code) => `${Number(code) + 1}`],
  [
    "epsilon, momentum",
    /(?<![\w.])\d*\.?\d+e-\d+|(?<![\w.])\d+\.\d+/g,
    (code) => `${Number(code) * 0.7}`,
  ],
  [
    "largest, smallest",
    /Math\.(max|min)\(/g,
    (code) => code.includes("max") ? "Math.min(" : "Math.max(",
  ],
  [
    "rounding",
    /Math\.(floor|ceil|round|trunc)\(/g,
    (code) => code.includes("floor") ? "Math.ceil(" : "Math.floor(",
  ],
  ["truth", /(?<![\w.]|\| )(true|false)\b(?!["'])/g, (code) => code === "true" ? "false" : "true"],
  ["not", /(?<=[ (])!(?=[\w(])/g, () => ""],
  ["stride, pad", /\bstride, pad\b/g, () => "pad, stride"],
  ["rows, columns", /\b(\w*)H, \1W\b/g, (code) => code.split(", ").reverse().join(", ")],
  ["sizes", /\b(M, K|K, N|N, D)\b/g, (code) => code.split(", ").reverse().join(", ")],
];

/** Folders and files in which nothing is broken: pictures, and what the machine's speed and threads are asked about. */
const leftOut =
  /display\/|module\.ts|threads\.ts|machine\.ts|memory\.ts|openblas|webgpu|parallel|kernel|digits|strokes|mod\.ts|assembly/;

/** Breaks that change nothing that a caller can see, by file, line before or after and kind, with the reason. */
const harmless: [place: RegExp, reason: string][] = [
  [/progress\.ts: .*\bTURN\b/, "a moment sooner or later"],
  [/backend\/wasm.*\b(cost|grain):/, "how work is split among threads: the bits are the same"],
  [/withRelu \? 2 : 0/, "any number but 0 says yes to a kernel"],
  [/reference.*for \(let i = 0; i <= \w+\.length;/, "a typed array takes nothing past its end"],
  [
    /augment\.ts: for \(let c = 0; c <= C;/,
    "the next picture is written over it, or there is none",
  ],
  [
    /\{[^}[(]*\b(D, N|N, K|K, M|(\w*)H, \2W|(\w*)W, \3H)\b[^}]*\}.*\((sizes|rows, columns)\)$/,
    "parts of an object are taken by their names",
  ],
  [/download\.ts: .*part\.length > 1 && \{ Range/, "a single byte is fetched once more"],
  [/runtime\.ts: .*\|\| WebAssembly\.validate/, "seen only where the engine lacks relaxed SIMD"],
  [/likely_mistake\.ts: .*k <= 0 \?/, "k is 0 only where nothing more is said"],
  [/imread\.ts: if \(bytes\.length <= 24\)/, "no PNG is so short"],
  [/elementwise\.ts: .*code <= 0\)/, "the plain loops do the same"],
  [/zip\.ts: .*bytes\.length - 23 - LONGEST/, "no comment can be so long"],
  [/zip\.ts: check\(entry, 47,/, "the list of the zip is refused one line further down"],
];

/** One break. */
export interface Mutant {
  file: string;
  line: number;
  name: string;
  before: string;
  after: string;
  text: string;
}

/** Code without comments, strings and types: spaces take their place, so that positions stay. */
function codeOf(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  return text
    .replace(/\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, blank)
    .replace(/^(import|export type|export interface|type|interface) [^]*?(;|\n})$/gm, blank);
}

/** All breaks of a file. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const code = codeOf(text);
  const lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return breaks.flatMap(([name, pattern, replace]) =>
    Array.from(code.matchAll(pattern), ({ 0: found, index }) => {
      const line = lineStarts.findLastIndex((start) => start <= index);
      const end = lineStarts[line + 1] ?? text.length;
      const after = replace(found);
      const changed = text.slice(0, index) + after + text.slice(index + found.length);
      return {
        file,
        line: line + 1,
        name,
        before: text.slice(lineStarts[line], end).trim(),
        after: changed.slice(lineStarts[line], end + after.length - found.length).trim(),
        text: changed,
      };
    })
  );
}

function* sourceFiles(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* sourceFiles(path);
    else if (name.endsWith(".ts")) yield path;
  }
}

const allTests = [...sourceFiles(join(root, "tests"))]
  .map((path) => relative(root, path))
  .filter((path) => path.endsWith("_test.ts"));

/** What `deno task test:quick` runs, and a sample of the oracle. */
const quickTests = allTests.filter((path) =>
  path === "tests/torture/oracle_test.ts" ||
  ![...whole, ...dear].some((name) => path === `tests/${name}` || path.startsWith(`tests/${name}/`))
);

/** The tests that mirror the folder of a file of lib/. */
function ownTests(file: string): string[] {
  const [, folder] = file.split("/");
  return allTests.filter((test) =>
    dirname(test) === `tests/${folder}` && !/book_|our_weights/.test(test)
  );
}

const data = dataFolder(); // NumPy's values, where they are

/** Whether tests of the copy pass, all of them; those that do not end in time count as failed, and are told. */
async function pass(copy: string, tests: string[], milliseconds: number): Promise<boolean> {
  const signal = AbortSignal.timeout(milliseconds);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-check", "--fail-fast", "-A", ...tests],
    cwd: copy,
    env: { DLFS_THREADS: "1", ...(data !== undefined && { DLFS_DATA_DIR: data }) },
    stdin: "null",
    stdout: "null",
    stderr: "null",
    signal,
  }).output();
  if (signal.aborted) timedOut++;
  return success;
}

let timedOut = 0;

/** Whether a test fails when the break is made: of its own folder, or of all that are quick. */
async function isNoticed(
  copy: string,
  { file, text }: Mutant,
  patience: number,
): Promise<boolean> {
  const path = join(copy, file);
  const whole = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text);
  try {
    const own = ownTests(file);
    return own.length > 0 && !await pass(copy, own, patience) ||
      !await pass(copy, quickTests, patience);
  } finally {
    await Deno.writeTextFile(path, whole);
  }
}

const reasonOf = ({ file, name, before, after }: Mutant) =>
  harmless.find(([place]) =>
    [before, after].some((line) => place.test(`${file}: ${line} (${name})`))
  )
    ?.[1];

/** 150 breaks, drawn from all that there are. */
export async function* run({ seed, scale }: TortureOptions): AsyncGenerator<TortureReport> {
  const files = [...sourceFiles(join(root, "lib"))].map((path) => relative(root, path))
    .filter((file) => !leftOut.test(file));
  const all = files.flatMap((file) => mutantsOf(file, Deno.readTextFileSync(join(root, file))))
    .filter((mutant) => reasonOf(mutant) === undefined);
  const order = random(seed).permutation(all.length);
  const chosen = Array.from(order.slice(0, Math.ceil(150 * scale)), (i) => all[i]);

  // a copy for each core, and in each one break after the other
  const copies = await Promise.all(
    Array.from({ length: navigator.hardwareConcurrency }, copyOfProject),
  );
  try {
    const started = performance.now();
    const sound = await Promise.all(copies.map((copy) => pass(copy, quickTests, 3_600_000)));
    if (!sound.every(Boolean)) throw new Error("mutants: the tests fail without any break");
    const patience = 2 * (performance.now() - started);
    const failures: string[] = [];
    const left = [...chosen];
    using _progress = ticker(() =>
      `${chosen.length - left.length} of ${chosen.length} breaks, ${failures.length} unnoticed, ` +
      `${timedOut} noticed because tests did not end`
    );
    const workThrough = async (copy: string) => {
      for (let mutant = left.pop(); mutant !== undefined; mutant = left.pop()) {
        if (await isNoticed(copy, mutant, patience)) continue;
        const { file, line, name, before, after } = mutant;
        failures.push(`${file}:${line}, ${name}: ${before}  →  ${after}`);
        console.error(failures.at(-1));
      }
    };
    await Promise.all(copies.map(workThrough));
    yield { name: `small breaks, of ${all.length} possible`, cases: chosen.length, failures };
  } finally {
    for (const copy of copies) await Deno.remove(copy, { recursive: true });
  }
}

/** The project in a folder of its own. */
async function copyOfProject(): Promise<string> {
  const copy = await Deno.makeTempDir({ prefix: "dlfs-mutants-" });
  for (const { name } of Deno.readDirSync(root)) {
    const isOurs = ![".git", ".venv", "reports", "node_modules"].includes(name);
    if (isOurs) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  return copy;
}
