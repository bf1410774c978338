// What a page with figures carries: their script, put together by deno bundle, its style, and the weights.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { escapeHtml } from "../host/escape.ts";
import { bundle } from "./bundle.ts";
import { type Packed, playPlace, type Shown, type WeightsName } from "./figure.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { loadWeights } from "./still.tsx";

const folder = dirname(fileURLToPath(import.meta.url));

/** What a page needs besides the figures themselves: style, loader, and the script and weights that it will load. */
export async function playAssets(weights: readonly WeightsName[]): Promise<string> {
  const read = (name: string) => Deno.readTextFile(`${folder}/${name}`);
  const [style, loader, script] = await Promise.all([
    read("play.css"),
    read("loader.js"),
    bundle(new URL("page.tsx", import.meta.url), "--minify"),
  ]);
  const stored = Object.entries(await loadWeights(weights)).map(([name, params]) =>
    weightsElement(name, params)
  );
  return [
    `<style>\n${style}</style>`,
    ...stored,
    // read as text until a figure comes near; nothing in it may end the element
    `<script type="text/plain" id="play-script">${
      script.replaceAll("</script", "<\\/script")
    }</script>`,
    `<script>\n${loader}</script>`,
  ].join("\n");
}

/** Parameters in a page, by which its script finds them under a name. */
export const weightsElement = (name: string, params: Record<string, Tensor>): string =>
  `<script type="application/json" data-play-weights="${name}">${
    JSON.stringify(pack(params))
  }</script>`;

/** Parameters as a page carries them: in float16, half of their size. */
function pack(params: Record<string, Tensor>): Packed {
  const entries = Object.entries(params).map(([name, { shape, data }]) => {
    const bytes = new Uint8Array(Float16Array.from(data).buffer);
    return [name, { shape: [...shape], data: bytes.toBase64() }];
  });
  return Object.fromEntries(entries);
}

/** The page in the frame of a cell. */
export async function framePage(shown: Shown, weights: readonly WeightsName[]): Promise<string> {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${escapeHtml(shown.figure)}</title>
<style>
${await Deno.readTextFile(`${folder}/../display/palette.css`)}</style>
<script>
const paint = () => document.documentElement.style.colorScheme = location.hash.slice(1);
paint();
addEventListener("hashchange", paint);
document.documentElement.dataset.language = navigator.language.startsWith("ja") ? "ja" : "en";
addEventListener("DOMContentLoaded", () => {
  const tell = () => parent.postMessage({ height: document.body.scrollHeight + 1 }, "*");
  new ResizeObserver(tell).observe(document.body);
});
</script>
</head>
<body class="play-page">
${playPlace(shown, "")}
${await playAssets(weights)}
</body>
</html>
`;
}
