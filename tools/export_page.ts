// deno task export:page [file]: one HTML file with a trained network and a pad to draw on, to hand out; it runs from
// the disk, offline. The file is a safetensors file or a checkpoint of a network of the book, or the name of one in
// data/weights/.
//
//   deno task export:page                        deep_conv_net
//   deno task export:page mine.safetensors       reports/mine.html
//   deno task export:page mine.checkpoint --activation=sigmoid --dropout=0.5 --out=mine.html

import { basename, dirname, extname, join } from "node:path";
import { parseArgs } from "node:util";
import paletteCss from "../lib/display/palette.css" with { type: "text" };
import { escapeHtml } from "../lib/host/escape.ts";
import { loadSafetensors, loadSafetensorsMetadata, type Tensor } from "../lib/mod.ts";
import { playPlace } from "../lib/play/figure.ts";
import { networkOf, type NetworkSettings } from "../lib/play/parts/network_of.ts";
import { playAssets, weightsElement } from "../lib/play/script.ts";
import { fail, root, writeAtomically } from "./setup.ts";

/** The page of a network with these weights. */
async function networkPage(
  title: string,
  params: Record<string, Tensor>,
  settings: NetworkSettings,
): Promise<string> {
  const shown = { figure: "own network", options: { title, settings } };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${paletteCss}
:root { color-scheme: light dark }
body.play-page {
  display: grid; place-content: center; min-height: 100vh; overflow: auto;
  background: var(--figure-paper);
}
</style>
<script>
document.documentElement.lang = document.documentElement.dataset.language =
  navigator.language.startsWith("ja") ? "ja" : "en";
</script>
</head>
<body class="play-page">
<main>${playPlace(shown, "")}</main>
<noscript>This page needs JavaScript. このページは JavaScript を使います。</noscript>
${weightsElement("own", params)}
${await playAssets([])}
</body>
</html>
`;
}

/** The parameters and statistics of a network, also where a checkpoint has them among others. */
function paramsOf(tensors: Record<string, Tensor>): Record<string, Tensor> {
  const own = Object.entries(tensors).filter(([key]) => /^(params|statistics)\./.test(key));
  if (own.length === 0) return tensors;
  return Object.fromEntries(own.map(([key, x]) => [key.replace(/^\w+\./, ""), x]));
}

async function main(): Promise<void> {
  const options = {
    activation: { type: "string" },
    dropout: { type: "string", default: "0" },
    out: { type: "string" },
  } as const;
  const { values, positionals: [file = "deep_conv_net"] } = parseArgs({
    args: Deno.args,
    options,
    allowPositionals: true,
  });
  const isName = extname(file) === "";
  const path = isName ? join(root, "data", "weights", `${file}.safetensors`) : file;
  const name = basename(file, extname(file));
  const params = paramsOf(await loadSafetensors(path));
  // our own weights say it in their notes
  const { network = "" } = await loadSafetensorsMetadata(path);
  const activation = values.activation ?? (/sigmoid/i.test(network) ? "sigmoid" : "relu");
  const settings = { activation, dropoutRatio: Number(values.dropout) } as NetworkSettings;
  try {
    networkOf(params, settings); // throws here, not in the page
  } catch (cause) {
    throw new Error(`${basename(path)}: ${(cause as Error).message}`, { cause });
  }
  const out = values.out ?? join(root, "reports", `${name}.html`);
  await Deno.mkdir(dirname(out), { recursive: true });
  await writeAtomically(out, await networkPage(name, params, settings));
  console.log(out);
}

await main().catch((error) => fail(`task export:page: ${error.message}`));
