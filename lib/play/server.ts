// The living figures of a notebook: each is a page in a frame, which the kernel itself gives out, on this computer
// only, under an address that nobody can guess. The notebook keeps the first picture and a few lines of script; where
// nobody answers, the picture stands.

import type { MimeBundle } from "../display/kernel.ts";
import { escapeHtml } from "../host/escape.ts";
import type { Shown } from "./figure.ts";
import { figureNamed } from "./figures/all.ts";
import { framePage } from "./script.ts";

type Redraw = (values: Record<string, unknown>) => Promise<MimeBundle>;

const secret = crypto.randomUUID();
const pages = new Map<string, { shown: Shown; redraw?: Redraw | undefined }>();
let server: Deno.HttpServer<Deno.NetAddr> | undefined;

/** The output of a cell: the picture `still`, in whose place the figure comes to life. */
export function frameFor(still: MimeBundle, shown: Shown, redraw?: Redraw): string {
  server ??= Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
  const id = crypto.randomUUID();
  pages.set(id, { shown, redraw });
  const url = `http://127.0.0.1:${server.addr.port}/${secret}/${id}`;
  return `<div id="play-${id}">${
    pictureOf(still)
  }</div>\n<script>${loader}("${url}", "play-${id}")</script>`;
}

/** The picture as HTML that a notebook shows even if it does not trust it. */
function pictureOf(still: MimeBundle): string {
  const alt = escapeHtml(String(still["text/plain"] ?? ""));
  const svg = still["image/svg+xml"];
  if (typeof svg === "string") {
    const base64 = new TextEncoder().encode(svg).toBase64();
    return `<img src="data:image/svg+xml;base64,${base64}" alt="${alt}">`;
  }
  const png = still["image/png"];
  if (typeof png === "string") return `<img src="data:image/png;base64,${png}" alt="${alt}">`;
  return String(still["text/html"] ?? `<pre>${alt}</pre>`);
}

/**
 * Runs in the notebook's page: puts the frame in, if there is somebody who answers, makes it as high as its page, and as
 * light or dark as the notebook. A notebook in two views has two places.
 */
const loader = `((url, id) => {
  const { body } = document;
  const live = (place) => {
    if (place.querySelector("iframe")) return;
    const frame = document.createElement("iframe");
    const paint = () => {
      const dark = body.dataset.jpThemeLight === "false" || body.classList.contains("vscode-dark");
      const src = url + (dark ? "#dark" : "#light");
      if (frame.src !== src) frame.src = src;
    };
    paint();
    new MutationObserver(paint).observe(body, { attributes: true });
    frame.setAttribute("sandbox", "allow-scripts");
    frame.style.cssText = "border:0;width:100%;display:block;height:" + place.offsetHeight + "px";
    addEventListener("message", ({ source, data }) => {
      if (source === frame.contentWindow) frame.style.height = data.height + "px";
    });
    place.replaceChildren(frame);
  };
  fetch(url, { method: "HEAD" }).then(({ ok }) => {
    if (ok) document.querySelectorAll("#" + id).forEach(live);
  }).catch(() => {});
})`.replace(/\n\s*/g, " ");

const headers = { "access-control-allow-origin": "*", "cache-control": "no-store" };

async function answer(request: Request): Promise<Response> {
  const [, key, id] = new URL(request.url).pathname.split("/");
  const page = key === secret ? pages.get(id!) : undefined;
  if (!page) return new Response("there is no such figure", { status: 404 });
  if (request.method === "HEAD") return new Response(null, { headers });
  if (request.method === "POST") return await drawn(request, page.redraw);
  const weights = figureNamed(page.shown.figure)?.weights ?? []; // a function of the reader's own has none
  return new Response(await framePage(page.shown, weights), {
    headers: { ...headers, "content-type": "text/html; charset=utf-8" },
  });
}

async function drawn(request: Request, redraw?: Redraw): Promise<Response> {
  try {
    return Response.json(await redraw!(await request.json()), { headers });
  } catch (error) {
    return new Response(String(error), { status: 500, headers });
  }
}
