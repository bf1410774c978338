// Places for the tests of data sets: a fresh folder as cache, no folder of the reader's, no mirror, and the lines said.
// And mirrors: servers on this machine that misbehave as told.

import { createHash } from "node:crypto";
import { join } from "node:path";
import type { KnownFile } from "../../lib/datasets/download.ts";
import type { FileGroup, FileList, Places } from "../../lib/datasets/files.ts";

/** Places in a fresh folder `root`, which is removed when disposed of; `lines` are those that were said. */
export function testPlaces(changes: Partial<Places> = {}): Places & Disposable & {
  root: string;
  lines: string[];
} {
  const root = Deno.makeTempDirSync();
  const lines: string[] = [];
  return {
    root,
    cache: join(root, "cache"),
    folder: undefined,
    manifest: testManifest({}),
    say: (line) => lines.push(line),
    timeout: 5000,
    ...changes,
    lines,
    [Symbol.dispose]: () => Deno.removeSync(root, { recursive: true }),
  };
}

/** A manifest whose files are the given ones, to be had from `mirrors`. */
export function testManifest(
  contents: Record<string, Uint8Array>,
  mirrors: string[] = [],
): Record<FileGroup, FileList> {
  const files = Object.fromEntries(
    Object.entries(contents).map(([name, bytes]) => [name, known(bytes)]),
  );
  const list = { mirrors, files };
  return { mnist: list, fashion: list, kmnist: list, emnist: list, book: list };
}

/** What the manifest has of a file. */
export function known(bytes: Uint8Array): KnownFile {
  return { sha256: sha256(bytes), bytes: bytes.length };
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A server on 127.0.0.1 that lives until it is disposed of. */
export interface Mirror extends AsyncDisposable {
  /** its address, with "/" at the end */
  url: string;
  /** path and Range, if there is one, of each request: `/x.gz`, `/x.gz bytes=5-` */
  requests: string[];
}

/** A mirror that answers as `answer` says; `start` is where the wanted range begins. */
export function mirror(
  answer: (path: string, start: number, request: Request) => Response,
): Mirror {
  const requests: string[] = [];
  const closing = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: closing.signal, onListen() {} },
    (request) => {
      const { pathname } = new URL(request.url);
      const range = request.headers.get("Range");
      requests.push(range === null ? pathname : `${pathname} ${range}`);
      return answer(pathname, Number(/\d+/.exec(range ?? "0")![0]), request);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await server.finished;
    },
  };
}

/** The part of a file from `start` on, as a server that knows ranges sends it. */
export function partOf(bytes: Uint8Array<ArrayBuffer>, start: number): Response {
  if (start === 0) return new Response(bytes);
  if (start >= bytes.length) return new Response(null, { status: 416 });
  const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
  return new Response(bytes.subarray(start), { status: 206, headers: { "Content-Range": range } });
}

/** A response that sends these bytes and then nothing, without end. */
export function stalledAfter(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(new ReadableStream({ start: (stream) => stream.enqueue(bytes) }));
}

/** A response that breaks off after these bytes: it promises one more. */
export function brokenAfter(bytes: Uint8Array<ArrayBuffer>): Response {
  const body = new Blob([bytes]).stream();
  return new Response(body, { headers: { "Content-Length": `${bytes.length + 1}` } });
}
