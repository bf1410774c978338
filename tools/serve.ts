// Serves the reports on this computer only, such that the cells of a page compute with threads: the browser lets a page
// share memory among threads when the server asks to keep it apart from all others.

import { extname, join } from "node:path";
import { root } from "./setup.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

const headers = {
  "cache-control": "no-cache",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** Answers a request for a file in `folder`, and for nothing else. */
export async function answer(request: Request, folder: string): Promise<Response> {
  const refuse = (status: number, why: string, more = {}) =>
    new Response(`${why}\n`, { status, headers: { ...headers, ...more } });
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refuse(405, "only GET and HEAD", { allow: "GET, HEAD" });
  }
  const { hostname, pathname } = new URL(request.url);
  if (hostname !== "127.0.0.1" && hostname !== "localhost") {
    return refuse(403, "only for this computer"); // a name elsewhere that leads here
  }
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return refuse(400, "no address of a file");
  }
  if (path.endsWith("/")) path += "index.html";
  const parts = path.split("/").slice(1);
  if (parts.some((part) => part.startsWith(".") || /[\\\0:]/.test(part))) {
    return refuse(404, "there is no such file");
  }
  try {
    const file = await Deno.realPath(join(folder, ...parts));
    const isInside = file.startsWith(join(await Deno.realPath(folder), "/"));
    if (!isInside) return refuse(404, "there is no such file"); // a link that leads out
    const body = await Deno.readFile(file);
    const type = types[extname(file)] ?? "application/octet-stream";
    return new Response(request.method === "HEAD" ? null : body, {
      headers: { ...headers, "content-type": type, "content-length": `${body.length}` },
    });
  } catch {
    return refuse(404, "there is no such file");
  }
}

/** Serves `folder` until it is stopped; a port of 0 is any that is free. */
export function serve(folder: string, port: number, onListen: (url: string) => void) {
  return Deno.serve({
    hostname: "127.0.0.1",
    port,
    onListen: (address) => onListen(`http://127.0.0.1:${address.port}/`),
  }, (request) => answer(request, folder));
}

if (import.meta.main) {
  const wanted = Deno.args.find((arg) => arg.startsWith("--port="))?.slice("--port=".length);
  const folder = join(root, "reports");
  try {
    await Deno.stat(join(folder, "index.html"));
  } catch {
    console.error("There are no reports yet: deno task report writes them");
    Deno.exit(1);
  }
  serve(folder, Number(wanted ?? 8000), (url) => console.log(`The reports are at ${url}`));
}
