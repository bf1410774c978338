import { gzipSync } from "node:zlib";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { DamagedError, download, verified } from "../../lib/datasets/download.ts";
import { brokenAfter, known, type Mirror, mirror, partOf, sha256, stalledAfter } from "./places.ts";

const file = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 251);
const other = file.with(500, 255);
const options = { ...known(file), timeout: 2000 };

/** A path in a fresh folder; `left()` are the names of the files in it, with their sizes. */
function temporaryPath(): Disposable & { path: string; left: () => Record<string, number> } {
  const folder = Deno.makeTempDirSync();
  return {
    path: join(folder, "file"),
    left: () =>
      Object.fromEntries(
        [...Deno.readDirSync(folder)]
          .map(({ name }) => [name, Deno.statSync(join(folder, name)).size]),
      ),
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

/** How messages name a mirror. */
function hostOf({ url }: Mirror): string {
  return new URL(url).host;
}

Deno.test("download() takes the first mirror that has the file", async () => {
  using place = temporaryPath();
  await using without = mirror(() => new Response(null, { status: 404, statusText: "Not Found" }));
  await using good = mirror((_, start) => partOf(file, start));
  await using notAsked = mirror((_, start) => partOf(file, start));
  const urls = [without, good, notAsked].map(({ url }) => `${url}x.gz`);
  assertEquals(await download(urls, place.path, options), file);
  assertEquals([without, good, notAsked].map((m) => m.requests), [["/x.gz"], ["/x.gz"], []]);
  assertEquals(place.left(), { file: 1000 });
  assertEquals(Deno.readFileSync(place.path), file);
});

Deno.test("download() tells how far it is", async () => {
  await using good = mirror((_, start) => partOf(file, start));
  let last: unknown;
  const onProgress = (received: number, total?: number) => last = [received, total];
  await download([good.url], null, { ...options, onProgress });
  assertEquals(last, [1000, 1000]);
});

Deno.test("download() goes on where the .part file ends", async () => {
  using place = temporaryPath();
  await using good = mirror((_, start) => partOf(file, start));
  Deno.writeFileSync(`${place.path}.part`, file.subarray(0, 300));
  let total: unknown;
  const onProgress = (_: number, ofAll?: number) => total = ofAll;
  assertEquals(await download([good.url], place.path, { ...options, onProgress }), file);
  assertEquals(good.requests, ["/ bytes=300-"]);
  assertEquals(total, 1000);
  assertEquals(place.left(), { file: 1000 });
});

Deno.test("download() begins again where a mirror knows no ranges", async () => {
  using place = temporaryPath();
  await using simple = mirror(() => new Response(file));
  Deno.writeFileSync(`${place.path}.part`, other.subarray(0, 600));
  assertEquals(await download([simple.url], place.path, options), file);
  assertEquals(simple.requests, ["/ bytes=600-"]);
  assertEquals(Deno.readFileSync(place.path), file);
});

Deno.test("download() begins again where a mirror sends another range than was asked for", async () => {
  using place = temporaryPath();
  await using confused = mirror((_, start) => start === 0 ? partOf(file, 0) : partOf(file, 10));
  Deno.writeFileSync(`${place.path}.part`, file.subarray(0, 600));
  assertEquals(await download([confused.url], place.path, options), file);
  assertEquals(confused.requests, ["/ bytes=600-", "/"]);
});

Deno.test("download() begins again when the .part file is longer than the file (status 416)", async () => {
  using place = temporaryPath();
  await using good = mirror((_, start) => partOf(file, start));
  Deno.writeFileSync(`${place.path}.part`, new Uint8Array(1200));
  assertEquals(await download([good.url], place.path, options), file);
  assertEquals(good.requests, ["/ bytes=1200-", "/"]);
  assertEquals(place.left(), { file: 1000 });
});

Deno.test("download() begins again when the .part file is the beginning of another file", async () => {
  using place = temporaryPath();
  await using good = mirror((_, start) => partOf(file, start));
  Deno.writeFileSync(`${place.path}.part`, other.subarray(0, 600));
  assertEquals(await download([good.url], place.path, options), file);
  assertEquals(good.requests, ["/ bytes=600-", "/"]);
  assertEquals(place.left(), { file: 1000 });
});

Deno.test("download() keeps nothing of a file with the wrong checksum", async () => {
  using place = temporaryPath();
  await using wrong = mirror(() => new Response(other));
  await using none = mirror(() =>
    new Response(null, { status: 503, statusText: "Service Unavailable" })
  );
  await assertRejectsWith(
    () => download([wrong.url, none.url], place.path, options),
    Error,
    `cannot be downloaded (${hostOf(wrong)}: SHA-256 ${sha256(other).slice(0, 8)}… instead of ` +
      `${options.sha256.slice(0, 8)}…; ${hostOf(none)}: 503 Service Unavailable)`,
  );
  assertEquals([wrong.requests.length, none.requests.length], [1, 1]);
  assertEquals(place.left(), {});
});

Deno.test("download() leaves a mirror that does not answer, and one that falls silent", async () => {
  using place = temporaryPath();
  let answer = (_: Response) => {};
  const never = new Promise<Response>((resolve) => answer = resolve);
  await using silent = mirror(() => never as never);
  await using slow = mirror(() => stalledAfter(file.subarray(0, 400)));
  await assertRejectsWith(
    () => download([silent.url, slow.url], place.path, { ...options, timeout: 500 }),
    Error,
    `cannot be downloaded (${hostOf(silent)}: less than 1 kB came in 0.5 s; ` +
      `${hostOf(slow)}: less than 1 kB came in 0.5 s)`,
  );
  assertEquals(place.left(), { "file.part": 400 });
  answer(new Response());
});

Deno.test("download() goes on from the next mirror when a connection breaks off", async () => {
  using place = temporaryPath();
  await using broken = mirror(() => brokenAfter(file.subarray(0, 400)));
  await using good = mirror((_, start) => partOf(file, start));
  assertEquals(await download([broken.url, good.url], place.path, options), file);
  assertEquals(good.requests, ["/ bytes=400-"]);
});

Deno.test("download() says that a connection broke off, or that there is none", async () => {
  await using broken = mirror(() => brokenAfter(file.subarray(0, 400)));
  const gone = mirror(() => new Response());
  await gone[Symbol.asyncDispose]();
  await assertRejectsWith(
    () => download([gone.url, broken.url], null, options),
    Error,
    `cannot be downloaded (${hostOf(gone)}: no connection; ` +
      `${hostOf(broken)}: the connection broke off)`,
  );
});

Deno.test("download() that is stopped keeps the .part file, and the next one goes on", async () => {
  using place = temporaryPath();
  await using slow = mirror((_, start) =>
    start === 0 ? stalledAfter(file.subarray(0, 400)) : partOf(file, start)
  );
  await using notAsked = mirror(() => new Response(file));
  const stop = new AbortController();
  const urls = [slow.url, notAsked.url];
  await assertRejectsWith(
    () =>
      download(urls, place.path, {
        ...options,
        signal: stop.signal,
        onProgress: () => stop.abort(new RangeError("stopped by the reader")),
      }),
    RangeError,
    "stopped by the reader",
  );
  assertEquals(place.left(), { "file.part": 400 });
  assertEquals(await download(urls, place.path, options), file);
  assertEquals([slow.requests, notAsked.requests], [["/", "/ bytes=400-"], []]);
  assertEquals(place.left(), { file: 1000 });
});

Deno.test("download() that is stopped before it begins asks nobody", async () => {
  await using good = mirror(() => new Response(file));
  const signal = AbortSignal.abort(new RangeError("stopped by the reader"));
  await assertRejectsWith(
    () => download([good.url], null, { ...options, signal }),
    RangeError,
    "stopped by the reader",
  );
  assertEquals(good.requests, []);
});

Deno.test("download() unpacks a gzip, checks what is in it, and keeps it as it came", async () => {
  using place = temporaryPath();
  const packed = Uint8Array.from(gzipSync(file));
  await using good = mirror((_, start) => partOf(packed, start));
  assertEquals(Uint8Array.from(await download([good.url], place.path, options)), file);
  assertEquals(Deno.readFileSync(place.path), packed);
});

Deno.test("verified() tells a broken gzip from a wrong file, and from one that holds too much", async () => {
  const packed = Uint8Array.from(gzipSync(file));
  assertEquals(Uint8Array.from(await verified(packed, options)), file);
  const cases: [Uint8Array, string][] = [
    [packed.subarray(0, -20), `the gzip of ${packed.length - 20} bytes is broken or cut short`],
    [
      packed.with(-6, packed.at(-6)! ^ 1),
      `the gzip of ${packed.length} bytes is broken or cut short`,
    ],
    [new Uint8Array(0), `SHA-256 e3b0c442… instead of ${options.sha256.slice(0, 8)}…`],
    [Uint8Array.from(gzipSync(new Uint8Array(1001))), "the gzip of 30 bytes holds more than 1000"],
  ];
  for (const [bytes, message] of cases) {
    await assertRejectsWith(() => verified(bytes, options), DamagedError, message);
  }
});

Deno.test("verified() of a gzip of 200 MB of zeros ends when more has come than there can be", async () => {
  const bomb = Uint8Array.from(gzipSync(new Uint8Array(2e8)));
  const before = Deno.memoryUsage().external;
  await assertRejectsWith(
    () => verified(bomb, options),
    DamagedError,
    `the gzip of ${bomb.length} bytes holds more than 1000`,
  );
  assertTrue(Deno.memoryUsage().external - before < 1e7);
});

Deno.test("verified() of a large gzip ends at Stop", async () => {
  const large = Uint8Array.from(gzipSync(new Uint8Array(2e8)));
  const stop = new AbortController();
  setTimeout(() => stop.abort(new RangeError("stopped by the reader")), 10);
  await assertRejectsWith(
    () => verified(large, { sha256: "", bytes: 1e9 }, stop.signal),
    RangeError,
    "stopped by the reader",
  );
});

Deno.test("download() ends a body that is longer than the file can be", async () => {
  using place = temporaryPath();
  await using endless = mirror(() =>
    new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(500)) }))
  );
  await assertRejectsWith(
    () => download([endless.url], place.path, options),
    Error,
    `cannot be downloaded (${
      hostOf(endless)
    }: it sends more than the 2001 bytes that there can be)`,
  );
  assertEquals(place.left(), {});
});

