// The server of the reports: what it gives out, and to whom.

import { join } from "node:path";
import { answer } from "../../tools/serve.ts";
import { assertEquals } from "../assert.ts";

const folder = await Deno.makeTempDir();
await Deno.mkdir(join(folder, "reports", "api"), { recursive: true });
await Deno.writeTextFile(join(folder, "secret.html"), "secret");
await Deno.writeTextFile(join(folder, "reports", ".hidden"), "secret");
await Deno.writeTextFile(join(folder, "reports", "index.html"), "<p>all");
await Deno.writeTextFile(join(folder, "reports", "api", "index.html"), "<p>api");
await Deno.symlink(join(folder, "secret.html"), join(folder, "reports", "link.html"));
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

async function ask(path: string, init: RequestInit = {}, host = "127.0.0.1:8000") {
  const request = new Request(`http://${host}${path}`, init);
  const response = await answer(request, join(folder, "reports"));
  return { status: response.status, text: await response.text(), headers: response.headers };
}

Deno.test("serve: a file, a folder's index, with what isolates the page", async () => {
  const { status, text, headers } = await ask("/");
  assertEquals([status, text], [200, "<p>all"]);
  assertEquals(headers.get("content-type"), "text/html; charset=utf-8");
  assertEquals(headers.get("cross-origin-opener-policy"), "same-origin");
  assertEquals(headers.get("cross-origin-embedder-policy"), "require-corp");
  assertEquals((await ask("/api/")).text, "<p>api");
  assertEquals((await ask("/index.html#x")).text, "<p>all");
});

Deno.test("serve: HEAD gets no body, other methods nothing", async () => {
  const { status, text, headers } = await ask("/index.html", { method: "HEAD" });
  assertEquals([status, text, headers.get("content-length")], [200, "", "6"]);
  assertEquals((await ask("/", { method: "POST", body: "x" })).status, 405);
  assertEquals((await ask("/", { method: "DELETE" })).status, 405);
});

Deno.test("serve: no way out of the folder", async () => {
  const paths = [
    "/../secret.html",
    "/..%2fsecret.html",
    "/%2e%2e/secret.html",
    "/api/%2e%2e%2f%2e%2e%2fsecret.html",
    "/..%5csecret.html",
    "//secret.html",
    "/link.html",
    "/.hidden",
    "/api",
    "/nothing.html",
    "/%00",
  ];
  for (const path of paths) assertEquals((await ask(path)).status, 404, path);
  assertEquals((await ask("/%")).status, 400);
});

Deno.test("serve: only who calls this computer by its own name", async () => {
  assertEquals((await ask("/", {}, "evil.example")).status, 403);
  assertEquals((await ask("/", {}, "localhost:8000")).status, 200);
});
