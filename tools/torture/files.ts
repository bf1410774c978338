// Damaged files for every reader of lib: cut at each byte, and changed at random. A reader survives when it gives one clear
// error, in its own words and in bounded time, or tensors whose shape and data agree.

import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadNpy, loadNpz, loadPickle, loadSafetensors, Tensor } from "../../lib/mod.ts";
import { parseIdx } from "../../lib/datasets/idx.ts";
import { verified } from "../../lib/datasets/download.ts";
import { createHash } from "node:crypto";
import { mersenne } from "pure-rand/generator/mersenne";
import type { TortureOptions, TortureReport } from "../torture.ts";

/** A reader of lib, and files that it reads. */
interface Reader {
  name: string;
  load: (bytes: Uint8Array) => unknown;
  files: Uint8Array[];
}

const vectors = fileURLToPath(new URL("../../tests/vectors/", import.meta.url));
const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, ...Array(24).keys());
const packed = Uint8Array.from(gzipSync(idx));
const known = { sha256: createHash("sha256").update(idx).digest("hex"), bytes: idx.length };

const readers: Reader[] = [
  { name: "pickle", load: loadPickle, files: vectorsOf(".pkl") },
  { name: "npy", load: loadNpy, files: vectorsOf(".npy") },
  { name: "npz", load: loadNpz, files: vectorsOf(".npz") },
  { name: "safetensors", load: loadSafetensors, files: vectorsOf(".safetensors") },
  { name: "idx", load: (bytes) => parseIdx(bytes), files: [idx] },
  { name: "gzip", load: (bytes) => verified(bytes, known), files: [packed] },
];

function vectorsOf(ending: string): Uint8Array[] {
  return [...Deno.readDirSync(vectors)].map(({ name }) => name).filter((name) =>
    name.endsWith(ending)
  ).sort().map((name) => Deno.readFileSync(join(vectors, name)));
}

const LONGEST = 5000; // ms, for files of some kB, on a machine that is busy
const engineWords =
  /undefined|not a function|Cannot read|call stack|Invalid|not iterable|allocation|\[object/;

/** Why a reader did not survive these bytes, or `undefined`. */
async function fault({ load }: Reader, bytes: Uint8Array): Promise<string | undefined> {
  const started = performance.now();
  try {
    const value = await load(bytes);
    for (const x of Object.values(value as Record<string, unknown>)) {
      if (x instanceof Tensor && x.size !== x.data.length) return `wrong tensor ${x}`;
    }
  } catch (error) {
    if (!(error instanceof Error)) return `threw ${error}`;
    const isClear = error.constructor === SyntaxError || error.constructor.name === "DamagedError";
    if (!isClear || engineWords.test(error.message)) return `${error.name}: ${error.message}`;
  }
  const ms = performance.now() - started;
  return ms > LONGEST ? `took ${Math.round(ms)} ms` : undefined;
}

/** Tries each case. */
async function report(
  name: string,
  reader: Reader,
  cases: Iterable<[what: string, bytes: Uint8Array]>,
): Promise<TortureReport> {
  let count = 0;
  const failures: string[] = [];
  for (const [what, bytes] of cases) {
    count++;
    const found = await fault(reader, bytes);
    if (found !== undefined) failures.push(`${what}: ${found}`);
  }
  return { name, cases: count, failures };
}

/** Each beginning of each file; of each so many only, where `scale` is small. */
function* cut({ files }: Reader, scale: number): Generator<[string, Uint8Array]> {
  const stride = Math.ceil(1 / scale);
  for (const [i, file] of files.entries()) {
    for (let n = 0; n < file.length; n += stride) yield [`file ${i}, ${n} bytes`, file.slice(0, n)];
  }
}

/** Files with one to four changes: a byte, a bit, a piece left out, a piece twice, an extreme value. */
function* mutated({ files }: Reader, seed: number, count: number): Generator<[string, Uint8Array]> {
  for (let i = 0; i < count; i++) {
    const bits = mersenne(seed + i);
    const draw = (n: number) => (bits.next() >>> 0) % Math.max(n, 1);
    const bytes = [...files[draw(files.length)]];
    for (let changes = 1 + draw(4); changes > 0; changes--) {
      const at = draw(bytes.length);
      const from = draw(bytes.length);
      [
        () => bytes[at] = draw(256),
        () => bytes[at] ^= 1 << draw(8),
        () => bytes.splice(at, 1 + draw(8)),
        () => bytes.splice(at, 0, ...bytes.slice(from, from + draw(64))),
        () => bytes[at] = [0, 127, 128, 255][draw(4)],
      ][draw(5)]();
    }
    yield [`seed ${seed + i}`, Uint8Array.from(bytes)];
  }
}

/** Reports, of one reader after the other. */
export async function* run({ seed, scale }: TortureOptions): AsyncGenerator<TortureReport> {
  for (const reader of readers) {
    yield await report(`${reader.name} cut at each byte`, reader, cut(reader, scale));
    const count = Math.ceil(25000 * scale);
    yield await report(`${reader.name} changed`, reader, mutated(reader, seed, count));
  }
}
