import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { assertEquals, assertRejectsWith, assertTrue } from "../assert.ts";
import { defaultPlaces, findFile } from "../../lib/datasets/files.ts";
import { drawProgressWith, requestStop, Stopped, stopSignal } from "../../lib/host/progress.ts";
import { known, mirror, partOf, sha256, stalledAfter, testManifest, testPlaces } from "./places.ts";

const name = "weights.pkl";
const file = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 251);
const damaged = file.subarray(0, 4000);
const mismatch = `SHA-256 ${sha256(damaged).slice(0, 8)}… instead of ${sha256(file).slice(0, 8)}…`;

/** Places that know the one file, from these mirrors. */
function places(mirrors: string[] = [], changes: Parameters<typeof testPlaces>[0] = {}) {
  return testPlaces({ manifest: testManifest({ [name]: file }, mirrors), ...changes });
}

/** Puts a file into a folder for data, `book` in it. */
function put(folder: string, bytes: Uint8Array): void {
  Deno.mkdirSync(join(folder, "book"), { recursive: true });
  Deno.writeFileSync(join(folder, "book", name), bytes);
}

/** The names in a cache. */
function kept(cache: string): string[] {
  return [...Deno.readDirSync(join(cache, "book"))].map((entry) => entry.name).sort();
}

Deno.test("findFile() prefers the cache, then the reader's folder, and then asks no mirror", async () => {
  await using server = mirror(() => new Response(file));
  using here = places([server.url]);
  const folder = join(here.root, "own");
  put(folder, file);
  assertEquals(await findFile("book", name, { ...here, folder }), file);
  assertEquals(existsSync(here.cache), false);
  put(here.cache, file);
  assertEquals(await findFile("book", name, here), file);
  assertEquals([server.requests, here.lines], [[], []]);
});

Deno.test("findFile() downloads into the cache, once", async () => {
  await using server = mirror(() => new Response(file));
  using here = places([server.url]);
  assertEquals(await findFile("book", name, here), file);
  assertEquals(await findFile("book", name, here), file);
  assertEquals(server.requests, [`/${name}`]);
  assertEquals(kept(here.cache), ["lock", name]);
  assertEquals(here.lines, []);
});

Deno.test("findFile() asks for the address that the manifest gives", async () => {
  await using server = mirror(() => new Response(file));
  const manifest = testManifest({}, [`${server.url}repository/`]);
  manifest.book.files[name] = { ...known(file), at: "07b11/ch03/weights.pkl" };
  using here = testPlaces({ manifest });
  assertEquals(await findFile("book", name, here), file);
  assertEquals(server.requests, ["/repository/07b11/ch03/weights.pkl"]);
});

Deno.test("findFile() waits for who downloads into the same cache, and takes what that brought", async () => {
  await using server = mirror(() =>
    new Response(
      new ReadableStream({
        async start(stream) {
          // until all three have told it, however slow the machine is
          for (let i = 0; i < 300 && here.lines.length < 3; i++) await delay(100);
          stream.enqueue(file);
          stream.close();
        },
      }),
    )
  );
  using here = places([server.url]);
  const calls = [1, 2, 3, 4].map(() => findFile("book", name, here));
  for (const bytes of await Promise.all(calls)) assertEquals(bytes, file);
  assertEquals(server.requests, [`/${name}`]);
  assertEquals(kept(here.cache), ["lock", name]);
  const line = `waiting for another program, which downloads ${name}`;
  assertEquals(here.lines, [line, line, line]);
});

Deno.test("findFile() that waits for another download ends at Stop", async () => {
  await using server = mirror(() => stalledAfter(file.subarray(0, 1500)));
  using here = places([server.url]);
  const first = findFile("book", name, { ...here, timeout: 1000 }).catch(() => {});
  await new Promise((resume) => setTimeout(resume, 100));
  await assertRejectsWith(
    () => findFile("book", name, { ...here, signal: AbortSignal.timeout(200) }),
    Stopped,
    `stopped downloading ${name}; the next call goes on from there`,
  );
  await first;
});

Deno.test({
  name: "defaultPlaces() without permission for the environment has no folder of the reader's",
  permissions: { read: true },
  fn() {
    assertEquals(defaultPlaces().folder, undefined);
  },
});

Deno.test("findFile() passes a damaged file in the cache over, and says what took its place", async () => {
  await using server = mirror(() => new Response(file));
  using here = places([server.url]);
  const path = join(here.cache, "book", name);
  const folder = join(here.root, "own");

  put(here.cache, damaged);
  put(folder, file);
  assertEquals(await findFile("book", name, { ...here, folder }), file);
  assertEquals(await findFile("book", name, here), file);
  assertEquals(here.lines, [
    `${path} is damaged (${mismatch}); took the one in DLFS_DATA_DIR`,
    `${path} is damaged (${mismatch}); downloaded another`,
  ]);
  assertEquals(Deno.readFileSync(path), file);
});

