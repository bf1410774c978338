// Files that are cut, changed, made to lie or to fill the memory, for every reader of lib. A reader survives when it gives
// one clear error in its own words, in bounded time and memory, or else what Python and NumPy read in the same bytes.

import { gzipSync } from "node:zlib";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { encode } from "fast-png";
import { mersenne } from "pure-rand/generator/mersenne";
import {
  Adam,
  imread,
  loadCheckpoint,
  loadNpy,
  loadNpz,
  loadPickle,
  loadSafetensors,
  random,
  saveCheckpoint,
  Tensor,
  Trainer,
  TwoLayerNet,
} from "../../lib/mod.ts";
import { parseIdx } from "../../lib/datasets/idx.ts";
import { gunzip } from "../../lib/io/gunzip.ts";
import { findPython } from "../../tests/python.ts";
import type { TortureOptions, TortureReport } from "../torture.ts";
import { lies } from "./files/lies.ts";

/** A reader of lib, files that it reads, and how many changed ones it is given. */
interface Reader {
  name: string;
  load: (bytes: Uint8Array) => unknown;
  files: Uint8Array[];
  changes: number;
}

const vectors = fileURLToPath(new URL("../../tests/vectors/", import.meta.url));
const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, ...Array(24).keys());

const readers: Reader[] = [
  { name: "pickle", load: loadPickle, files: vectorsOf(".pkl", ".pkl.gz"), changes: 40_000 },
  { name: "npy", load: loadNpy, files: vectorsOf(".npy"), changes: 15_000 },
  { name: "npz", load: loadNpz, files: vectorsOf(".npz"), changes: 15_000 },
  { name: "safetensors", load: loadSafetensors, files: vectorsOf(".safetensors"), changes: 15_000 },
  {
    name: "idx",
    load(bytes) {
      const { data, shape } = parseIdx(bytes);
      return new Tensor(Int32Array.from(data), shape);
    },
    files: [idx],
    changes: 5000,
  },
  {
    name: "gzip",
    load: (bytes) => gunzip(bytes, 1e6),
    files: [Uint8Array.from(gzipSync(idx))],
    changes: 5000,
  },
];

/** A checkpoint has a checksum: no change may be accepted that changes anything. */
async function checkpointReader(): Promise<Reader> {
  const x = random(1).normal([20, 4]);
  const data = { xTrain: x, tTrain: x.argmax(1), xTest: x, tTest: x.argmax(1) };
  const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 5, outputSize: 4 });
  const trainer = new Trainer(net, data, { steps: 5, optimizer: new Adam(), label: null });
  await trainer.train();
  const folder = Deno.makeTempDirSync();
  const path = join(folder, "net.checkpoint");
  await saveCheckpoint(path, trainer);
  const file = Deno.readFileSync(path);
  Deno.removeSync(folder, { recursive: true });
  const right = trainer.checkpoint();
  return {
    name: "checkpoint",
    async load(bytes) {
      await loadCheckpoint(bytes, trainer);
      if (!isDeepStrictEqual(trainer.checkpoint(), right)) throw new Error("another checkpoint");
    },
    files: [file],
    changes: 5000,
  };
}

/** A PNG has checksums: what is accepted has to be the picture. */
async function pngReader(): Promise<Reader> {
  const picture = {
    width: 5,
    height: 4,
    data: new Uint8Array(60).map((_, i) => i * 4),
    channels: 3,
  };
  const file = Uint8Array.from(encode(picture));
  const right = JSON.stringify(plain(await imread(file)));
  return {
    name: "png",
    async load(bytes) {
      if (JSON.stringify(plain(await imread(bytes))) !== right) throw new Error("another picture");
    },
    files: [file],
    changes: 5000,
  };
}

function vectorsOf(...endings: string[]): Uint8Array[] {
  return [...Deno.readDirSync(vectors)].map(({ name }) => name).sort()
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => Deno.readFileSync(join(vectors, name)));
}

