// What a page carries in itself: styles, scripts, and only where needed the fonts of formulas and Vega.

import katexCss from "katex/dist/katex.min.css" with { type: "text" };
import vegaLite from "vega-lite/build/vega-lite.min.js" with { type: "text" };
import vega from "vega/build/vega.min.js" with { type: "text" };
import "vega-embed" with { type: "text" }; // its script for browsers is not exported, but lies beside
import { figureNamed } from "../../lib/play/figures/all.ts";
import { playAssets } from "../../lib/play/script.ts";
import paletteCss from "../../lib/display/palette.css" with { type: "text" };
import clientScript from "./client.js" with { type: "text" };
import aroundCss from "./around.css" with { type: "text" };
import baseCss from "./base.css" with { type: "text" };
import cellsCss from "./cells.css" with { type: "text" };
import figuresCss from "./figures.css" with { type: "text" };
import layoutCss from "./layout.css" with { type: "text" };
import printCss from "./print.css" with { type: "text" };
import proseCss from "./prose.css" with { type: "text" };
import themeCss from "./theme.css" with { type: "text" };
import vegaScript from "./vega.js" with { type: "text" };

const embed = Deno.readTextFileSync(
  new URL("vega-embed.min.js", import.meta.resolve("vega-embed")),
);

/** Of KaTeX's fonts the letters of these commands come seldom; a page without them does without the font. */
const rareFonts: Record<string, RegExp> = {
  Caligraphic: /\bmathcal\b/,
  Fraktur: /\bmathfrak\b|\btextfrak\b/,
  SansSerif: /\bmathsf\b|\btextsf\b/,
  Script: /\bmathscr\b|\btextscr\b/,
  Typewriter: /\bmathtt\b|\btexttt\b/,
};

/** For the `<head>` of a page with this content: what it may do, how it looks, and its script. */
export function headAssets(content: string): string {
  const styles = [
    paletteCss,
    themeCss,
    baseCss,
    proseCss,
    cellsCss,
    figuresCss,
    layoutCss,
    aroundCss,
    printCss,
  ].join("");
  return [
    `<meta http-equiv="Content-Security-Policy" content="${
      policy(hasVega(content) || content.includes(" data-cell="))
    }">`,
    `<style>\n${styles}</style>`,
    content.includes('class="katex"') ? `<style>${mathCss(content)}</style>` : "",
    `<script>\n${clientScript}</script>`,
  ].join("\n");
}

/** For the end of a page with interactive figures: their still pictures are seen before this is read. */
export function vegaScripts(content: string): string {
  if (!hasVega(content)) return "";
  return [vega, vegaLite, embed, vegaScript].map((script) => `<script>\n${script}</script>`).join(
    "\n",
  );
}

/** For the end of a page with figures to play with: script, style and weights, which it reads when one comes near. */
export async function playScripts(content: string): Promise<string> {
  const names = Array.from(content.matchAll(/<div class="play" data-figure="([^"]+)"/g));
  if (names.length === 0) return "";
  const weights = names.flatMap(([, name]) => figureNamed(name!)?.weights ?? []);
  return await playAssets([...new Set(weights)]);
}

const hasVega = (content: string) => content.includes('<div class="vega"');

/** The browser itself sees to it that the page fetches nothing. Vega compiles its expressions by `new Function`, as cells are. */
function policy(compiles: boolean): string {
  return "default-src data: blob:; style-src 'unsafe-inline'; " +
    `script-src 'unsafe-inline' data: blob: 'wasm-unsafe-eval'${compiles ? " 'unsafe-eval'" : ""}`;
}

function mathCss(content: string): string {
  const fonts = new URL("fonts/", import.meta.resolve("katex/dist/katex.min.css"));
  return katexCss.replace(/@font-face\{[^}]*\}/g, (rule) => {
    const [, file, name] = rule.match(/url\(fonts\/(KaTeX_(\w+)-\w+\.woff2)\)/)!;
    if (rareFonts[name!] && !rareFonts[name!]!.test(content)) return "";
    const data = Deno.readFileSync(new URL(file!, fonts)).toBase64();
    return rule.replace(/src:[^;}]*/, `src:url(data:font/woff2;base64,${data}) format("woff2")`);
  });
}