Deno.test("download() begins again where the .part file is longer than the file can be", async () => {
  using place = temporaryPath();
  await using good = mirror((_, start) => partOf(file, start));
  Deno.writeFileSync(`${place.path}.part`, new Uint8Array(1e6));
  assertEquals(await download([good.url], place.path, options), file);
  assertEquals(good.requests, ["/"]);
  assertEquals(place.left(), { file: 1000 });
});

Deno.test("download() says that a mirror redirects without end", async () => {
  await using loop = mirror((_path, _start, { url }) => Response.redirect(url));
  await assertRejectsWith(
    () => download([loop.url], null, options),
    Error,
    `cannot be downloaded (${hostOf(loop)}: redirects without end)`,
  );
});

Deno.test("download() leaves a mirror that drips", async () => {
  await using dripping = mirror(() => {
    let timer: ReturnType<typeof setInterval>;
    const body = new ReadableStream({
      start(stream) {
        timer = setInterval(() => stream.enqueue(file.slice(0, 10)), 50);
      },
      cancel: () => clearInterval(timer),
    });
    return new Response(body);
  });
  await assertRejectsWith(
    () => download([dripping.url], null, { ...options, timeout: 300 }),
    Error,
    `cannot be downloaded (${hostOf(dripping)}: less than 1 kB came in 0.3 s)`,
  );
});

Deno.test("download() gives the bytes where the .part file cannot be written", async () => {
  using place = temporaryPath();
  await using good = mirror((_, start) => partOf(file, start));
  Deno.mkdirSync(`${place.path}.part/folder`, { recursive: true });
  const errors: Error[] = [];
  const onUnkept = (error: Error) => errors.push(error);
  assertEquals(await download([good.url], place.path, { ...options, onUnkept }), file);
  assertEquals(errors.length, 1);
  assertEquals(existsSync(place.path), false);
});
