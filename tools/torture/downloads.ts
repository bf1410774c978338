// Downloads from mirrors on this machine that misbehave, into one cache by several programs, onto a full disk, and killed at
// random moments. They survive when the reader has the right bytes or one clear error in bounded time, the cache keeps
// nothing wrong, and the next call brings the file.

import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mersenne } from "pure-rand/generator/mersenne";
import { findFile, type Places } from "../../lib/datasets/files.ts";
import {
  brokenAfter,
  mirror,
  partOf,
  stalledAfter,
  testManifest,
  testPlaces,
} from "../../tests/datasets/places.ts";
import type { TortureOptions, TortureReport } from "../torture.ts";

const NAME = "digits.bin";
const file = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7 + (i >> 8));
const zeros = Uint8Array.from(gzipSync(new Uint8Array(2 ** 26)));
const LONGEST = 20_000; // ms, for a call whose mirrors have 1 s each

/** Sends pieces with pauses between them, until it is given up. */
function dripped(bytes: Uint8Array<ArrayBuffer>, piece: number, ms: number): Response {
  let at = 0;
  const body = new ReadableStream({
    async pull(stream) {
      await new Promise((resume) => setTimeout(resume, ms));
      stream.enqueue(bytes.slice(at, at += piece));
      if (at >= bytes.length) stream.close();
    },
  });
  return new Response(body);
}

/** A body without end, 10 MB/s. */
function endless(): Response {
  const body = new ReadableStream({
    async pull(stream) {
      await new Promise((resume) => setTimeout(resume, 5));
      stream.enqueue(new Uint8Array(50_000));
    },
  });
  return new Response(body);
}

/** What a mirror may do, and whether the file comes all the same. */
const misdeeds: [what: string, answer: (start: number, url: string) => Response, comes: boolean][] =
  [
    ["403", () => new Response("no", { status: 403 }), false],
    ["404", () => new Response("no", { status: 404 }), false],
    ["500", () => new Response("oops", { status: 500 }), false],
    ["204, no content", () => new Response(null, { status: 204 }), false],
    ["wrong bytes", () => new Response(new Uint8Array(file.length)), false],
    ["a page for signing in", () => new Response("<html>", { status: 200 }), false],
    ["nothing", () => new Response(""), false],
    ["stalls at once", () => stalledAfter(new Uint8Array(0)), false],
    ["stalls in the middle", () => stalledAfter(file.slice(0, 90_000)), false],
    ["cut off", () => brokenAfter(file.slice(0, 90_000)), false],
    ["a byte less", () => new Response(file.slice(0, -1)), false],
    ["a byte more", () => new Response(Uint8Array.from([...file, 0])), false],
    ["drips without end", () => dripped(file, 10, 100), false],
    ["slow, but comes", () => dripped(file, 20_000, 100), true],
    ["redirects in circles", (_, url) => Response.redirect(url), false],
    ["redirects to nowhere", () => Response.redirect("http://127.0.0.1:1/"), false],
    ["a body without end", endless, false],
    ["64 MB packed as gzip", () => new Response(zeros), false],
    ["half a gzip", () => new Response(zeros.slice(0, 1000)), false],
    ["ranges that are not what was asked", (start) => partOf(file, start && start - 1), true],
    ["every range is beyond the end", (start) => start ? partOf(file, 1e9) : partOf(file, 0), true],
  ];

function places(urls: string[], changes: Partial<Places> = {}) {
  return testPlaces({ manifest: testManifest({ [NAME]: file }, urls), timeout: 1000, ...changes });
}

function isRight(bytes: Uint8Array): boolean {
  return bytes.length === file.length && bytes.every((byte, i) => byte === file[i]);
}

/** What is wrong with a cache: anything but the file itself, whole, the lock, and the beginning of a file. */
function cacheFault(cache: string): string | undefined {
  const folder = join(cache, "mnist");
  for (const { name } of Deno.readDirSync(folder)) {
    const bytes = Deno.readFileSync(join(folder, name));
    if (name === NAME && !isRight(bytes)) return `the cache keeps ${bytes.length} wrong bytes`;
    if (name === `${NAME}.part` && bytes.length > 2 * file.length) {
      return `the cache keeps a beginning of ${bytes.length} bytes`;
    }
    if (![NAME, `${NAME}.part`, "lock"].includes(name)) return `the cache has ${name}`;
  }
}

/** A call that has to give one clear error, or, if the file `comes`, the right bytes; then once more from a good mirror. */
async function tryMirror(
  answer: (start: number, url: string) => Response,
  comes: boolean,
): Promise<string | undefined> {
  await using bad = mirror((_, start, { url }) => answer(start, url));
  await using good = mirror((_, start) => partOf(file, start));
  using here = places([bad.url]);
  let fault: string | undefined;
  try {
    const signal = AbortSignal.timeout(LONGEST);
    const bytes = await findFile("mnist", NAME, { ...here, signal });
    if (!isRight(bytes)) fault = "gave wrong bytes";
    else if (!comes) fault = "gave the right bytes";
  } catch (error) {
    const { message } = error as Error;
    const isClear = message.startsWith(`${NAME} is neither in `) && message.includes("127.0.0.1:");
    if (!isClear || comes) fault = message;
  }
  fault ??= cacheFault(here.cache);
  const manifest = testManifest({ [NAME]: file }, [bad.url, good.url]);
  const next = await findFile("mnist", NAME, { ...here, manifest }).catch((error) => error);
  if (!(next instanceof Uint8Array && isRight(next))) fault ??= `then, with a good mirror: ${next}`;
  return fault ?? cacheFault(here.cache);
}