Deno.test("findFile() passes a damaged file in the reader's folder over, and leaves it alone", async () => {
  await using server = mirror(() => new Response(file));
  using here = places([server.url]);
  const folder = join(here.root, "own");
  put(folder, damaged);
  assertEquals(await findFile("book", name, { ...here, folder }), file);
  const path = join(folder, "book", name);
  assertEquals(here.lines, [`${path} is damaged (${mismatch}); downloaded another`]);
  assertEquals(Deno.readFileSync(path), damaged);
});

Deno.test("findFile() does not read a file in the cache that is far too long", async () => {
  await using server = mirror(() => new Response(file));
  using here = places([server.url]);
  const path = join(here.cache, "book", name);
  put(here.cache, file);
  Deno.truncateSync(path, 2 ** 40); // takes no room on the disk
  assertEquals(await findFile("book", name, here), file);
  assertEquals(here.lines, [
    `${path} is damaged (1099511627776 bytes, more than there can be); downloaded another`,
  ]);
});

Deno.test("findFile() says in one line that a file is damaged and no other is to be had", async () => {
  using here = places();
  put(here.cache, damaged);
  const path = join(here.cache, "book", name);
  await assertRejectsWith(
    () => findFile("book", name, here),
    Error,
    `${path} is damaged (${mismatch}), and cannot be downloaded ()`,
  );
  assertEquals(Deno.readFileSync(path), damaged);
});

Deno.test("findFile() says in one line that a file is nowhere to be had", async () => {
  await using server = mirror(() => new Response(damaged));
  using here = places([server.url]);
  await assertRejectsWith(
    () => findFile("book", name, here),
    Error,
    `${name} is neither in ${here.cache}/book nor in DLFS_DATA_DIR, and cannot be downloaded ` +
      `(${new URL(server.url).host}: ${mismatch})`,
  );
  assertEquals(kept(here.cache), ["lock"]);
});

Deno.test("findFile() hands a file out though the cache cannot be written, and says that it is not kept", async () => {
  await using server = mirror(() => new Response(file));
  using here = places([server.url]);
  // No folder can be made below a file: that holds for root too
  Deno.writeTextFileSync(here.cache, "");
  assertEquals(await findFile("book", name, here), file);
  assertEquals(
    // What the system says in brackets differs from system to system
    here.lines.map((line) => line.replaceAll(/\(.*?\)(?=$|;)/g, "(…)")),
    [
      `${here.cache}/book/${name} cannot be read (…); downloaded another`,
      `${name} is not kept: ${here.cache}/book cannot be written (…)`,
    ],
  );
  assertEquals(Deno.readTextFileSync(here.cache), "");
  assertEquals([...Deno.readDirSync(here.root)].length, 1);
});

Deno.test("findFile() draws a bar in kilobytes, and ends at Stop; the next call goes on", async () => {
  const bars: string[] = [];
  drawProgressWith((label, total) => ({
    update(done) {
      bars.push(`${label}: ${done} of ${total}`);
      if (server.requests.length === 1) requestStop();
    },
    end: (done, note) => bars.push(`ended at ${done}${note}`),
  }));
  await using server = mirror((_, start) =>
    start > 0 ? partOf(file, start) : stalledAfter(file.subarray(0, 1500))
  );
  using here = places([server.url]);
  await assertRejectsWith(
    () => findFile("book", name, { ...here, signal: stopSignal() }),
    Stopped,
    `stopped downloading ${name}; the next call goes on from there`,
  );
  assertEquals(await findFile("book", name, { ...here, signal: stopSignal() }), file);
  assertEquals(server.requests, [`/${name}`, `/${name} bytes=1500-`]);
  assertEquals(bars.slice(0, 2), [`Downloading ${name}, kB: 2 of 2`, "ended at 2"]);
  assertEquals(bars.slice(-2), [`Downloading ${name}, kB: 5 of 5`, "ended at 5"]);
  assertEquals(here.lines, []);
  drawProgressWith(() => ({ update() {}, end() {} }));
});

Deno.test("defaultPlaces() are the project's cache, DLFS_DATA_DIR, the manifest and Stop", () => {
  const { cache, folder, manifest, signal } = defaultPlaces();
  const root = dirname(dirname(import.meta.dirname!));
  assertEquals(cache, join(root, "data", "cache"));
  assertEquals(folder, Deno.env.get("DLFS_DATA_DIR"));
  assertEquals(signal, stopSignal());
  for (const [group, { mirrors, files }] of Object.entries(manifest)) {
    assertTrue(mirrors.length >= 2 || group === "kmnist"); // which its authors alone give out
    assertTrue(mirrors.every((url) => /^https:\/\/.*[/@]$/.test(url)));
    assertTrue(Object.values(files).every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)));
  }
});