const LONGEST = 10_000; // ms of this process, for files of some kB and bombs of half a GB
const MOST_MEMORY = 1.2e9; // bytes that a bomb of half a GB may take
const engineWords =
  /undefined|not a function|Cannot read|call stack|Invalid|not iterable|allocation|\[object/;

/** What a reader made of these bytes: why it did not survive, or else what it read, if it read them. */
async function attempt(
  { load }: Reader,
  bytes: Uint8Array,
): Promise<{ fault?: string; value?: unknown }> {
  const started = process.cpuUsage();
  const memory = Deno.memoryUsage().rss;
  let outcome: { fault?: string; value?: unknown } = {};
  try {
    outcome = { value: plain(await load(bytes)) };
  } catch (error) {
    const { name, message } = error as Error;
    const isClear =
      name === "SyntaxError" && /^(load|parse|imread)\w*: the (bytes|file)/.test(message) ||
      message.startsWith("the gzip of ");
    if (!isClear || engineWords.test(message) || message.length > 1200) {
      outcome = { fault: `${name}: ${message}`.slice(0, 300) };
    }
  }
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  if (ms > LONGEST) return { fault: `took ${Math.round(ms)} ms` };
  const more = Deno.memoryUsage().rss - memory;
  return more > MOST_MEMORY ? { fault: `took ${Math.round(more / 1e6)} MB` } : outcome;
}

const UNCOMPARED = "in itself, in more than one place, or of many parts";

/** A value as files/plain_reading.py writes it: comparable, bit for bit. */
function plain(value: unknown, seen = new Set<unknown>()): unknown {
  const isContainer = typeof value === "object" && value !== null && !(value instanceof Tensor);
  if (seen.size > 100 || isContainer && seen.has(value)) return [UNCOMPARED];
  if (isContainer) seen.add(value);
  if (value instanceof Tensor) {
    const { dtype, shape, data } = value;
    const canonical = data.map((x) => Number.isNaN(x) ? NaN : x);
    return ["tensor", dtype, [...shape], new Uint8Array(canonical.buffer).toHex()];
  }
  if (typeof value === "bigint") return ["bigint", String(value)];
  if (typeof value === "number") {
    if (Number.isNaN(value)) return ["number", "nan"];
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, value);
    return ["number", new Uint8Array(bits.buffer).toHex()];
  }
  if (typeof value === "string") return ["text", value];
  if (value instanceof Uint8Array) return ["bytes", value.toHex()];
  if (Array.isArray(value)) return ["list", ...value.map((item) => plain(item, seen))];
  if (typeof value !== "object" || value === null) return value;
  const items = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return ["dict", ...items.map(([key, item]) => [key, plain(item, seen)])];
}

/** What Python refuses for its own reasons. */
const CANNOT =
  /^{"refused": "(MemoryError|TimeoutError|NotImplementedError|SystemError|BadGzipFile: Not)/;

/** Tries each case, and compares what was read with what Python reads. */
async function report(
  name: string,
  reader: Reader,
  cases: Iterable<[what: string, bytes: Uint8Array]>,
): Promise<TortureReport> {
  let count = 0;
  const failures: string[] = [];
  const read: { what: string; bytes: Uint8Array; value: string }[] = [];
  for (const [what, bytes] of cases) {
    count++;
    const { fault, value } = await attempt(reader, bytes);
    if (fault !== undefined) failures.push(`${what}: ${fault}`);
    if (value !== undefined) read.push({ what, bytes, value: JSON.stringify(value) });
  }
  const python = findPython("numpy");
  const isCompared = reader.name !== "checkpoint" && reader.name !== "png";
  if (!isCompared || read.length === 0) return { name, cases: count, failures };
  if (python === undefined) {
    const omitted = `${read.length} files that were read are not compared: no Python with numpy`;
    return { name, cases: count, failures, omitted };
  }
  const answers = askPython(python, reader.name, read.map(({ bytes }) => bytes));
  for (const [i, { what, value }] of read.entries()) {
    if (value.includes(UNCOMPARED) || CANNOT.test(answers[i])) continue;
    const expected = JSON.stringify(JSON.parse(answers[i]));
    if (value !== expected) {
      failures.push(`${what}: read ${value.slice(0, 200)}, Python ${expected.slice(0, 200)}`);
    }
  }
  return { name, cases: count, failures };
}

/** A line for each file. */
function askPython(python: string, reader: string, files: Uint8Array[]): string[] {
  const script = fileURLToPath(new URL("files/plain_reading.py", import.meta.url));
  const path = Deno.makeTempFileSync();
  const answers: string[] = [];
  while (answers.length < files.length) {
    using file = Deno.openSync(path, { write: true, truncate: true });
    for (const bytes of files.slice(answers.length)) {
      const head = new Uint8Array(24).fill(" ".charCodeAt(0));
      new TextEncoder().encodeInto(reader, head);
      new DataView(head.buffer).setBigUint64(16, BigInt(bytes.length), true);
      for (const piece of [head, bytes]) {
        for (let at = 0; at < piece.length;) at += file.writeSync(piece.subarray(at));
      }
    }
    const { stdout, stderr } = new Deno.Command(python, { args: [script, path] }).outputSync();
    const lines = new TextDecoder().decode(stdout).split("\n").slice(0, -1);
    answers.push(...lines);
    if (answers.length < files.length) {
      const why = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
      answers.push(JSON.stringify({ refused: `Python itself ended: ${why}` }));
    }
  }
  Deno.removeSync(path);
  return answers;
}

/** Each beginning of each file; of each so many only, where `scale` is small. */
function* cut({ files }: Reader, scale: number): Generator<[string, Uint8Array]> {
  const stride = Math.ceil(1 / scale);
  for (const [i, file] of files.entries()) {
    for (let n = 0; n < file.length; n += stride) yield [`file ${i}, ${n} bytes`, file.slice(0, n)];
  }
}

/** Files with one to four changes: a byte, a bit, a piece left out, a piece twice, an extreme value. */
function* changed({ files }: Reader, seed: number, count: number): Generator<[string, Uint8Array]> {
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
  for (const reader of [...readers, await checkpointReader(), await pngReader()]) {
    yield await report(`${reader.name} cut at each byte`, reader, cut(reader, scale));
    const count = Math.ceil(reader.changes * scale);
    yield await report(`${reader.name} changed`, reader, changed(reader, seed, count));
    const lying = [...lies(reader.name, scale)];
    if (lying.length > 0) {
      yield await report(`${reader.name} that lies or is a bomb`, reader, lying);
    }
  }
}