const program = fileURLToPath(new URL("downloads/find_file.ts", import.meta.url));

/** A program that finds the file. */
function start(cache: string, url: string): Deno.ChildProcess {
  const args = ["run", "-A", "--no-check", program, cache, url];
  return new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).spawn();
}

/** What it said. */
async function said(process: Deno.ChildProcess): Promise<string> {
  const { stdout, stderr } = await process.output();
  return new TextDecoder().decode(stdout).trim() || new TextDecoder().decode(stderr).trim();
}

/** A mirror that takes two seconds, and knows ranges. */
function slowMirror() {
  return mirror((_, start) => {
    const rest = file.slice(start);
    const body = dripped(rest, 10_000, 100).body;
    const range = `bytes ${start}-${file.length - 1}/${file.length}`;
    return start === 0
      ? new Response(body)
      : new Response(body, { status: 206, headers: { "Content-Range": range } });
  });
}

async function* severalPrograms(rounds: number): AsyncGenerator<string | undefined> {
  for (let round = 0; round < rounds; round++) {
    await using server = slowMirror();
    using here = places([]);
    const lines = await Promise.all([1, 2, 3, 4].map(() => said(start(here.cache, server.url))));
    const isGood = lines.every((line) => line.endsWith("right bytes"));
    if (!isGood) yield lines.join(" / ");
    else if (server.requests.length !== 1) yield `${server.requests.length} requests`;
    else yield cacheFault(here.cache);
  }
}

async function* killed(seed: number, rounds: number): AsyncGenerator<string | undefined> {
  const bits = mersenne(seed);
  for (let round = 0; round < rounds; round++) {
    await using server = slowMirror();
    using here = places([]);
    const process = start(here.cache, server.url);
    const ms = (bits.next() >>> 0) % 3000;
    await new Promise((resume) => setTimeout(resume, ms));
    try {
      process.kill("SIGKILL");
    } catch { /* it had ended */ }
    await process.output();
    const then = await said(start(here.cache, server.url));
    const fault = then.endsWith("right bytes") ? cacheFault(here.cache) : then;
    yield fault && `killed after ${ms} ms: ${fault}`;
  }
}

/** A disk of 100 kB, to which the file does not fit: it is handed out, and nothing of it is left. */
async function fullDisk(disk: string): Promise<string | undefined> {
  await using server = mirror((_, start) => partOf(file, start));
  using here = places([server.url]);
  const cache = join(disk, "cache");
  const bytes = await findFile("mnist", NAME, { ...here, cache }).catch((error) => error);
  if (!(bytes instanceof Uint8Array && isRight(bytes))) return String(bytes);
  const left = [...Deno.readDirSync(join(cache, "mnist"))].map(({ name }) => name);
  if (left.join() !== "lock") return `left ${left}`;
  const line = here.lines.join();
  return /is not kept: .* cannot be written \(No space left/.test(line) ? undefined : line;
}

/** A small disk in memory, where this user may make one. */
function smallDisk(): Disposable & { path: string } | undefined {
  const path = Deno.makeTempDirSync();
  const run = (command: string, ...args: string[]) => {
    try {
      return new Deno.Command(command, { args, stderr: "null" }).outputSync().success;
    } catch {
      return false;
    }
  };
  if (!run("mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", path)) {
    Deno.removeSync(path);
    return undefined;
  }
  return {
    path,
    [Symbol.dispose]() {
      run("umount", path);
      Deno.removeSync(path);
    },
  };
}

async function report(
  name: string,
  outcomes: AsyncIterable<string | undefined>,
): Promise<TortureReport> {
  const failures: string[] = [];
  let cases = 0;
  for await (const fault of outcomes) {
    cases++;
    if (fault !== undefined) failures.push(fault);
  }
  return { name, cases, failures };
}

/** Reports, of one kind of fault after the other. */
export async function* run({ seed, scale }: TortureOptions): AsyncGenerator<TortureReport> {
  async function* mirrors() {
    for (const [what, answer, comes] of misdeeds) {
      const fault = await tryMirror(answer, comes);
      yield fault && `${what}: ${fault}`;
    }
  }
  yield await report("mirrors that misbehave", mirrors());
  yield await report("four programs, one cache", severalPrograms(Math.ceil(10 * scale)));
  yield await report("killed with -9", killed(seed, Math.ceil(20 * scale)));
  using disk = smallDisk();
  yield disk === undefined
    ? { name: "full disk", cases: 0, failures: [], omitted: "this user may not mount a small disk" }
    : await report("full disk", once(() => fullDisk(disk.path)));
}

async function* once(run: () => Promise<string | undefined>): AsyncGenerator<string | undefined> {
  yield await run();
}
